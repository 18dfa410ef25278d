/**
 * Which areas the rail shows when there is not room for all of them: none may be in alarm out of sight without a mark. Pure.
 */
import { type AlarmMark, worstFirst, worstMark } from '../../alarms/alarm-order.ts';

export interface AreaInAlarm {
  readonly id: string;
  readonly name: string;
  readonly mark: AlarmMark;
}

/** px. */
export interface RailRoom {
  readonly height: number;
  /** Of a row, and of one drawn closer. */
  readonly row: number;
  readonly dense: number;
}

export interface RailPlan {
  /** In the order in which they were given. */
  readonly shown: readonly AreaInAlarm[];
  readonly isDense: boolean;
  /** Those that found no room, with the worst of their alarms; null when all are shown. */
  readonly rest: { readonly count: number; readonly mark: AlarmMark } | null;
}

/** `areas` in the order of the project. The worst ones are shown, in that order; the last row stands for all others. */
export function railPlan(areas: readonly AreaInAlarm[], { height, row, dense }: RailRoom): RailPlan {
  if (areas.length * row <= height) return { shown: areas, isDense: false, rest: null };
  const places = Math.floor(height / dense);
  if (areas.length <= places) return { shown: areas, isDense: true, rest: null };
  const byWeight = areas.toSorted((a, b) => worstFirst(a.mark, b.mark));
  const kept = new Set(byWeight.slice(0, Math.max(0, places - 1)));
  const left = byWeight.filter(area => !kept.has(area));
  const mark = worstMark(left.map(area => area.mark));
  return {
    shown: areas.filter(area => kept.has(area)),
    isDense: true,
    rest: mark === null ? null : { count: left.length, mark },
  };
}
