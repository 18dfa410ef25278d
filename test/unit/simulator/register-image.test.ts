/** What the demo field puts into registers is what a client with the same project makes of it. */
import { describe, expect, it } from 'vitest';
import type { ModbusAddress, Scaling } from '../../../main/project/types.ts';
import { RegisterImage } from '../../../main/simulator/servers/register-image.ts';
import { toRaw } from '../../../main/tags/scaling.ts';
import { bytesIn, exactReaderOf, ordersOf, rangeOf, spanReaderOf } from '../../../shared/modbus/register-codec.ts';
import { type RegisterField, VALUE_TYPES } from '../../../shared/modbus/register-field.ts';
import { projectTag } from '../../kit/project-parts.ts';

type Place = Partial<ModbusAddress> & { readonly scaling?: Scaling };

const addressOf = ({ scaling: _none, ...place }: Place): ModbusAddress => ({
  kind: 'modbus',
  table: 'holding',
  offset: 0,
  type: 'uint16',
  order: ordersOf(place.type ?? 'uint16')[0],
  ...place,
});

function imageOf(...places: Place[]): RegisterImage {
  return new RegisterImage(
    places.map((place, i) => projectTag(i, { address: addressOf(place), scaling: place.scaling ?? null })),
  );
}

const hex = (image: RegisterImage, offset: number, count: number): string =>
  image.span('holding', offset, count)?.toString('hex') ?? 'nothing';

const NUMBERS = VALUE_TYPES.filter(type => type !== 'bit' && type !== 'string');
const EVERY = NUMBERS.flatMap(type => ordersOf(type).map(order => ({ type, order })));

describe('register image', () => {
  it.each(EVERY)('serves $type in the order $order', ({ type, order }) => {
    const image = imageOf({ type, order, offset: 3 });
    for (const value of [0, 1, 1_234]) {
      image.set('T-0', value);
      const bytes = image.span('holding', 3, bytesIn({ type }) / 2) ?? Buffer.alloc(0);
      expect(spanReaderOf({ offset: 3, type, order })(bytes, 0)).toBe(value);
      expect(image.get('T-0')).toBe(value);
    }
  });

  it.each(NUMBERS)('holds a number that does not fit into %s at the end of it', type => {
    const image = imageOf({ type });
    const [least, most] = rangeOf(type)?.map(Number) ?? [];
    image.set('T-0', 1e300);
    const high = image.get('T-0');
    image.set('T-0', -1e300);
    const low = image.get('T-0');
    expect([Number.isFinite(high), Number.isFinite(low)]).toEqual([true, true]);
    if (least !== undefined) expect([low, high]).toEqual([least, most]);
    else expect(low).toBe(-high);
  });

  it('sets a bit of a register and leaves its neighbours', () => {
    const image = imageOf(
      { type: 'bit', bit: 0, order: 'AB' },
      { type: 'bit', bit: 15, order: 'AB' },
      { type: 'bit', bit: 0, order: 'BA', offset: 1 },
      { type: 'uint16' },
    );
    image.set('T-3', 0x0ff0);
    for (const tag of ['T-0', 'T-1', 'T-2']) image.set(tag, 1);
    expect(hex(image, 0, 2)).toBe('8ff10100');
    expect(image.get('T-3')).toBe(0x8ff1);
    image.set('T-1', 0);
    expect(hex(image, 0, 1)).toBe('0ff1');
    expect(['T-0', 'T-1', 'T-2'].map(tag => image.get(tag))).toEqual([1, 0, 1]);
  });

  it('serves a text in either order: the name of its tag, filled up with zeros or cut', () => {
    const image = imageOf(
      { type: 'string', length: 3 },
      { type: 'string', length: 3, offset: 3, order: 'BA' },
      { type: 'string', length: 1, offset: 6 },
    );
    expect(hex(image, 0, 7)).toBe('542d300000002d5400310000542d');
    const text = (field: RegisterField) =>
      exactReaderOf(field, bytes => Buffer.from(bytes).toString('latin1'))?.(
        image.span('holding', 0, 7) ?? Buffer.alloc(0),
        field.offset * 2,
      );
    expect(text({ type: 'string', length: 3, offset: 0, order: 'AB' })).toBe('T-0');
    expect(text({ type: 'string', length: 3, offset: 3, order: 'BA' })).toBe('T-1');
    image.set('T-0', 5);
    expect(hex(image, 0, 1)).toBe('542d');
    expect(image.get('T-0')).toBeNaN();
  });
});

describe('a totaliser in two parts', () => {
  const float = (offset: number): RegisterField => ({ offset, type: 'float32', order: 'CDAB' });

  it('hundreds and rest in floats: exact where one float is not', () => {
    const image = imageOf({ offset: 8, type: 'float32', order: 'CDAB', split: { factor: 100, plus: float(10) } });
    for (const total of [0, 99.5, 100, 61_200_411.25, 1_600_000_099]) {
      image.set('T-0', total);
      expect(image.get('T-0')).toBe(total);
      const bytes = image.span('holding', 8, 4) ?? Buffer.alloc(8);
      const rest = spanReaderOf(float(0))(bytes, 4);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(rest).toBeLessThan(100);
    }
  });

  it('leaves to the second part what the first cannot say', () => {
    const image = imageOf({ offset: 8, type: 'float32', order: 'CDAB', split: { factor: 100, plus: float(10) } });
    // A float32 has no odd numbers above 2^24: 17,000,001 hundreds are 17,000,000 hundreds and 100 more.
    image.set('T-0', 1_700_000_150);
    expect(image.get('T-0')).toBe(1_700_000_150);
  });

  it('whole cubic metres with the low word first, and a fraction', () => {
    const image = imageOf({ offset: 8, type: 'uint32', order: 'CDAB', split: { factor: 1, plus: float(10) } });
    image.set('T-0', 33_920_077.5);
    // 33,920,077 = 0x0205944D; 0.5 = 0x3F000000.
    expect(hex(image, 8, 4)).toBe('944d020500003f00');
    expect(image.get('T-0')).toBe(33_920_077.5);
  });

  it('carries over when the second part rounds up to a whole first one', () => {
    const plus: RegisterField = { offset: 2, type: 'bcd16', order: 'AB' };
    const image = imageOf({ offset: 0, type: 'bcd32', order: 'ABCD', split: { factor: 10_000, plus } });
    image.set('T-0', 1_239_999.7);
    expect(hex(image, 0, 3)).toBe('000001240000');
    image.set('T-0', 1_239_999.2);
    expect(hex(image, 0, 3)).toBe('000001239999');
  });

  it('lies in one block, so that one request reads both and what is between them', () => {
    const image = imageOf({ offset: 50, type: 'uint16', split: { factor: 1, plus: float(10) } });
    expect(hex(image, 10, 41)).toHaveLength(164);
    expect(hex(image, 9, 1)).toBe('nothing');
    expect(image.pointsIn('holding', 30, 1)).toHaveLength(1);
  });
});

describe('a scaled value', () => {
  it('is in the registers what scales back to it, and is told as they have it', () => {
    const image = imageOf({ type: 'int16', scaling: { kind: 'linear', gain: 0.1, offset: 0 } });
    image.set('T-0', -12.34);
    expect(hex(image, 0, 1)).toBe('ff85');
    expect(image.get('T-0')).toBeCloseTo(-12.3, 12);
  });

  it('may go by a root or a table', () => {
    const root: Scaling = { kind: 'sqrt', rawLow: 0, rawHigh: 27_648, low: 0, high: 1_000 };
    const table: Scaling = { kind: 'table', raw: [0, 50, 100], value: [0, 12.5, 30] };
    const image = imageOf({ scaling: root }, { offset: 1, scaling: table });
    image.set('T-0', 500);
    image.set('T-1', 30);
    expect(hex(image, 0, 2)).toBe(`${(6_912).toString(16)}${(100).toString(16).padStart(4, '0')}`);
    expect([image.get('T-0'), image.get('T-1')]).toEqual([500, 30]);
    expect(toRaw(root, 500)).toBe(6_912);
  });

  it('of a coil may be turned round', () => {
    const image = new RegisterImage([
      projectTag(0, {
        address: addressOf({ table: 'coil', type: 'bit' }),
        scaling: { kind: 'linear', gain: -1, offset: 1 },
      }),
    ]);
    image.set('T-0', 1);
    expect(image.span('coil', 0, 1)).toEqual(Buffer.from([0]));
    expect(image.get('T-0')).toBe(1);
    image.set('T-0', 0);
    expect(image.span('coil', 0, 1)).toEqual(Buffer.from([1]));
  });
});
