/** Requests against the examples of the specification, and replies of which every byte that can be known is checked. */
import { describe, expect, it } from 'vitest';
import {
  answers,
  exceptionFault,
  faultIn,
  MAX_READ,
  maskWriteRegister,
  type Request,
  readRequest,
  readWriteRegisters,
  replyLength,
  writeCoil,
  writeCoils,
  writeRegister,
  writeRegisters,
} from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { MODBUS_TABLES } from '../../../../../shared/modbus/register-field.ts';

const UNIT = 0x11;
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (data: Uint8Array): string =>
  Buffer.from(data)
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1 ');
const states = (text: string): boolean[] => text.split('').map(c => c === '1');
const read = (table: (typeof MODBUS_TABLES)[number], offset: number, count: number) =>
  readRequest({ unit: UNIT, table, offset, count });

/** What is asked, its PDU, and the PDU of the right answer (Modbus Application Protocol V1.1b3, the examples of 6). */
const EXAMPLES: readonly (readonly [string, Request, string, string])[] = [
  ['6.1 coils 20–38', read('coil', 19, 19), '01 00 13 00 13', '01 03 cd 6b 05'],
  ['6.2 discrete inputs 197–218', read('discrete', 196, 22), '02 00 c4 00 16', '02 03 ac db 35'],
  ['6.3 holding registers 108–110', read('holding', 107, 3), '03 00 6b 00 03', '03 06 02 2b 00 00 00 64'],
  ['6.4 input register 9', read('input', 8, 1), '04 00 08 00 01', '04 02 00 0a'],
  ['6.5 coil 173 on', writeCoil(UNIT, 172, true), '05 00 ac ff 00', '05 00 ac ff 00'],
  ['6.5 coil 173 off', writeCoil(UNIT, 172, false), '05 00 ac 00 00', '05 00 ac 00 00'],
  ['6.6 register 2 to 3', writeRegister(UNIT, 1, bytes('0003')), '06 00 01 00 03', '06 00 01 00 03'],
  ['6.11 ten coils from 20', writeCoils(UNIT, 19, states('1011001110')), '0f 00 13 00 0a 02 cd 01', '0f 00 13 00 0a'],
  [
    '6.12 two registers from 2',
    writeRegisters(UNIT, 1, bytes('000a0102')),
    '10 00 01 00 02 04 00 0a 01 02',
    '10 00 01 00 02',
  ],
  [
    '6.16 mask of register 5',
    maskWriteRegister(UNIT, 4, { andMask: 0x00f2, orMask: 0x0025 }),
    '16 00 04 00 f2 00 25',
    '16 00 04 00 f2 00 25',
  ],
  // The specification's example reads other registers than it writes; this driver always reads back what it wrote.
  [
    '6.17 registers 15–17 written and read back',
    readWriteRegisters(UNIT, 14, bytes('00ff00ff00ff')),
    '17 00 0e 00 03 00 0e 00 03 06 00 ff 00 ff 00 ff',
    '17 06 00 ff 00 ff 00 ff',
  ],
];
const bodyOf = (pdu: string): Uint8Array => Uint8Array.from([UNIT, ...bytes(pdu)]);

describe('requests', () => {
  it.each(EXAMPLES)('%s are the bytes of the specification', (_what, request, pdu) => {
    expect(hex(request.pdu)).toBe(pdu);
    expect(request.unit).toBe(UNIT);
  });

  it('name addresses and counts by both their bytes', () => {
    expect(hex(read('holding', 0xfedc, 125).pdu)).toBe('03 fe dc 00 7d');
    expect(hex(read('coil', 0xf000, 2_000).pdu)).toBe('01 f0 00 07 d0');
    expect(hex(writeCoil(UNIT, 0xfedc, true).pdu)).toBe('05 fe dc ff 00');
    expect(hex(maskWriteRegister(UNIT, 0xfedc, { andMask: 0xfffe, orMask: 0x8001 }).pdu)).toBe('16 fe dc ff fe 80 01');
  });

  it.each(MODBUS_TABLES)('read as many items of %s as the protocol allows and not one more', table => {
    const most = MAX_READ[table];
    expect(read(table, 65_536 - most, most).reply.length).toBeLessThanOrEqual(253 + 1);
    for (const [offset, count] of [
      [0, most + 1],
      [0, 0],
      [65_536 - most + 1, most],
      [65_536, 1],
      [-1, 1],
    ] as const)
      expect(() => read(table, offset, count)).toThrow(RangeError);
  });

  it('write no more than the protocol allows: 1,968 coils, 123 registers, 121 with reading back', () => {
    const coils = (n: number) => new Array<boolean>(n).fill(true);
    const words = (n: number) => new Uint8Array(n * 2);
    expect(writeCoils(UNIT, 0, coils(1_968)).pdu).toHaveLength(252);
    expect(writeRegisters(UNIT, 0, words(123)).pdu).toHaveLength(252);
    expect(readWriteRegisters(UNIT, 0, words(121)).pdu).toHaveLength(252);
    for (const tooMuch of [
      () => writeCoils(UNIT, 0, coils(1_969)),
      () => writeCoils(UNIT, 0, []),
      () => writeRegisters(UNIT, 0, words(124)),
      () => writeRegisters(UNIT, 65_535, words(2)),
      () => readWriteRegisters(UNIT, 0, words(122)),
      () => writeCoil(UNIT, 65_536, true),
      () => writeRegister(UNIT, 65_536, words(1)),
      () => maskWriteRegister(UNIT, 65_536, { andMask: 0, orMask: 0 }),
    ])
      expect(tooMuch).toThrow(RangeError);
  });
});

describe('faultIn', () => {
  it.each(EXAMPLES)('%s: takes the answer of the specification', (_what, request, _pdu, answer) => {
    expect(faultIn(bodyOf(answer), request)).toBeNull();
  });

  it.each(
    EXAMPLES,
  )('%s: refuses the answer with any byte falsified that can be known', (_what, request, _pdu, answer) => {
    const right = bodyOf(answer);
    // Of a read everything before the data; of a write all that must be echoed.
    const known = request.echo === 0 ? 3 : right.length;
    for (let at = 0; at < known; at++) {
      for (let value = 0; value < 256; value++) {
        const body = right.slice();
        if (body[at] === value) continue;
        body[at] = value;
        expect(faultIn(body, request)?.reason, `byte ${at} = ${value}`).toBe('bad-frame');
      }
    }
  });

  it.each(EXAMPLES)('%s: refuses an answer of any other length', (_what, request, _pdu, answer) => {
    const right = bodyOf(answer);
    for (let length = 0; length < right.length + 4; length++) {
      const body = new Uint8Array(length);
      body.set(right.subarray(0, length));
      if (length === right.length) continue;
      expect(faultIn(body, request)?.reason, `${length} bytes`).toBe('bad-frame');
    }
  });

  it.each(
    EXAMPLES,
  )('%s: takes an exception of this unit and function, three bytes long, and no other', (_what, request) => {
    const code = request.reply.code | 0x80;
    expect(faultIn(Uint8Array.of(UNIT, code, 2), request)).toMatchObject({ reason: 'exception', exceptionCode: 2 });
    for (const body of [
      [UNIT + 1, code, 2],
      [UNIT, code ^ 1, 2],
      [UNIT, code, 2, 0],
      [UNIT, code],
    ])
      expect(faultIn(Uint8Array.from(body), request)).toMatchObject({ reason: 'bad-frame', exceptionCode: null });
  });
});

describe('exceptionFault', () => {
  it('names the codes of the specification, and says the others as they are', () => {
    const said = [1, 2, 3, 4, 5, 6, 8, 10, 11, 0, 12, 255].map(code => exceptionFault(code).message);
    expect(said).toEqual([
      'exception 0x01 illegal function',
      'exception 0x02 illegal data address',
      'exception 0x03 illegal data value',
      'exception 0x04 device failure',
      'exception 0x05 acknowledge',
      'exception 0x06 device busy',
      'exception 0x08 memory parity error',
      'exception 0x0a gateway path unavailable',
      'exception 0x0b gateway target failed to respond',
      'exception 0x00 unknown',
      'exception 0x0c unknown',
      'exception 0xff unknown',
    ]);
  });

  it('takes 10 and 11 for the word of a gateway, and all others for the word of the device', () => {
    const gateways = Array.from({ length: 256 }, (_, code) => code).filter(
      code => exceptionFault(code).reason === 'gateway',
    );
    expect(gateways).toEqual([10, 11]);
  });
});

describe('replyLength', () => {
  it.each(
    EXAMPLES,
  )('%s: is what the answer begins with as soon as three bytes are there', (_what, request, _pdu, answer) => {
    const body = bodyOf(answer);
    expect([0, 1, 2].map(n => replyLength(body.subarray(0, n)))).toEqual([null, null, null]);
    for (let n = 3; n <= body.length; n++) expect(replyLength(body.subarray(0, n))).toBe(request.reply.length);
    expect(replyLength(Uint8Array.of(UNIT, request.reply.code | 0x80, 200))).toBe(3);
  });

  it.each([
    [1, 9, 5],
    [1, 8, 4],
    [2, 2_000, 253],
  ])('of function %i with %i bits is %i', (code, count, length) => {
    expect(read(code === 1 ? 'coil' : 'discrete', 0, count).reply.length).toBe(length);
    expect(replyLength(Uint8Array.of(UNIT, code, length - 3))).toBe(length);
  });
});

describe('answers', () => {
  const asked = { unit: UNIT, code: 3, length: 9 };

  it('is the very shape, or an exception of any length', () => {
    expect(answers(asked, asked)).toBe(true);
    expect(answers({ ...asked, code: 0x83, length: 3 }, asked)).toBe(true);
    for (const other of [{ unit: 1 }, { code: 4 }, { code: 0x84 }, { length: 7 }, { unit: 1, code: 0x83 }])
      expect(answers({ ...asked, ...other }, asked)).toBe(false);
  });
});
