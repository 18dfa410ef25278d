/** What a file of trend data is asked for (pure): steps that suit the span, and where they begin. */
import type { ZonedTimes } from '../../../shared/time/zoned-iso.ts';
import type { TimeWindow } from '../time/follow.ts';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY = 24 * H;
/** Steps that people compare: parts of a minute, an hour and a day. */
const STEPS = [S, 10 * S, 30 * S, MIN, 5 * MIN, 15 * MIN, H, DAY] as const;
/** With fewer rows there is nothing to see, with more nobody looks. */
const ROWS = { least: 2, most: 100_000 } as const;

/** Those that give a useful number of rows. */
export const stepsFor = ({ from, to }: TimeWindow): readonly number[] =>
  STEPS.filter(step => (to - from) / step >= ROWS.least && (to - from) / step <= ROWS.most);

/** Steps begin at whole minutes, hours and days of the station's clock, the first with or before the window. */
export function stepWindow({ from, to }: TimeWindow, stepMs: number, times: Pick<ZonedTimes, 'offsetMs'>): TimeWindow {
  const offset = times.offsetMs(from);
  return { from: Math.floor((from + offset) / stepMs) * stepMs - offset, to };
}

const UNITS = [
  ['d', DAY],
  ['h', H],
  ['min', MIN],
  ['s', S],
] as const;

/** Number and unit of a step. */
export function stepIn(ms: number): readonly [number, 's' | 'min' | 'h' | 'd'] {
  const [unit, each] = UNITS.find(([, length]) => ms % length === 0) ?? ['s', S];
  return [ms / each, unit];
}
