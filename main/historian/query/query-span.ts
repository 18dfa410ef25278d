/**
 * What every query over one tag's history is asked (pure, reader worker): a span of time, and a flag that another thread or a
 * later request may raise. Between two blocks each query looks at the flag, so that the longest wait for a cancelled one is the
 * decode of one block.
 */

/** Raised from outside while a query runs, for instance over shared memory. */
export interface CancelSignal {
  readonly isCancelled: boolean;
}

/** Epoch ms UTC, from ≤ to; `to` itself is outside. */
export interface QuerySpan {
  readonly from: number;
  readonly to: number;
  readonly signal?: CancelSignal;
}

/** Nobody waits for the answer any more: not a fault, and nothing to log. */
export class QueryCancelled extends Error {
  constructor() {
    super('The query was cancelled.');
    this.name = 'QueryCancelled';
  }
}

export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.isCancelled) throw new QueryCancelled();
}

/** @throws RangeError when the span is not one: infinite, NaN, or backwards. */
export function checkSpan({ from, to }: QuerySpan): void {
  if (!Number.isFinite(from) || !Number.isFinite(to) || to < from)
    throw new RangeError(`No span of time: ${from} … ${to}.`);
}
