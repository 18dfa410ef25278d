/**
 * Rows of `tags.csv` that each break one rule, with the cell at which the complaint stands and its words. The devices are those
 * of `tags-file.test.ts`; what a row does not say is what its plain row says: uint16 at holding:100 of TCP, 1000 ms.
 */

export type Row = Readonly<Record<string, string>>;

export interface BadRow {
  readonly what: string;
  readonly row: Row;
  /** Column of the cell that is complained about. */
  readonly at: string;
  readonly en: string;
}

const FLOAT = { type: 'float32' };
const BIT = { address: 'holding:100.3', type: 'bit' };
const TEXT = { address: 'holding:100x8', type: 'string' };
const SPLIT = { address: 'holding:8*100+holding:10', type: 'float32' };
const NODE = { device: 'UA', address: 'nsu=urn:a;s=X', type: '' };
const CALC = { class: 'CALC', device: '', address: '', type: '' };

export const FORMS: readonly BadRow[] = [
  {
    what: 'an address that is none',
    row: { address: 'holdng:100' },
    at: 'address',
    en: 'address "holdng:100" is not understood — write coil:N,',
  },
  {
    what: 'register 0 of a device that counts from 1',
    row: { device: 'ONE', address: 'holding:0' },
    at: 'address',
    en: 'address "holding:0" is not understood — write coil:N, discrete:N, input:N or holding:N with N from 1 to 65536',
  },
  {
    what: 'a bit that a register does not have',
    row: { address: 'holding:100.16', type: 'bit' },
    at: 'address',
    en: 'address "holding:100.16" has no such bit — bits are 0 to 15, 0 is the least significant',
  },
  {
    what: 'a bit of a coil',
    row: { address: 'coil:7.1', type: 'bit' },
    at: 'address',
    en: 'has no such bit — a coil or discrete input is a bit itself: leave the dot and the number away',
  },
  {
    what: 'a bit that is not named',
    row: { type: 'bit' },
    at: 'address',
    en: 'which bit of "holding:100" is not said — write holding:100.0 to holding:100.15, 0 is the least significant; a whole register has the type uint16',
  },
  {
    what: 'a bit of a register that is a number',
    row: { address: 'holding:100.3' },
    at: 'type',
    en: 'holding:100.3 cannot hold uint16 — write bit',
  },
  {
    what: 'a number in a coil',
    row: { address: '00008', ...FLOAT },
    at: 'type',
    en: 'coil cannot hold float32 — write bit',
  },
  {
    what: 'a text in a discrete input',
    row: { address: 'discrete:8', type: 'string' },
    at: 'type',
    en: 'discrete cannot hold string — write bit',
  },
  {
    what: 'a text without length',
    row: { type: 'string' },
    at: 'address',
    en: 'how long the text "holding:100" is, is not said — write holding:100x8 for eight registers with two characters each',
  },
  {
    what: 'a length of something that is no text',
    row: { address: 'holding:100x8' },
    at: 'type',
    en: 'holding:100x8 is a text, not uint16 — write string, or leave the x and the length away',
  },
  {
    what: 'a text of no registers',
    row: { address: 'holding:100x0', type: 'string' },
    at: 'address',
    en: 'a text of 0 registers cannot be — 1 to 125 registers',
  },
  {
    what: 'a text longer than a request',
    row: { address: 'holding:100x126', type: 'string' },
    at: 'address',
    en: 'a text of 126 registers cannot be — 1 to 125 registers',
  },
  {
    what: 'an unknown type',
    row: { type: 'uint24' },
    at: 'type',
    en: '"uint24" is not known — one of bit / uint16 / int16 / uint32 / int32 / uint64 / int64 / float16 / float32 / float64 / bcd16 / bcd32 / bcd64 / string',
  },
  {
    what: 'no type',
    row: { type: '' },
    at: 'type',
    en: '"type" is empty — one of bit',
  },
];

export const ORDERS: readonly BadRow[] = [
  {
    what: 'an order of too many bytes',
    row: { order: 'CDAB' },
    at: 'order',
    en: 'uint16 has no byte order "CDAB" — uint16 has 2 bytes: AB / BA, empty for AB',
  },
  {
    what: 'an order of too few bytes',
    row: { type: 'float64', order: 'CDAB' },
    at: 'order',
    en: 'float64 has no byte order "CDAB" — float64 has 8 bytes: ABCDEFGH / GHEFCDAB / BADCFEHG / HGFEDCBA / EFGHABCD / CDABGHEF / FEHGBADC / DCBAHGFE, empty for ABCDEFGH',
  },
  {
    what: 'an order that no meter has',
    row: { ...FLOAT, order: 'ACBD' },
    at: 'order',
    en: 'float32 has no byte order "ACBD" — float32 has 4 bytes: ABCD / CDAB / BADC / DCBA, empty for ABCD',
  },
  {
    what: 'an order of words in a text',
    row: { ...TEXT, order: 'CDAB' },
    at: 'order',
    en: 'string has no byte order "CDAB" — each register of it has 2 bytes: AB / BA, empty for AB',
  },
  {
    what: 'an order of a coil',
    row: { address: 'coil:7', type: 'bit', order: 'BA' },
    at: 'order',
    en: 'a coil or discrete input has no order of bytes — leave it empty',
  },
];

export const SPANS: readonly BadRow[] = [
  {
    what: 'a wide value in the last register',
    row: { address: 'holding:65535', ...FLOAT },
    at: 'address',
    en: 'a value of 2 registers reaches past the last one — at most holding:65534',
  },
  {
    what: 'a wide value in the last registers of a device that counts from 1',
    row: { device: 'ONE', address: 'input:65534', type: 'uint64' },
    at: 'address',
    en: 'a value of 4 registers reaches past the last one — at most input:65533',
  },
  {
    what: 'a second part in the last register',
    row: { address: 'holding:65530*1+holding:65535:float32', type: 'uint16' },
    at: 'address',
    en: 'a value of 2 registers reaches past the last one — at most holding:65534',
  },
  {
    what: 'a value wider than a request of its device',
    row: { device: 'SMALL', address: 'holding:100x5', type: 'string' },
    at: 'address',
    en: 'the value spans 5 registers, and the device reads 4 at once — at most 4 registers',
  },
  {
    what: 'parts that no request of the device reads together',
    row: { device: 'SMALL', address: 'holding:100*100+holding:103', ...FLOAT },
    at: 'address',
    en: 'the value spans 5 registers, and the device reads 4 at once — one request must read both, because between two requests the meter may carry over',
  },
  {
    what: 'parts that no request at all reads together',
    row: { address: 'holding:0*100+holding:124', ...FLOAT },
    at: 'address',
    en: 'the value spans 126 registers, and the device reads 125 at once — one request must read both',
  },
  {
    what: 'parts in different tables',
    row: { address: 'holding:8*100+input:10', ...FLOAT },
    at: 'address',
    en: 'the two parts of the totaliser lie in different tables — one request must read both, because between two requests the meter may carry over',
  },
  {
    what: 'parts that share a register',
    row: { address: 'holding:8*100+holding:9', ...FLOAT },
    at: 'address',
    en: 'the two parts of the totaliser share registers — 2 registers of the first part and 2 of the second, apart from each other',
  },
  {
    what: 'a second part of an unknown type',
    row: { address: 'holding:8*100+holding:10:double', ...FLOAT },
    at: 'address',
    en: 'the second part cannot be "double" — one of uint16 / int16 / uint32 / int32 / uint64 / int64 / float16 / float32 / float64 / bcd16 / bcd32 / bcd64',
  },
  {
    what: 'a second part that is a text',
    row: { address: 'holding:8*100+holding:10:string', ...FLOAT },
    at: 'address',
    en: 'the second part cannot be "string"',
  },
  {
    what: 'a second part in an order of another width',
    row: { address: 'holding:8*100+holding:10:uint16:CDAB', ...FLOAT },
    at: 'address',
    en: 'uint16 has no byte order "CDAB" — uint16 has 2 bytes: AB / BA, empty for AB',
  },
  {
    what: 'a factor of nothing',
    row: { address: 'holding:8*0+holding:10', ...FLOAT },
    at: 'address',
    en: 'factor "0" is none — a number above 0, such as 100',
  },
  {
    what: 'parts that are bits',
    row: { address: 'coil:8*2+coil:9', type: 'bit' },
    at: 'type',
    en: 'a split totaliser cannot be a bit — write a type of number such as uint32 or float32',
  },
  {
    what: 'parts that are texts',
    row: { address: 'holding:8*2+holding:9', type: 'string' },
    at: 'type',
    en: 'a split totaliser cannot be a string',
  },
  {
    what: 'a register that must not be read',
    row: { device: 'SMALL', address: 'holding:205' },
    at: 'address',
    en: 'holding:205 lies in the forbidden holding:200-210 — change the address, or the limits in station.yaml',
  },
  {
    what: 'a wide value that reaches into a forbidden range',
    row: { device: 'SMALL', address: 'holding:199', type: 'uint32' },
    at: 'address',
    en: 'holding:199 lies in the forbidden holding:200-210',
  },
  {
    what: 'parts with a forbidden register between them',
    row: { device: 'SMALL', address: 'input:49*100+input:51', type: 'uint16' },
    at: 'address',
    en: 'lies in the forbidden input:50 — change',
  },
  {
    what: 'a coil that must not be read, by another notation, of a device that counts from 1',
    row: { device: 'ONE', address: '00007', type: 'bit' },
    at: 'address',
    en: '00007 lies in the forbidden coil:7 — change',
  },
];

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
