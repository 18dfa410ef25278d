/**
 * The screens in Debian's Chromium with software raster, before the real headless station with a real field: what an update of a large
 * screen costs, how soon screens, faceplates and trends are there, how a trend follows the hand, and how memory grows.
 */
import type { Bench, BenchCase } from './bench.ts';
import { heapCase } from './hmi/heap-case.ts';
import { withHmiRig } from './hmi/hmi-rig.ts';
import { lineCase } from './hmi/line-case.ts';
import { screenCases } from './hmi/screen-cases.ts';
import { type TrendPlan, trendCases } from './hmi/trend-cases.ts';
import { type UpdatePlan, updateCases } from './hmi/update-cases.ts';

interface Plan {
  readonly updates: UpdatePlan;
  readonly trends: TrendPlan;
  /** Of the eight pens, ms between samples. */
  readonly pastStepMs: number;
  readonly turns: number;
  readonly pictures: number;
  readonly soakMinutes: number;
}

const FULL: Plan = {
  updates: { warmUpMs: 3_000, runs: 5, runMs: 8_000, mounts: 11 },
  trends: { runs: 7, panMs: 8_000 },
  ...{ pastStepMs: 1_000, turns: 6, pictures: 60, soakMinutes: 15 },
};
const QUICK: Plan = {
  updates: { warmUpMs: 1_500, runs: 1, runMs: 2_000, mounts: 3 },
  trends: { runs: 1, panMs: 1_500 },
  ...{ pastStepMs: 60_000, turns: 1, pictures: 20, soakMinutes: 0.1 },
};

export const hmi: Bench = async ({ quick, minutes, progress }) => {
  const plan = quick ? QUICK : FULL;
  const cases: Record<string, BenchCase> = {};
  const add = (more: Record<string, BenchCase>): void => void Object.assign(cases, more);
  const soakMs = (minutes ?? plan.soakMinutes) * 60_000;
  progress(`a year of eight pens is stored, a sample every ${plan.pastStepMs / 1_000} s`);
  await withHmiRig({ pastStepMs: plan.pastStepMs }, async rig => {
    progress('a screen of 600 symbols under change');
    add(await updateCases(rig, plan.updates));
    progress(`left alone for ${soakMs / 60_000} min`);
    add({ 'heap-slope': await heapCase(rig, soakMs, progress) });
    progress('the year on the trend screen');
    add(await trendCases(rig, plan.trends));
  });
  progress('eight dense lines, beside those of a chart library');
  add({ 'trend-frame': await lineCase(plan.pictures) });
  progress('the screens of the demo station');
  add(await screenCases(plan.turns));
  return { cases };
};
