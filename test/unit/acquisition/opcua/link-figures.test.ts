import { describe, expect, test } from 'vitest';
import { LinkFigures } from '../../../../main/acquisition/drivers/opcua/values/link-figures.ts';

const group = (periodMs: number) => ({ periodMs, mode: 'subscribe', samplingMs: 1, queueSize: 1 }) as const;
const published = (heardAt: number, cycleMs: number, overflowed: readonly number[] = []) => ({
  kind: 'published' as const,
  attempt: 1,
  group: 0,
  heardAt,
  receivedAt: 0,
  cycleMs,
  clockOffsetMs: 0,
  samples: null,
  overflowed: Uint32Array.from(overflowed),
});
const pong = (roundTripMs: number, replies: number) => ({
  kind: 'pong' as const,
  attempt: 1,
  roundTripMs,
  clockOffsetMs: 0,
  replies,
  faults: 1,
  bytesSent: 10,
  bytesReceived: 20,
});
const of = (figures: LinkFigures) =>
  figures.diagnostics({ device: 'D', tagsOf: [3, 0], isRecorded: true, writes: 2, writeFailures: 1 });

describe('figures of an OPC UA link', () => {
  test('period and jitter count whole publishing cycles, so that a response left out is no jitter', () => {
    const figures = new LinkFigures([group(1_000), group(5_000)]);
    expect(of(figures).groups).toMatchObject([{ periodMs: 1_000, tags: 3, measuredPeriodMs: Number.NaN }]);
    for (const at of [0, 1_010, 3_010, 4_000]) figures.published(published(at, 1_000));
    expect(of(figures).groups[0]?.measuredPeriodMs).toBeCloseTo(1_000, 0);
    expect(of(figures).groups[0]?.jitterMs).toBe(10);
  });

  test('the parts of one long response are one beat', () => {
    const figures = new LinkFigures([group(1_000)]);
    for (const at of [0, 3, 9, 1_000, 1_004, 2_000]) figures.published(published(at, 1_000));
    expect(of(figures).groups[0]).toMatchObject({ measuredPeriodMs: 1_000, jitterMs: 0 });
  });

  test('a changed cycle begins anew', () => {
    const figures = new LinkFigures([group(1_000)]);
    for (const at of [0, 1_300]) figures.published(published(at, 1_000));
    for (const at of [1_400, 1_500]) figures.published(published(at, 100));
    expect(of(figures).groups[0]).toMatchObject({ measuredPeriodMs: 100, jitterMs: 0 });
  });

  test('values that the server threw away and skipped scans are counted', () => {
    const figures = new LinkFigures([group(1_000)]);
    figures.published(published(0, 1_000, [4, 4, 5]));
    figures.overrun(0);
    expect([figures.overruns, of(figures).groups[0]?.overruns]).toEqual([4, 4]);
  });

  test('counters go on over connections, round trips fall into their class', () => {
    const figures = new LinkFigures([group(1_000)]);
    figures.pong(pong(0.5, 10));
    figures.pong(pong(7, 12));
    figures.lost();
    figures.pong(pong(99_000, 3));
    const { counters, latency, isRecorded } = of(figures);
    expect(counters).toMatchObject({ replies: 15, exceptions: 2, bytesSent: 20, writes: 2, writeFailures: 1 });
    expect(latency.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect([latency.counts[0], latency.counts[latency.boundsMs.indexOf(10)]]).toEqual([1, 1]);
    expect(isRecorded).toBe(true);
  });
});
