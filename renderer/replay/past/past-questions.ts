/**
 * Questions about rows of the station's journals, asked by a window that looks at the past: each ends at the time that is shown, so
 * that no list, no file and no figure knows of what came later. Pure.
 */
import type { AlarmContext } from '../../../shared/model/alarm-journal.ts';
import type { CallName, OutputOf } from '../../../shared/rpc/contract.ts';

/** Questions with a `to`, of which what lies after it is left out. */
const ENDING = [
  'alarms.journal',
  'alarms.export',
  'alarms.performance',
  'events.search',
  'events.export',
  'annotations.search',
] as const satisfies readonly CallName[];
type Ending = (typeof ENDING)[number];

export const isEnding = (name: CallName): name is Ending => ENDING.some(ending => ending === name);

/** `to` (epoch ms UTC) is not part of a span: what came in the very millisecond that is shown is listed. */
export const endOf = (at: number): number => Math.floor(at) + 1;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same span as far as it is past at `at`, epoch ms UTC; what lies after it altogether is empty. Live `at` is undefined. */
export function endedAt<S extends Span>(span: S, at: number | undefined): S {
  return at === undefined || span.to <= endOf(at) ? span : { ...span, to: Math.max(span.from, endOf(at)) };
}

/** What was kept around a call, as much of it as there was at `at`. */
export function contextUntil(context: OutputOf<'alarms.context'>, at: number): AlarmContext | null {
  if (context === null || context.to <= at) return context;
  const series = context.series.map(({ tag, t, v, q }) => {
    const after = t.findIndex(time => time > at);
    const count = after < 0 ? t.length : after;
    return { tag, t: t.slice(0, count), v: v.slice(0, count), q: q.slice(0, count) };
  });
  return { ...context, isComplete: false, series };
}
