import { expect, test } from 'vitest';
import { encodeAxis, openAxis } from '../../../../main/historian/codec/axis/axis.ts';
import type { Axis } from '../../../../main/historian/samples.ts';
import { historySamples, steadyAxis } from '../../../kit/history-samples.ts';
import { seededRandom } from '../../../kit/random.ts';

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

function expectSame(got: Axis, wanted: Axis): void {
  expect(Buffer.compare(bytesOf(got.t), bytesOf(wanted.t))).toBe(0);
  expect(Buffer.compare(bytesOf(got.seq), bytesOf(wanted.seq))).toBe(0);
}

function axisOf(t: readonly number[], seq: readonly number[] = t.map((_, i) => i + 1)): Axis {
  return { t: Float64Array.from(t), seq: Float64Array.from(seq) };
}

/** As the contract says it, sample by sample. */
function naiveIndex(t: Float64Array, time: number): number {
  const index = t.findIndex(each => each >= time);
  return index < 0 ? t.length : index;
}

test('every axis comes back bit by bit, however nasty', () => {
  for (const axis of historySamples({ seed: 2, total: 300_000, largest: 3000 })) {
    expectSame(openAxis(encodeAxis(axis)).axis(), axis);
  }
});

test('any time is found without the axis, on steady, irregular and fractional times', () => {
  const random = seededRandom(5);
  for (const { t, seq } of historySamples({ seed: 3, total: 30_000, largest: 500 })) {
    const reader = openAxis(encodeAxis({ t, seq }));
    const first = t[0] ?? 0;
    const last = t.at(-1) ?? 0;
    const times = [first - 1, first, last, last + 1, (first + last) / 2, first + random() * (last - first)];
    for (const time of times) expect(reader.indexAt(time)).toBe(naiveIndex(t, time));
    const index = Math.floor(random() * t.length);
    expect(reader.timeAt(index)).toBe(t[index]);
  }
});

test('equal times are found at the first of them', () => {
  const reader = openAxis(encodeAxis(axisOf([1000, 2000, 2000, 2000, 3000])));
  expect(reader.indexAt(2000)).toBe(1);
  expect(reader.indexAt(2001)).toBe(4);
});

test('the axis of a steady scan takes less than 0.7 bytes a sample', () => {
  expect(encodeAxis(steadyAxis(2048, seededRandom(1))).length).toBeLessThan(0.7 * 2048);
});

test('a perfect clock with one commit a scan costs next to nothing', () => {
  expect(encodeAxis(axisOf(Array.from({ length: 2048 }, (_, i) => 1e12 + i * 1000))).length).toBeLessThan(50);
});

test('times at the edge of what a double counts come back', () => {
  for (const t of [
    [-0],
    [2 ** 53 - 2, 2 ** 53 - 1],
    [-(2 ** 53) + 1, 2 ** 53 - 1],
    [-1e300, 0.1, 1e300],
    [5e-324, 1],
  ]) {
    expectSame(openAxis(encodeAxis(axisOf(t))).axis(), axisOf(t));
  }
});

test('a gap of days makes steady times no dearer than their jitter', () => {
  const { t, seq } = steadyAxis(2048, seededRandom(1));
  const late = t.map((time, i) => (i < 1000 ? time : time + 1e9));
  expect(encodeAxis({ t: late, seq }).length).toBeLessThan(encodeAxis({ t, seq }).length + 600);
});

test('an axis that is empty or uneven is refused', () => {
  expect(() => encodeAxis(axisOf([]))).toThrow(RangeError);
  expect(() => encodeAxis(axisOf([1, 2], [1]))).toThrow(RangeError);
});
