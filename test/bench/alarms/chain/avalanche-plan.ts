/**
 * An avalanche as a plan of the field (pure): 1,000 alarms in 10 s, then 100 a second. Each alarm stands for a quarter of a minute;
 * those of first-out groups stay, and come so far apart that every scan can tell which one was first.
 */
import type { FieldChange } from '../../field-registers.ts';
import { CALM, GROUP_SIZE, GROUPS, TRIPPED } from './alarm-project.ts';

export const AVALANCHE_ALARMS = 3_500;
const PER_SECOND = 100;
const FIRST_S = 10;
const STANDS_MS = 15_000;
/** Between two alarms of a first-out group: three scans. */
const GROUP_STEP_MS = 1_500;
const GROUPED = GROUP_SIZE * GROUPS;

export interface AvalanchePlan {
  readonly changes: readonly FieldChange[];
  readonly raises: number;
  /** The end of the avalanche, epoch ms. */
  readonly until: number;
}

/** @param afterS seconds after the first ten */
export function avalanchePlan(from: number, afterS: number, random: () => number): AvalanchePlan {
  const ms = (FIRST_S + afterS) * 1_000;
  const raises = [...groupRaises(from, random), ...otherRaises(from, ms, random)];
  const clears = raises
    .filter(({ register }) => register >= GROUPED)
    .map(({ register, at }) => ({ register, value: CALM, at: at + STANDS_MS }));
  const until = from + ms;
  return { changes: [...raises, ...clears.filter(({ at }) => at < until)], raises: raises.length, until };
}

function groupRaises(from: number, random: () => number): readonly FieldChange[] {
  return Array.from({ length: GROUPS }, (_, group) =>
    shuffled(GROUP_SIZE, random).map((member, turn) => ({
      ...{ register: group * GROUP_SIZE + member, value: TRIPPED },
      at: from + turn * GROUP_STEP_MS + group * 50,
    })),
  ).flat();
}

/** Each in turn, so that none comes again before it has been calm. */
function otherRaises(from: number, ms: number, random: () => number): readonly FieldChange[] {
  const order = shuffled(AVALANCHE_ALARMS - GROUPED, random);
  const count = (ms / 1_000) * PER_SECOND - GROUPED;
  return Array.from({ length: count }, (_, i) => ({
    register: GROUPED + (order[i % order.length] ?? 0),
    value: TRIPPED,
    at: from + (i * ms) / count,
  }));
}

function shuffled(count: number, random: () => number): readonly number[] {
  return Array.from({ length: count }, (_, i) => ({ i, by: random() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ i }) => i);
}
