/** Names, numbers and ages of the ring's files. */
import { describe, expect, it } from 'vitest';
import {
  expired,
  expiryOf,
  KEPT_MS,
  nextNumber,
  oldest,
  parseSegmentName,
  placeOf,
  segmentBytes,
  segmentName,
  sequenceOf,
  totalBytes,
} from '../../../../main/acquisition/recorder/segment-ring.ts';

const START = Date.UTC(2026, 2, 1, 8, 30, 59);
const segment = (number: number, more: { bytes?: number; expiresAt?: number } = {}) => ({
  number,
  startedAt: START,
  bytes: 100,
  expiresAt: 0,
  ...more,
});

describe('a name', () => {
  it('begins with the number, says the time and is read back', () => {
    const name = segmentName({ number: 1_772_353_859, startedAt: START + 999 });
    expect(name).toBe('1772353859-20260301T083059Z.pcapng');
    expect(parseSegmentName(name)).toEqual({ number: 1_772_353_859, startedAt: START });
    expect(parseSegmentName(segmentName({ number: 7, startedAt: 0 }))).toEqual({ number: 7, startedAt: 0 });
  });

  it.each([
    '',
    'x.pcapng',
    '1772353859.pcapng',
    '1772353859-20260301T083059Z.pcapng.gz',
    '../1772353859-20260301T083059Z.pcapng',
  ])('"%s" is none', name => expect(parseSegmentName(name)).toBe(null));
});

describe('numbers', () => {
  it('are the second of the start, or one more than the last where that is not enough', () => {
    expect(nextNumber([], START)).toBe(START / 1_000);
    expect(nextNumber([segment(START / 1_000)], START + 500)).toBe(START / 1_000 + 1);
    // The clock was set back by a day, and the numbers go on.
    expect(nextNumber([segment(START / 1_000)], START - 86_400_000)).toBe(START / 1_000 + 1);
  });

  it('make sequence numbers that increase from segment to segment and stay exact', () => {
    const far = 9_000_000_000;
    expect(sequenceOf(far, 999_999)).toBeLessThan(Number.MAX_SAFE_INTEGER);
    expect(placeOf(sequenceOf(far, 999_999))).toEqual({ segment: far, index: 999_999 });
    expect(sequenceOf(8, 0)).toBeGreaterThan(sequenceOf(7, 999_999));
  });
});

describe('the bounds', () => {
  it('divide the ring into sixteen, but make no segment larger than can be read at once', () => {
    expect(segmentBytes(1_000_000)).toBe(62_500);
    expect(segmentBytes(64_000_000)).toBe(4_000_000);
    expect(segmentBytes(10_000_000_000)).toBe(16_000_000);
  });

  it('let the lowest number go first, whatever its time says, and spare what must stay', () => {
    const [a, b, c] = [segment(5), { ...segment(9), startedAt: START - 1_000_000 }, segment(7)];
    expect(oldest([b, c, a], new Set())).toBe(a);
    expect(oldest([b, c, a], new Set([a]))).toBe(c);
    expect(oldest([a], new Set([a]))).toBe(null);
    expect(totalBytes([a, b, c])).toBe(300);
  });

  it('let a segment go when its first frame is a day old by the monotonic clock, never the one being written', () => {
    const at = { now: START + 3_600_000, monotonic: 5_000 };
    expect(expiryOf(START, at)).toBe(5_000 + KEPT_MS - 3_600_000);
    // A start in the future is a clock that was set back: such a segment gets a whole day.
    expect(expiryOf(START + 1e9, at)).toBe(5_000 + KEPT_MS);
    const [old, current, fresh] = [
      segment(1, { expiresAt: 10 }),
      segment(2, { expiresAt: 10 }),
      segment(3, { expiresAt: 11 }),
    ];
    expect(expired([old, current, fresh], { monotonic: 9, current })).toEqual([]);
    expect(expired([old, current, fresh], { monotonic: 10, current })).toEqual([old]);
    expect(expired([old, current, fresh], { monotonic: 11, current: null })).toEqual([old, current, fresh]);
  });
});
