/** A query that nobody waits for any more stops between two blocks, whichever it is. */
import { describe, expect, it } from 'vitest';
import { aggregates } from '../../../../main/historian/query/aggregates.ts';
import { type CancelSignal, QueryCancelled, type QuerySpan } from '../../../../main/historian/query/query-span.ts';
import { rawSamples } from '../../../../main/historian/query/raw-samples.ts';
import { timeInState } from '../../../../main/historian/query/time-in-state.ts';
import { cutHistory, T0 } from '../../../kit/history-blocks.ts';

/** Raised once it has been looked at `looks` times. */
function raisedAfter(looks: number): CancelSignal & { looks: number } {
  return {
    looks: 0,
    get isCancelled() {
      this.looks++;
      return this.looks > looks;
    },
  };
}

function hundredBlocks() {
  // Two samples a block, so that each one has to be decoded by whoever wants states.
  const samples = Array.from({ length: 200 }, (_, i) => ({ t: T0 + i * 1000, v: i, q: 0x201, seq: i + 1 }));
  return cutHistory({ samples, interpolation: 'stepped', knownUntil: T0 + 200_000 }, i => i % 2 === 0);
}

const QUERIES: Readonly<Record<string, (span: QuerySpan) => unknown>> = {
  aggregates: span => aggregates(hundredBlocks(), ['Average'], { ...span, stepMs: 200_000 }),
  'raw samples': span => rawSamples(hundredBlocks(), { ...span, bounds: true }),
  'time in state': span => timeInState(hundredBlocks(), span),
};

describe('a cancelled query', () => {
  it.each(Object.entries(QUERIES))('stops between two blocks: %s', (_, query) => {
    const signal = raisedAfter(20);
    expect(() => query({ from: T0, to: T0 + 200_000, signal })).toThrow(QueryCancelled);
    expect(signal.looks).toBe(21);
  });

  it.each(Object.entries(QUERIES))('refuses a span that is none: %s', (_, query) => {
    expect(() => query({ from: T0 + 1, to: T0 })).toThrow(RangeError);
    expect(() => query({ from: Number.NEGATIVE_INFINITY, to: T0 })).toThrow(RangeError);
  });
});
