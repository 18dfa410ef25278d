/** One mistake a row in the emergency cards and the interlock matrix. */
import type { Case } from './broken-projects.table.ts';

export const SUPPORT: readonly Case[] = [
  {
    what: 'a card that appears twice',
    file: 'procedures.json',
    old: '"id": "E02"',
    to: '"id":  "E03"',
    mark: '"E03",\n      "title": { "zh": "可燃',
    en: 'card "E03" appears twice — line 34 has it already',
  },
  {
    what: 'a card of which only one language is there',
    file: 'procedures.json',
    old: '{ "zh": "火灾", "en": "Fire" }',
    to: '{ "zh": "火灾" }',
    mark: '"title": { "zh": "火灾" }',
    en: '"cards.3.title.en" is missing',
  },
  {
    what: 'a trigger that is no tag',
    file: 'procedures.json',
    old: '"KI-2012"',
    to: '"KI-9999"',
    mark: '"KI-9999"',
    en: 'tag "KI-9999" does not exist',
  },
  {
    what: 'a cause with an effect that is not there',
    file: 'interlocks.json',
    old: '"effects": ["SSV-1301B"]',
    to: '"effects": ["SSV-1399"]',
    mark: '"SSV-1399"',
    en: 'there is no effect "SSV-1399" — the effects of the group are SSV-1301A, SSV-1301B',
  },
  {
    what: 'a cause that appears twice',
    file: 'interlocks.json',
    old: '"id": "HS-1002"',
    to: '"id": "HS-1001" ',
    mark: '"HS-1001" ',
    en: 'cause "HS-1001" appears twice',
  },
  {
    what: 'an expression of an unknown tag in a cause',
    file: 'interlocks.json',
    old: '"=not [XA-1803]"',
    to: '"=not [XA-9999]"',
    mark: '"=not [XA-9999]"',
    en: 'the expression names tag "XA-9999"',
  },
  {
    what: 'an expression without its sign in an effect',
    file: 'interlocks.json',
    old: '"when": "=[ZSO-1002]"',
    to: '"when": "[ZSO-1002]"',
    mark: '"[ZSO-1002]"',
    en: 'write an expression that starts with =',
  },
  {
    what: 'a cause that does nothing',
    file: 'interlocks.json',
    old: '"effects": ["SSV-1351B"]',
    to: '"effects": []',
    mark: '[]',
    en: 'cannot be a list of 0',
  },
];
