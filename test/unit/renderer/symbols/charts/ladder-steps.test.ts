/** The ladder shows what the equipment list says, and which device holds the pressure. */
import { expect, test } from 'vitest';
import { loadProject } from '../../../../../main/project/load-project.ts';
import type { Readings } from '../../../../../renderer/mimic/define-symbol.ts';
import { actingSteps, ladderSteps, spread } from '../../../../../renderer/mimic/symbols/charts/ladder-steps.ts';
import { DEMO_STATION } from '../../../support/project-copy.ts';

const { assets } = await loadProject(DEMO_STATION);
const asset = (id: string) => assets.find(one => one.id === id);
const steps = ladderSteps(asset('PCV-1302A'), asset('PCV-1302B'));

const fresh = (values: Readonly<Record<string, number | null>>): Readings =>
  Object.fromEntries(Object.entries(values).map(([role, value]) => [role, { value, isStale: false }]));

const CALM = {
  value: 0.36,
  inlet: 3.19,
  lifted: 0,
  dutyTravel: 45,
  dutyBetween: 3.1,
  dutyClosed: 0,
  standbyTravel: 0,
  standbyBetween: 3.15,
  standbyClosed: 0,
};

test('the steps are the devices of both runs from below, the relief valve of both once', () => {
  expect(steps.map(step => [step.kind, step.value])).toEqual([
    ['standby-worker', 0.34],
    ['duty-worker', 0.36],
    ['standby-monitor', 0.37],
    ['duty-monitor', 0.38],
    ['relief', 0.41],
    ['duty-slam-shut', 0.43],
    ['standby-slam-shut', 0.44],
  ]);
  expect(ladderSteps(undefined, undefined)).toEqual([]);
});

test('in the normal line-up the duty worker acts alone', () => {
  expect(actingSteps(fresh(CALM), steps)).toBe('duty-worker');
});

test('a worker that stands open leaves the pressure to its monitor, at the set point that the equipment list gives it', () => {
  expect(actingSteps(fresh({ ...CALM, dutyTravel: 100, dutyBetween: 0.4, value: 0.38 }), steps)).toBe('duty-monitor');
});

test('behind a tripped slam-shut nothing of its run acts, whatever its travel', () => {
  const tripped = { ...CALM, dutyClosed: 1, dutyTravel: 100, standbyTravel: 46, value: 0.337, lifted: 1 };
  expect(actingSteps(fresh(tripped), steps)).toBe('standby-worker relief duty-slam-shut');
});

test('a device whose values are old acted when they were known, and is marked so', () => {
  const lost: Readings = { ...fresh(CALM), dutyTravel: { value: 45, isStale: true } };
  expect(actingSteps(lost, steps)).toBe('duty-worker~');
  expect(actingSteps({ ...fresh(CALM), dutyClosed: { value: 1, isStale: true } }, steps)).toBe('duty-slam-shut~');
});

test('what is not known acts in no step', () => {
  expect(actingSteps(fresh({ ...CALM, dutyTravel: null }), steps)).toBe('');
  expect(actingSteps({}, steps)).toBe('');
});

test('labels stand where they belong while there is room, else apart and as near as possible', () => {
  expect(spread([10, 40, 90], 17)).toEqual([10, 40, 90]);
  expect(spread([40, 44], 17)).toEqual([33.5, 50.5]);
  const crowded = spread([40, 44, 60], 17);
  expect(crowded.map((place, i) => place - (crowded[i - 1] ?? place - 17))).toEqual([17, 17, 17]);
  expect(crowded.reduce((sum, place) => sum + place, 0)).toBeCloseTo(144);
  expect(spread([], 17)).toEqual([]);
});
