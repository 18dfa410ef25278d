/**
 * How long a tag was in each of its states (pure, reader worker). States step, whatever the history says of slopes. A chunk in one
 * state gives its head, and so does one that cannot have been in the state asked for; others are decoded.
 */
import type { ChunkHead } from '../codec/chunk-head.ts';
import { hasValue } from '../codec/heads/validity.ts';
import type { Samples } from '../samples.ts';
import type { TagHistory } from './block.ts';
import { checkSpan, type QuerySpan, throwIfCancelled } from './query-span.ts';
import { isGoodValue } from './sample-rules.ts';
import { blockAt, blockReaching } from './seek.ts';

export interface StateQuery extends QuerySpan {
  /** Only this state; all of them without it. */
  readonly state?: number;
}

export interface TimeInState {
  /** Ms by state value, of those with any time. −0 counts as 0. */
  readonly states: ReadonlyMap<number, number>;
  /** Of the span, with a good value, 0 … 100; 0 for a span of no length. */
  readonly percentGood: number;
  /** There are more than `MOST_STATES`: it is no tag of states, and `states` does not have them all. */
  readonly isTooMany: boolean;
}

/** What a device can tell in one register. A counter that somebody takes for states must not fill the memory. */
export const MOST_STATES = 65_536;

/** @throws RangeError on a span that is none; QueryCancelled. */
export function timeInState(history: TagHistory, query: StateQuery): TimeInState {
  checkSpan(query);
  const sum = new StateSum(query);
  const { blocks } = history;
  let k = blockReaching(blocks, query.from);
  let before = blocks[k - 1]?.head;
  for (; k < blocks.length; k++) {
    throwIfCancelled(query.signal);
    const block = blockAt(blocks, k);
    if (before !== undefined) sum.hold(lastOf(before), block.head.firstT);
    before = block.head;
    if (before.firstT >= query.to) return sum.finish();
    if (!sum.addHead(before)) sum.addSamples(block.samples());
  }
  if (before !== undefined) sum.hold(lastOf(before), history.knownUntil);
  return sum.finish();
}

function lastOf(head: ChunkHead): { t: number; v: number; q: number } {
  return { t: head.lastT, v: head.lastV, q: head.lastQ };
}

class StateSum {
  readonly #query: StateQuery;
  readonly #states = new Map<number, number>();
  #goodMs = 0;
  #isTooMany = false;

  constructor(query: StateQuery) {
    this.#query = query;
  }

  hold({ t, v, q }: { t: number; v: number; q: number }, until: number): void {
    const ms = Math.min(until, this.#query.to) - Math.max(t, this.#query.from);
    if (ms <= 0 || !hasValue(v, q)) return;
    if (isGoodValue(v, q)) this.#goodMs += ms;
    this.#add(v, ms);
  }

  /** False when the head does not tell enough. */
  addHead(head: ChunkHead): boolean {
    if (head.firstT < this.#query.from || head.lastT > this.#query.to) return false;
    const { state } = this.#query;
    const isElsewhere = state !== undefined && (head.min > state || head.max < state);
    if (head.valid > 0 && head.min !== head.max && !isElsewhere) return false;
    this.#goodMs += head.goodMs;
    if (head.validMs > 0 && !isElsewhere) this.#add(head.min, head.validMs);
    return true;
  }

  addSamples({ t, v, q }: Samples): void {
    for (let i = 0; i + 1 < t.length; i++) {
      this.hold({ t: t[i] ?? 0, v: v[i] ?? Number.NaN, q: q[i] ?? 0 }, t[i + 1] ?? 0);
    }
  }

  finish(): TimeInState {
    const spanMs = this.#query.to - this.#query.from;
    return {
      states: this.#states,
      percentGood: spanMs > 0 ? (this.#goodMs / spanMs) * 100 : 0,
      isTooMany: this.#isTooMany,
    };
  }

  #add(v: number, ms: number): void {
    if (this.#query.state !== undefined && v !== this.#query.state) return;
    // A Map takes −0 for 0.
    const known = this.#states.get(v);
    if (known === undefined && this.#states.size >= MOST_STATES) this.#isTooMany = true;
    else this.#states.set(v, (known ?? 0) + ms);
  }
}
