/** Rows of `tags.csv` whose `log` or `stepped` breaks a rule; devices and plain row are those of `tags-file.test.ts`. */
import type { BadRow } from './tag-rows.table.ts';

const BIT = { address: 'holding:100.3', type: 'bit' };
const TEXT = { address: 'holding:100x8', type: 'string' };
const WORD = { unit: '', decimals: '0' };
const ALL_FORMS =
  'write all, none, change 0.01 600s or compress 0.01 10min, the number in the unit of the tag, the interval in s, min or h';

const UNKNOWN = [
  'some',
  'All',
  'change',
  'change 0.01',
  'change 600s',
  'compress -1 600s',
  'compress 1 600',
  'compress 1 600ms',
  'compress 0x1 600s',
  'change 1e999 600s',
  'change 1 600s 2',
];

export const LOGS: readonly BadRow[] = [
  ...UNKNOWN.map(log => ({
    what: `logging "${log}"`,
    row: { log },
    at: 'log',
    en: `logging "${log}" is not understood — ${ALL_FORMS}`,
  })),
  ...['0.9s', '86401s', '25 h', '0min'].map(interval => ({
    what: `an interval of ${interval}`,
    row: { log: `compress 1 ${interval}`, scan_ms: '50' },
    at: 'log',
    en: 'is out of range — from 1 s to 24 h',
  })),
  {
    what: 'an interval of less than two scans',
    row: { log: 'change 1 19s', scan_ms: '10000' },
    at: 'log',
    en: 'with an interval of less than two scans every sample is kept — at least 20 s, or all',
  },
  {
    what: 'an error of the whole range',
    row: { log: 'compress 10 600s', low: '-5', high: '5', unit: 'MPa' },
    at: 'log',
    en: 'an error of 10 is as much as the whole range -5…5 MPa — a smaller number, in the unit of the tag',
  },
  ...[{ class: 'DI' }, { class: 'DO' }, { class: 'COM', ...BIT }, { ...TEXT }, { ...WORD }, { stepped: 'yes' }].map(
    row => ({
      what: `a compressed ${Object.entries(row).join(' ')}`,
      row: { ...row, log: 'compress 0 600s' },
      at: 'log',
      en: 'a stepped tag cannot be compressed: between two samples of it there is no line — write change 0 600s, or all',
    }),
  ),
  ...[{ class: 'DI' }, { ...BIT }, { ...TEXT }, { ...WORD }, { ...WORD, stepped: 'yes' }].map(row => ({
    what: `a deadband for ${Object.entries(row).join(' ')}`,
    row: { ...row, log: 'change 0.5 600s' },
    at: 'log',
    en: 'a state or a text has no deadband — write change 0 600s: every change is kept',
  })),
  ...[{ class: 'DI' }, { ...BIT }, { ...TEXT }].map(row => ({
    what: `stepped = no for ${Object.entries(row).join(' ')}`,
    row: { ...row, stepped: 'no' },
    at: 'stepped',
    en: 'a state or a text always steps — leave it empty',
  })),
  {
    what: 'stepped = maybe',
    row: { stepped: 'maybe' },
    at: 'stepped',
    en: '"maybe" is not known — one of yes / no',
  },
];
