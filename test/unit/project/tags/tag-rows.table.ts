/**
 * Rows of `tags.csv` whose address breaks one rule each, with the cell at which the complaint stands and its words. The devices are those
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

export const FLOAT = { type: 'float32' };
export const TEXT = { address: 'holding:100x8', type: 'string' };

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
