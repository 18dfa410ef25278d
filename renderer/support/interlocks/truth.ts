/** What is known of a cause or an effect now. Pure. What is bad, old or has no signal is never taken for yes or no. */
import type { Look } from '../../mimic/quality-look.ts';

export type Truth = 'yes' | 'no' | 'unknown' | 'no-signal';

/** Null: there is no signal. */
export function truthOf(look: Pick<Look, 'kind' | 'value'> | null): Truth {
  if (look === null) return 'no-signal';
  if (look.value === null || look.kind === 'stale' || look.kind === 'bad') return 'unknown';
  return look.value !== 0 ? 'yes' : 'no';
}

/** `waits`: the cause is there and its effect is not, or nobody knows whether it is. */
export type CellState = 'rests' | 'acts' | 'waits';

export function cellOf(cause: Truth, effect: Truth): CellState {
  if (cause !== 'yes') return 'rests';
  return effect === 'yes' ? 'acts' : 'waits';
}
