import { describe, expect, it } from 'vitest';
import type { ProjectTag, WriteFunction } from '../../../main/project/types.ts';
import { answer, type Slave } from '../../../main/simulator/servers/modbus-pdu.ts';
import { RegisterImage } from '../../../main/simulator/servers/register-image.ts';
import { QUIET_MS, RtuBus, withCrc } from '../../../main/simulator/servers/rtu-bus.ts';
import { registersIn } from '../../../shared/modbus/register-codec.ts';
import type { ByteOrder, ValueType } from '../../../shared/modbus/register-field.ts';
import { fieldTags } from './demo-plant.ts';

const template = fieldTags.find(t => t.name === 'PT-1101');
if (template === undefined) throw new Error('the demo project has no PT-1101');

function tag(
  name: string,
  at: {
    table?: 'holding' | 'coil' | 'discrete';
    offset: number;
    type: ValueType;
    order?: ByteOrder;
    bit?: number;
    write?: WriteFunction;
  },
): ProjectTag {
  const { table = 'holding', offset, type, write, bit } = at;
  const order = at.order ?? (registersIn({ type }) === 1 ? 'AB' : 'CDAB');
  const address = {
    kind: 'modbus',
    table,
    offset,
    type,
    order,
    ...(bit === undefined ? {} : { bit }),
    ...(write === undefined ? {} : { writeFunction: write }),
  } as const;
  return { ...(template as ProjectTag), name, address, writable: write !== undefined };
}

function slaveOf(tags: readonly ProjectTag[], written: [string, number][] = [], accepts = true): Slave {
  const write = (name: string, value: number): boolean => {
    written.push([name, value]);
    return accepts;
  };
  return { unit: 1, image: new RegisterImage(tags), write };
}

const pdu = (...bytes: number[]): Buffer => Buffer.from(bytes);

describe('register image', () => {
  it.each([
    ['ABCD', '42f6e979'],
    ['CDAB', 'e97942f6'],
    ['BADC', 'f64279e9'],
    ['DCBA', '79e9f642'],
  ] as const)('puts 123.456 on the wire in order %s', (order, hex) => {
    const slave = slaveOf([tag('X', { offset: 0, type: 'float32', order })]);
    slave.image.set('X', 123.456);
    expect(answer(slave, pdu(3, 0, 0, 0, 2)).toString('hex')).toBe(`0304${hex}`);
    expect(slave.image.get('X')).toBeCloseTo(123.456, 4);
  });

  it('keeps every metre of a total above 2^24', () => {
    const slave = slaveOf([tag('X', { offset: 0, type: 'uint32' })]);
    for (const total of [16_777_217, 4_294_967_295, 0]) {
      slave.image.set('X', total);
      expect(slave.image.get('X')).toBe(total);
    }
  });

  it('tells the value as its registers have it, not as it was put in', () => {
    const { image } = slaveOf([tag('X', { offset: 0, type: 'float32' })]);
    image.set('X', 1 + 1e-12);
    expect(image.get('X')).toBe(1);
  });
});

describe('modbus slave', () => {
  const tags = [
    tag('A', { offset: 0, type: 'uint16' }),
    tag('B', { offset: 4, type: 'uint16' }),
    tag('FAR', { offset: 100, type: 'uint16' }),
    tag('C', { offset: 200, type: 'uint16', write: 6 }),
    tag('F', { offset: 201, type: 'float32', write: 16 }),
    tag('K', { table: 'coil', offset: 3, type: 'bit', write: 5 }),
    tag('D', { table: 'discrete', offset: 0, type: 'bit' }),
    tag('E', { table: 'discrete', offset: 9, type: 'bit' }),
  ];

  it('reads a small gap between tags as 0 and answers exception 2 outside', () => {
    const slave = slaveOf(tags);
    slave.image.set('A', 7);
    slave.image.set('B', 9);
    expect(answer(slave, pdu(3, 0, 0, 0, 5)).toString('hex')).toBe('030a00070000000000000009');
    expect(answer(slave, pdu(3, 0, 0, 0, 101))).toEqual(pdu(0x83, 2));
    expect(answer(slave, pdu(4, 0, 0, 0, 1))).toEqual(pdu(0x84, 2));
  });

  it('packs bits low first', () => {
    const slave = slaveOf(tags);
    slave.image.set('D', 1);
    slave.image.set('E', 1);
    expect(answer(slave, pdu(2, 0, 0, 0, 10))).toEqual(pdu(2, 2, 0b01, 0b10));
  });

  it('answers exception 3 to counts and lengths that cannot be, 1 to unknown functions', () => {
    const slave = slaveOf(tags);
    expect(answer(slave, pdu(3, 0, 0, 0, 0))).toEqual(pdu(0x83, 3));
    expect(answer(slave, pdu(3, 0, 0, 0, 126))).toEqual(pdu(0x83, 3));
    expect(answer(slave, pdu(1, 0, 0, 0x07, 0xd1))).toEqual(pdu(0x81, 3));
    expect(answer(slave, pdu(3, 0, 0))).toEqual(pdu(0x83, 3));
    expect(answer(slave, pdu(16, 0, 200, 0, 1, 4, 0, 0, 0, 0))).toEqual(pdu(0x90, 3));
    expect(answer(slave, pdu(43, 14, 1, 0))).toEqual(pdu(0xab, 1));
    expect(answer(slave, pdu(0x83))).toEqual(pdu(0x83, 1));
  });

  it('writes with functions 5, 6, 15 and 16 what is writable, whole values only', () => {
    const written: [string, number][] = [];
    const slave = slaveOf(tags, written);
    expect(answer(slave, pdu(5, 0, 3, 0xff, 0))).toEqual(pdu(5, 0, 3, 0xff, 0));
    expect(answer(slave, pdu(15, 0, 3, 0, 1, 1, 0))).toEqual(pdu(15, 0, 3, 0, 1));
    expect(answer(slave, pdu(6, 0, 200, 0, 2))).toEqual(pdu(6, 0, 200, 0, 2));
    expect(answer(slave, pdu(16, 0, 201, 0, 2, 4, 0, 0, 0x3f, 0x80))).toEqual(pdu(16, 0, 201, 0, 2));
    expect(written).toEqual([
      ['K', 1],
      ['K', 0],
      ['C', 2],
      ['F', 1],
    ]);
    expect(answer(slave, pdu(6, 0, 201, 0, 2))).toEqual(pdu(0x86, 3));
    expect(answer(slave, pdu(6, 0, 0, 0, 2))).toEqual(pdu(0x86, 2));
    expect(answer(slave, pdu(5, 0, 3, 0x12, 0))).toEqual(pdu(0x85, 3));
  });

  it('answers exception 3 when the device refuses the value', () => {
    expect(answer(slaveOf(tags, [], false), pdu(6, 0, 200, 0, 9))).toEqual(pdu(0x86, 3));
  });
});

describe('function 22, mask write', () => {
  const bits = [
    tag('LOW', { offset: 10, type: 'bit', bit: 0, write: 22 }),
    tag('HIGH', { offset: 10, type: 'bit', bit: 15, order: 'AB', write: 22 }),
    tag('SWAPPED', { offset: 11, type: 'bit', bit: 0, order: 'BA', write: 22 }),
    tag('LOCKED', { offset: 11, type: 'bit', bit: 1 }),
    tag('WORD', { offset: 12, type: 'uint16', write: 6 }),
    tag('WIDE', { offset: 13, type: 'uint32', write: 16 }),
    tag('VIEW', { offset: 10, type: 'uint16' }),
  ];

  it('writes the bits that the AND mask leaves out, and no others', () => {
    const written: [string, number][] = [];
    const slave = slaveOf(bits, written);
    slave.image.set('HIGH', 1);
    // The example of the specification, 6.16: only what AND leaves out becomes OR.
    const setLow = pdu(22, 0, 10, 0xff, 0xfe, 0x00, 0x01);
    expect(answer(slave, setLow)).toEqual(setLow);
    const clearHigh = pdu(22, 0, 10, 0x7f, 0xff, 0x7f, 0xff);
    expect(answer(slave, clearHigh)).toEqual(clearHigh);
    const swapped = pdu(22, 0, 11, 0xfe, 0xff, 0x01, 0x00);
    expect(answer(slave, swapped)).toEqual(swapped);
    expect(written).toEqual([
      ['LOW', 1],
      ['HIGH', 0],
      ['SWAPPED', 1],
    ]);
  });

  it('writes into a whole register what its bits become', () => {
    const written: [string, number][] = [];
    const slave = slaveOf(bits, written);
    slave.image.set('WORD', 0x12);
    // 0x12, AND 0xF2, OR 0x25: 0x17 (6.16).
    answer(slave, pdu(22, 0, 12, 0x00, 0xf2, 0x00, 0x25));
    expect(written).toEqual([['WORD', 0x17]]);
  });

  it('leaves all as it is when it means no bit', () => {
    const written: [string, number][] = [];
    const nothing = pdu(22, 0, 10, 0xff, 0xff, 0xff, 0xff);
    expect(answer(slaveOf(bits, written), nothing)).toEqual(nothing);
    expect(written).toEqual([]);
  });

  it('is refused for bits that are only read, half a wide value, what does not exist, and another length', () => {
    const written: [string, number][] = [];
    const slave = slaveOf(bits, written);
    expect(answer(slave, pdu(22, 0, 10, 0xff, 0xfd, 0, 2))).toEqual(pdu(0x96, 2));
    expect(answer(slave, pdu(22, 0, 11, 0xff, 0xfd, 0, 2))).toEqual(pdu(0x96, 2));
    expect(answer(slave, pdu(22, 0, 13, 0xff, 0xfe, 0, 1))).toEqual(pdu(0x96, 2));
    expect(answer(slave, pdu(22, 9, 0, 0xff, 0xfe, 0, 1))).toEqual(pdu(0x96, 2));
    expect(answer(slave, pdu(22, 0, 10, 0xff, 0xfe, 0))).toEqual(pdu(0x96, 3));
    expect(written).toEqual([]);
    expect(answer(slaveOf(bits, [], false), pdu(22, 0, 10, 0xff, 0xfe, 0, 1))).toEqual(pdu(0x96, 3));
  });

  it('and whole writes reach the bits of a register, also beside a view that is only read', () => {
    const written: [string, number][] = [];
    const slave = slaveOf(bits, written);
    expect(answer(slave, pdu(6, 0, 10, 0x80, 0x00))).toEqual(pdu(6, 0, 10, 0x80, 0x00));
    expect(written).toEqual([
      ['LOW', 0],
      ['HIGH', 1],
    ]);
  });
});

describe('function 23, write and read', () => {
  /** A device that takes every value and shows it. */
  const obedient = (): Slave => {
    const slave = slaveOf([
      tag('A', { offset: 0, type: 'uint16' }),
      tag('SP', { offset: 1, type: 'float32', order: 'ABCD', write: 23 }),
      tag('B', { offset: 9, type: 'uint16' }),
    ]);
    return {
      ...slave,
      write: (name, value) => {
        slave.image.set(name, value);
        return true;
      },
    };
  };

  it('reads what it has just written', () => {
    const slave = obedient();
    slave.image.set('A', 7);
    const request = pdu(23, 0, 0, 0, 4, 0, 1, 0, 2, 4, 0x3f, 0xc0, 0, 0);
    expect(answer(slave, request).toString('hex')).toBe('1708 0007 3fc0 0000 0000'.replaceAll(' ', ''));
    expect(slave.image.get('SP')).toBe(1.5);
  });

  it.each([
    ['a read of what does not exist', [23, 0, 0, 0, 99, 0, 1, 0, 2, 4, 0x3f, 0xc0, 0, 0], 2],
    ['a write of what does not exist', [23, 0, 0, 0, 1, 9, 1, 0, 2, 4, 0x3f, 0xc0, 0, 0], 2],
    ['a write of what is only read', [23, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 1], 2],
    ['a write that begins in what is only read', [23, 0, 0, 0, 1, 0, 0, 0, 3, 6, 0, 1, 0x3f, 0xc0, 0, 0], 2],
    ['half a value', [23, 0, 0, 0, 1, 0, 1, 0, 1, 2, 0, 1], 3],
    ['no register to read', [23, 0, 0, 0, 0, 0, 1, 0, 2, 4, 0x3f, 0xc0, 0, 0], 3],
    ['126 registers to read', [23, 0, 0, 0, 126, 0, 1, 0, 2, 4, 0x3f, 0xc0, 0, 0], 3],
    ['a count of bytes that is wrong', [23, 0, 0, 0, 1, 0, 1, 0, 2, 3, 0x3f, 0xc0, 0, 0], 3],
    ['bytes that are missing', [23, 0, 0, 0, 1, 0, 1, 0, 2, 4, 0x3f, 0xc0, 0], 3],
    ['nearly nothing', [23, 0, 0], 3],
    ['122 registers to write', [23, 0, 0, 0, 1, 0, 1, 0, 122, 244, ...Array<number>(244).fill(0)], 3],
  ] as const)('is refused for %s, and writes nothing', (_what, request, code) => {
    const slave = obedient();
    expect(answer(slave, pdu(...request))).toEqual(pdu(0x97, code));
    expect(slave.image.get('SP')).toBe(0);
  });
});

describe('RTU line', () => {
  const slave = slaveOf([tag('A', { offset: 0, type: 'uint16', write: 6 })]);
  const request = withCrc(pdu(1, 3, 0, 0, 0, 1));

  it('answers a frame that arrives byte by byte, once', () => {
    const bus = new RtuBus([slave]);
    const replies = [...request].flatMap((byte, i) => bus.feed(Buffer.from([byte]), i));
    expect(replies.map(r => r.frame.toString('hex'))).toEqual([withCrc(pdu(1, 3, 2, 0, 0)).toString('hex')]);
  });

  it('answers two frames in one segment', () => {
    expect(new RtuBus([slave]).feed(Buffer.concat([request, request]), 0)).toHaveLength(2);
  });

  it('knows where requests of functions 22 and 23 end', () => {
    const bus = new RtuBus([slave]);
    const mask = withCrc(pdu(1, 22, 0, 0, 0xff, 0xfe, 0, 1));
    const both = withCrc(pdu(1, 23, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 5));
    const frames = bus.feed(Buffer.concat([mask, both, request]), 0).map(r => r.frame);
    expect(frames.map(f => f[1])).toEqual([22, 23, 3]);
    const fresh = new RtuBus([slave]);
    expect([...both].flatMap((byte, i) => fresh.feed(Buffer.from([byte]), i))).toHaveLength(1);
  });

  it('is silent to unknown units, wrong CRC and broadcast, and obeys the broadcast', () => {
    const written: [string, number][] = [];
    const bus = new RtuBus([slaveOf([tag('A', { offset: 0, type: 'uint16', write: 6 })], written)]);
    expect(bus.feed(withCrc(pdu(9, 3, 0, 0, 0, 1)), 0)).toEqual([]);
    const broken = Buffer.from(request);
    broken[7] = (broken[7] ?? 0) ^ 1;
    expect(bus.feed(broken, 500)).toEqual([]);
    expect(bus.feed(withCrc(pdu(0, 6, 0, 0, 0, 5)), 1000)).toEqual([]);
    expect(written).toEqual([['A', 5]]);
    expect(bus.feed(request, 2000)).toHaveLength(1);
  });

  it('forgets half a frame after a quiet time', () => {
    const bus = new RtuBus([slave]);
    bus.feed(request.subarray(0, 5), 0);
    expect(bus.feed(request, QUIET_MS + 1)).toHaveLength(1);
  });

  it('answers exception 1 to a function it does not have', () => {
    const replies = new RtuBus([slave]).feed(withCrc(pdu(1, 17)), 0);
    expect(replies[0]?.frame).toEqual(withCrc(pdu(1, 0x91, 1)));
  });

  it('survives any bytes', () => {
    const bus = new RtuBus([slave]);
    let seed = 1;
    for (let i = 0; i < 5000; i += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      bus.feed(Buffer.from([seed & 255, (seed >> 8) & 255, (seed >> 16) & 255]), i);
    }
    expect(bus.feed(request, 1e6)).toHaveLength(1);
  });
});
