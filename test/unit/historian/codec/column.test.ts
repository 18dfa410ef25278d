import { expect, test } from 'vitest';
import {
  decodeColumn,
  decodeSample,
  decodeValues,
  encodeColumn,
} from '../../../../main/historian/codec/column/column.ts';
import { converterGains } from '../../../../main/historian/codec/numbers/converters.ts';
import type { Column } from '../../../../main/historian/samples.ts';
import { historySamples, type Signal, signal } from '../../../kit/history-samples.ts';
import { seededRandom } from '../../../kit/random.ts';

const GOOD = 0x201;
const CHUNK = 2048;

const bytesOf = (list: Float64Array | Uint16Array): Uint8Array =>
  new Uint8Array(list.buffer, list.byteOffset, list.byteLength);

/** Compares bits, fast: `expect` on a million numbers takes minutes. */
function expectSame(got: Column, wanted: Column): void {
  expect(Buffer.compare(bytesOf(got.v), bytesOf(wanted.v))).toBe(0);
  expect(Buffer.compare(bytesOf(got.q), bytesOf(wanted.q))).toBe(0);
  if (wanted.exact) expect(got.exact && [...got.exact].sort(byPosition)).toEqual([...wanted.exact].sort(byPosition));
  else expect(got.exact).toBeUndefined();
}

const byPosition = (a: readonly [number, unknown], b: readonly [number, unknown]): number => a[0] - b[0];

function columnOf(v: ArrayLike<number>, q: ArrayLike<number> = new Uint16Array(v.length).fill(GOOD)): Column {
  return { v: Float64Array.from(v), q: Uint16Array.from(q) };
}

function signalColumn(kind: Signal, count = CHUNK): Column {
  const next = signal(kind, seededRandom(1));
  return columnOf(Array.from({ length: count }, next));
}

test('every column comes back bit by bit, however nasty', () => {
  for (const samples of historySamples({ seed: 1, total: 400_000, largest: 3000 })) {
    const bytes = encodeColumn(samples, { gains: [{ gain: 16 / 27648, offset: 0 }] });
    expectSame(decodeColumn(bytes, samples.v.length), samples);
  }
});

test('one sample of a column is the same as in all of it, however nasty', () => {
  const random = seededRandom(5);
  for (const samples of historySamples({ seed: 2, total: 120_000, largest: 3000 })) {
    const bytes = encodeColumn(samples, { gains: [{ gain: 16 / 27648, offset: 0 }] });
    const count = samples.v.length;
    for (const index of [0, count - 1, ...Array.from({ length: 4 }, () => Math.floor(random() * count))]) {
      const { v, q, exact } = decodeSample(bytes, { count, index });
      expectSame(columnOf([v], [q]), columnOf([samples.v[index] ?? 0], [samples.q[index] ?? 0]));
      expect(exact).toBe(samples.exact?.get(index));
    }
  }
});

test('the values of a column alone are the same as in all of it, however nasty', () => {
  for (const column of historySamples({ seed: 6, total: 60_000, largest: 3_000 })) {
    const bytes = encodeColumn(column);
    expect(Buffer.compare(bytesOf(decodeValues(bytes, column.v.length)), bytesOf(column.v))).toBe(0);
  }
});

test('a column of no samples comes back', () => {
  expectSame(decodeColumn(encodeColumn(columnOf([])), 0), columnOf([]));
});

test('an array that begins in the middle of its buffer is encoded from there', () => {
  const v = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i)).subarray(100, 200);
  const column = { v, q: new Uint16Array(200).fill(GOOD).subarray(50, 150) };
  expectSame(decodeColumn(encodeColumn(column), 100), column);
});

test('an encoded column does not change when the next one is encoded', () => {
  const first = encodeColumn(signalColumn('double'));
  encodeColumn(signalColumn('boolean'));
  expectSame(decodeColumn(first, CHUNK), signalColumn('double'));
});

test.each<[Signal, number]>([
  ['noisy-float32', 2.5],
  ['analogue-12-bit', 1.05],
  ['ramp', 0.2],
  ['boolean', 0.05],
  ['double', 6.1],
  ['totaliser-uint32', 0.5],
  ['totaliser-double', 6],
  ['constant', 0.01],
  ['decimal', 1.05],
])('a sample of %s takes at most %f bytes', (kind, most) => {
  expect(encodeColumn(signalColumn(kind)).length / CHUNK).toBeLessThanOrEqual(most);
});

test('integers that are far apart, leap, rise or rise ever faster come back', () => {
  const random = seededRandom(4);
  const far = 2 ** 40;
  const shapes: ((i: number) => number)[] = [
    () => Math.floor(random() * far),
    i => i * far + Math.floor(random() * 2 ** 35),
    i => i * i * 2 ** 28 + Math.floor(random() * 2 ** 34),
    i => (i % 500) * far,
    i => (i === 700 ? 2 ** 49 : i),
    i => (i % 2 === 0 ? -1 : 1) * (2 ** 49 - 1 - i),
    i => (i % 2 === 0 ? -1 : 1) * 2 ** 62,
  ];
  for (const shape of shapes) {
    const column = columnOf(Array.from({ length: CHUNK }, (_, i) => shape(i)));
    expectSame(decodeColumn(encodeColumn(column), CHUNK), column);
  }
});

test('a pattern that repeats is kept about once, in floats of either size', () => {
  const random = seededRandom(6);
  const pattern = Array.from({ length: 97 }, () => random() * 10 ** (60 * random() - 30));
  for (const round of [Math.fround, (value: number) => value]) {
    const column = columnOf(Array.from({ length: CHUNK }, (_, i) => round(pattern[i % 97] ?? 0)));
    const bytes = encodeColumn(column);
    expect(bytes.length).toBeLessThan(1500);
    expectSame(decodeColumn(bytes, CHUNK), column);
  }
});

test('integers of a scaling that is given are found, also with an offset and in the arithmetic of a PLC', () => {
  const random = seededRandom(3);
  const gain = 25.3 / 27648;
  const raws = Array.from({ length: CHUNK }, () => 5000 + Math.floor(random() * 64));
  const variants = [
    (raw: number) => raw * gain + -1.7,
    (raw: number) => Math.fround(raw * gain + -1.7),
    (raw: number) => Math.fround(Math.fround(raw * Math.fround(gain)) + Math.fround(-1.7)),
  ];
  for (const variant of variants) {
    const column = columnOf(raws.map(variant));
    const bytes = encodeColumn(column, { gains: [{ gain, offset: -1.7 }] });
    expect(bytes.length).toBeLessThan(CHUNK);
    expectSame(decodeColumn(bytes, CHUNK), column);
  }
});

test('the range of a tag tells the steps of the converter behind it', () => {
  const random = seededRandom(8);
  const column = columnOf(
    Array.from({ length: CHUNK }, () => Math.fround(-40.7 + (Math.floor(900 + random() * 256) * 120.7) / 4095)),
  );
  const bytes = encodeColumn(column, { gains: converterGains(-40.7, 80) });
  expect(bytes.length).toBeLessThan(1.05 * CHUNK);
  expect(encodeColumn(column).length).toBeGreaterThan(1.5 * CHUNK);
  expectSame(decodeColumn(bytes, CHUNK), column);
  expect(converterGains(5, 5)).toEqual([]);
});

test('a scaling that is useless or does not fit costs nothing but its trial', () => {
  const gains = [0, Number.NaN, Infinity, -1e300, 5e-324, 0.3].map(gain => ({ gain, offset: -0 }));
  const column = signalColumn('noisy-float32');
  expect(encodeColumn(column, { gains }).length).toBe(encodeColumn(column).length);
});

test('numbers that are missing exactly where quality is bad cost nothing beside quality', () => {
  const whole = signalColumn('analogue-12-bit');
  const q = whole.q.map((word, i) => (i >= 500 && i < 900 ? 0x002 : word));
  const v = whole.v.map((value, i) => (i >= 500 && i < 900 ? Number.NaN : value));
  const bytes = encodeColumn({ v, q });
  expect(bytes.length).toBeLessThan(encodeColumn(whole).length);
  expectSame(decodeColumn(bytes, CHUNK), { v, q });
});

test('one quality for all samples takes at most 3 bytes', () => {
  const v = new Float64Array(CHUNK);
  const good = encodeColumn({ v, q: new Uint16Array(CHUNK).fill(GOOD) }).length;
  expect(encodeColumn({ v, q: new Uint16Array(CHUNK).fill(0x106) }).length).toBeLessThanOrEqual(good + 3);
});

test('a big integer and the text of its digits stay apart', () => {
  const exact = new Map<number, bigint | string>([
    [0, 12345678901234567890n],
    [1, '12345678901234567890'],
  ]);
  const column = { ...columnOf([1, 2]), exact };
  expect(decodeColumn(encodeColumn(column), 2).exact).toEqual(exact);
});

test('what belongs to no sample is refused', () => {
  const exact = new Map([[2, 'x']]);
  expect(() => encodeColumn({ ...columnOf([1, 2]), exact })).toThrow(RangeError);
  expect(() => encodeColumn({ v: new Float64Array(2), q: new Uint16Array(3) })).toThrow(RangeError);
});
