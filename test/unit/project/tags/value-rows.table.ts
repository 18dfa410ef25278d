/** Rows of `tags.csv` that each break one rule about writing or about what a value may be; said as in tag-rows.table.ts. */
import { type BadRow, FLOAT, TEXT } from './tag-rows.table.ts';

const BIT = { address: 'holding:100.3', type: 'bit' };
const SPLIT = { address: 'holding:8*100+holding:10', type: 'float32' };
const NODE = { device: 'UA', address: 'nsu=urn:a;s=X', type: '' };
const CALC = { class: 'CALC', device: '', address: '', type: '' };

export const WRITES: readonly BadRow[] = [
  {
    what: 'a function that writes nothing',
    row: { write: '3' },
    at: 'write',
    en: '"3" is not known — one of 5 / 6 / 15 / 16 / 22 / 23',
  },
  {
    what: 'a coil function on a register',
    row: { write: '5' },
    at: 'write',
    en: 'function 5 cannot write this address — here 6 or 16 or 23 can',
  },
  {
    what: 'a register function on a coil',
    row: { address: 'coil:7', type: 'bit', write: '16' },
    at: 'write',
    en: 'function 16 cannot write this address — here 5 or 15 can',
  },
  {
    what: 'one register written where two are meant',
    row: { ...FLOAT, write: '6' },
    at: 'write',
    en: 'function 6 cannot write this address — here 16 or 23 can',
  },
  {
    what: 'a whole register written where a bit is meant',
    row: { ...BIT, write: '6' },
    at: 'write',
    en: 'function 6 cannot write this address — here 22 can',
  },
  {
    what: 'a bit function on a whole register',
    row: { write: '22' },
    at: 'write',
    en: 'function 22 cannot write this address — here 6 or 16 or 23 can',
  },
  {
    what: 'an input register that is written',
    row: { address: 'input:100', write: '6' },
    at: 'write',
    en: 'function 6 cannot write this address — leave it empty: input is only read',
  },
  {
    what: 'a discrete input that is written',
    row: { address: 'discrete:8', type: 'bit', write: '5' },
    at: 'write',
    en: 'leave it empty: discrete is only read',
  },
  {
    what: 'a bit of an input register that is written',
    row: { address: 'input:100.2', type: 'bit', write: '22' },
    at: 'write',
    en: 'leave it empty: input is only read',
  },
  {
    what: 'a split totaliser that is written',
    row: { ...SPLIT, write: '16' },
    at: 'write',
    en: 'leave it empty: a split totaliser is only read',
  },
  {
    what: 'a text that is written',
    row: { ...TEXT, write: '16' },
    at: 'write',
    en: 'leave it empty: a text is only read',
  },
  {
    what: 'a broadcast that is read',
    row: { device: 'ALL' },
    at: 'write',
    en: 'unit 0 of a serial line is the broadcast, which nobody answers: it cannot be read — give the write function, or take another device',
  },
  {
    what: 'a broadcast by a function that reads as well',
    row: { device: 'ALL', write: '23' },
    at: 'write',
    en: 'function 23 cannot write this address — here 6 or 16 can',
  },
  {
    what: 'a Modbus function on OPC UA',
    row: { ...NODE, write: '6' },
    at: 'write',
    en: '"6" is not known — write opcua',
  },
  {
    what: 'an OPC UA write on Modbus',
    row: { write: 'opcua' },
    at: 'write',
    en: '"opcua" is not known — one of 5 / 6 / 15 / 16 / 22 / 23',
  },
  {
    what: 'a table that rises and falls on a tag that is written',
    row: { write: '6', scaling: 'table 0=0 50=10 100=5' },
    at: 'scaling',
    en: 'the table of a tag that is written rises and falls, so that a value cannot be turned back — values that only rise or only fall, or leave write empty',
  },
  {
    what: 'a table with a flat piece on an OPC UA tag that is written',
    row: { ...NODE, write: 'opcua', scaling: 'table 0=0 50=10 100=10' },
    at: 'scaling',
    en: 'rises and falls',
  },
];

export const VALUES: readonly BadRow[] = [
  {
    what: 'a scaling that is none',
    row: { scaling: '/10' },
    at: 'scaling',
    en: 'scaling "/10" is not understood — write *3600, *0.1-40, linear 4..20 -> 0..6.3, sqrt 4..20 -> 0..1000 or table',
  },
  {
    what: 'a table that does not ascend',
    row: { scaling: 'table 0=0 100=10 50=20' },
    at: 'scaling',
    en: 'the raw values 100, 50 of the table do not ascend — the raw value, before the =, grows from point to point',
  },
  {
    what: 'a clamp that is not yes',
    row: { clamp: 'true', low: '0', high: '1' },
    at: 'clamp',
    en: '"true" is not known — write yes',
  },
  {
    what: 'a clamp without range',
    row: { clamp: 'yes' },
    at: 'clamp',
    en: 'there is no range to clamp to — fill in low and high, or leave clamp empty',
  },
  {
    what: 'a frozen time that is no number',
    row: { frozen_s: '5 min' },
    at: 'frozen_s',
    en: '"5 min" is not a number',
  },
  {
    what: 'a frozen time of less than three scans',
    row: { frozen_s: '2.9' },
    at: 'frozen_s',
    en: 'frozen_s of 2.9 is out of range — 3 to 31536000 s: no less than 3 scans',
  },
  {
    what: 'a frozen time of more than a year',
    row: { frozen_s: '31536001' },
    at: 'frozen_s',
    en: 'frozen_s of 31536001 is out of range',
  },
  {
    what: 'a frozen time of nothing',
    row: { scan_ms: '50', frozen_s: '0' },
    at: 'frozen_s',
    en: 'frozen_s of 0 is out of range — 0.15 to 31536000 s',
  },
  {
    what: 'a fast scan that is slower',
    row: { fast_ms: '1001' },
    at: 'fast_ms',
    en: '"1001" is out of range — a whole number from 50 to 1000',
  },
  {
    what: 'a fast scan below 50 ms',
    row: { fast_ms: '49' },
    at: 'fast_ms',
    en: '"49" is out of range — a whole number from 50 to 1000',
  },
  {
    what: 'a scan of more than an hour',
    row: { scan_ms: '3600001' },
    at: 'scan_ms',
    en: '"3600001" is out of range — a whole number from 50 to 3600000',
  },
  ...(['scaling', 'clamp', 'frozen_s'] as const).map(column => ({
    what: `a text with ${column}`,
    row: { ...TEXT, low: '0', high: '1', [column]: { scaling: '*2', clamp: 'yes', frozen_s: '60' }[column] },
    at: column,
    en: `a text has no "${column}" — leave it empty`,
  })),
  ...(['type', 'order'] as const).map(column => ({
    what: `an OPC UA tag with ${column}`,
    row: { ...NODE, [column]: column === 'type' ? 'float32' : 'AB' },
    at: column,
    en: `an OPC UA tag has no "${column}" — leave it empty; the server tells the type`,
  })),
  {
    what: 'an OPC UA address without namespace',
    row: { ...NODE, address: 'ns=2;s=X' },
    at: 'address',
    en: 'address "ns=2;s=X" is not understood — write nsu=NAMESPACE-URI;s=IDENTIFIER',
  },
  ...(['device', 'address', 'type', 'order', 'write', 'fast_ms', 'frozen_s', 'scaling', 'clamp'] as const).map(
    column => ({
      what: `a calculated tag with ${column}`,
      row: { ...CALC, [column]: 'x' },
      at: column,
      en: `a calculated tag has no "${column}" — leave it empty and define the tag in calculations.yaml`,
    }),
  ),
  {
    what: 'a name of the station itself',
    row: { name: 'SYS.UPTIME' },
    at: 'name',
    en: 'tag name "SYS.UPTIME" begins with SYS. — another name: such tags are made by the station itself',
  },
];
