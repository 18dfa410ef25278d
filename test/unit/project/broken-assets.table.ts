/** One mistake a row in the equipment. */
import type { Case } from './broken-projects.table.ts';

const file = 'assets.json';
const XV_1101 = '{"id": "XV-1101", "type": "valve"';

export const ASSETS: readonly Case[] = [
  {
    what: 'an unknown tag of an asset',
    file,
    old: '"open": "ZSO-1101"',
    to: '"open": "ZSO-9999"',
    mark: '"ZSO-9999"',
    en: 'tag "ZSO-9999" does not exist',
  },
  {
    what: 'a wrong expression of an asset',
    file,
    old: '"running": "=not [ZSC-1101] or not [ZSC-1102]"',
    to: '"running": "=not [ZSC-1101] or"',
    mark: '"=not [ZSC-1101] or"',
    en: 'expression, character',
  },
  {
    what: 'an unknown role of an asset',
    file,
    old: '"open": "ZSO-1101"',
    to: '"position": "ZSO-1101"',
    mark: '"position": "ZSO-1101"',
    skip: 12,
    en: 'type valve has no role "position" — its roles are open, closed,',
  },
  {
    what: 'an asset that is there twice',
    file,
    old: '{"id": "XV-1102"',
    to: '{"id": "XV-1101"',
    mark: '"XV-1101", "type": "valve", "name": {"zh": "收球筒旁通阀"',
    en: 'asset "XV-1101" appears twice — line 46 has it already',
  },
  {
    what: 'an asset of an unknown type',
    file,
    old: XV_1101,
    to: '{"id": "XV-1101", "type": "tap"',
    mark: '"tap"',
    en: '"assets.2.type" cannot be "tap" — write valve or slam-shut or',
  },
  {
    what: 'a status word that is not defined',
    file,
    old: '"word": "chromatograph"',
    to: '"word": "tap"',
    mark: '"tap"',
    en: 'status word "tap" is not defined — words has chromatograph,',
  },
  {
    what: 'a part that does not exist',
    file,
    old: '"parts": ["XV-1201A"]',
    to: '"parts": ["XV-9999"]',
    mark: '"XV-9999"',
    en: 'asset "XV-9999" does not exist',
  },
  {
    what: 'a permissive that names an unknown tag',
    file,
    old: '"when": "=[PDT-1001] < 0.1"',
    to: '"when": "=[PDT-9999] < 0.1"',
    mark: '"=[PDT-9999] < 0.1"',
    en: 'the expression names tag "PDT-9999", which does not exist',
  },
  {
    what: 'a permissive that is no expression',
    file,
    old: '"when": "=[PDT-1001] < 0.1"',
    to: '"when": "PDT-1001 < 0.1"',
    mark: '"PDT-1001 < 0.1"',
    en: 'write an expression that starts with =',
  },
  {
    what: 'equipment whose name is in one language only',
    file,
    old: '"name": {"zh": "发电机", "en": "Generator"}',
    to: '"name": {"zh": "发电机"}',
    mark: '"name": {"zh": "发电机"}',
    en: 'en',
  },
];
