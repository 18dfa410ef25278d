/** What happens in the demo's month passes, and leaves the station as a new one is. The plant only, without samples. */
import { describe, expect, it, vi } from 'vitest';
import { DEMO_EVENTS, type DemoEvent, demoMoments } from '../../../../main/simulator/history/demo-events.ts';
import { DemoRun } from '../../../../main/simulator/history/demo-run.ts';
import { EventStage } from '../../../../main/simulator/history/event-stage.ts';
import { startMonth } from '../../../../main/simulator/history/seam.ts';
import { localTimeIn } from '../../../../main/simulator/local-time.ts';
import { createPlant, type Plant } from '../../../../main/simulator/plant/plant.ts';
import { demoProject, fieldTags } from '../demo-plant.ts';
import { UNTIL } from './month.ts';

/** Each takes some seconds of work, and may have to share its core. */
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What may differ because it wanders, share of a tag's range. */
const WANDERS = 0.02;
const localTime = localTimeIn(demoProject.timeZone);

/** Measured values with a range. Totals rise and the weather is its own: neither is compared. */
const measured = fieldTags.filter(
  ({ name, device, signalClass, low, high }) =>
    (signalClass === 'AI' || signalClass === 'COM') &&
    low !== null &&
    high !== null &&
    device !== 'WX' &&
    !name.startsWith('FQ-'),
);

function runOf(from: number, events: readonly DemoEvent[]): DemoRun {
  return new DemoRun({ project: demoProject, from, to: UNTIL, stepMs: 10_000, seed: 1, events });
}

function plantAt(startAt: number, seed = 1): Plant {
  return createPlant({ seed, startAt, tags: fieldTags, localTime, gasDayStartHour: 8 });
}

function runTo(run: DemoRun, time: number, each: (plant: Plant) => void = () => undefined): Plant {
  while (run.plant.timeMs < time && !run.isDone) {
    run.advance();
    each(run.plant);
  }
  return run.plant;
}

/** Beginning and end of an event within the month. */
function timesOf(event: DemoEvent): { begin: number; end: number } {
  const moments = demoMoments({ from: UNTIL - 30 * DAY, to: UNTIL, localTime, events: [event] });
  return { begin: moments[0]?.t ?? Number.NaN, end: moments.at(-1)?.t ?? Number.NaN };
}

const eventOn = (target: string): DemoEvent =>
  DEMO_EVENTS.find(({ action }) => 'target' in action && action.target === target) ?? expect.fail();

/** Lowest, highest and mean value of each measured tag. */
class Ranges {
  readonly #of = measured.map(({ name }) => ({ name, low: Infinity, high: -Infinity, sum: 0 }));
  #count = 0;

  add(plant: Plant): void {
    this.#count += 1;
    for (const range of this.#of) {
      const value = plant.read(range.name);
      range.low = Math.min(range.low, value);
      range.high = Math.max(range.high, value);
      range.sum += value;
    }
  }

  get all(): readonly { name: string; low: number; high: number; mean: number }[] {
    return this.#of.map(({ name, low, high, sum }) => ({ name, low, high, mean: sum / this.#count }));
  }
}

/** Tags by how far two values of each are apart, share of their range; only those that are too far. */
function apart(values: (index: number) => readonly [number, number]): Record<string, number> {
  return Object.fromEntries(
    measured.flatMap(({ name, low, high }, i) => {
      const [a, b] = values(i);
      const difference = Math.abs(a - b) / ((high ?? 1) - (low ?? 0));
      return difference < WANDERS ? [] : [[name, difference]];
    }),
  );
}

describe('a fault of the demo’s month', () => {
  const faults = DEMO_EVENTS.filter(({ action }) => action.kind === 'fault' || action.kind === 'growing');

  // The clogging of days is taken in two hours: what counts is how it ends.
  it.each(
    faults.map(event => ({ ...event, minutes: Math.min(event.minutes, 120) })),
  )('is over half an hour after its end: $action.fault $action.target', event => {
    const { begin, end } = timesOf(event);
    const plant = runTo(runOf(begin - 30 * MINUTE, [event]), end + 30 * MINUTE);
    const calm = runTo(runOf(begin - 30 * MINUTE, []), end + 30 * MINUTE);
    const wrong = apart(i => [plant.read(measured[i]?.name ?? ''), calm.read(measured[i]?.name ?? '')]);
    expect(wrong).toEqual({});
    expect(plant.faults).toEqual([]);
  });

  it('leaves gas between worker and monitor when the worker comes back', () => {
    const { begin, end } = timesOf(eventOn('PCV-1302A'));
    const run = runOf(begin - 30 * MINUTE, [eventOn('PCV-1302A')]);
    runTo(run, end);
    let lowest = Infinity;
    runTo(run, end + MINUTE);
    runTo(run, end + 30 * MINUTE, plant => {
      lowest = Math.min(lowest, plant.read('PT-1301A'));
    });
    expect(lowest).toBeGreaterThan(3);
  });

  it('brings filter A over its limit in the last evening', () => {
    const { begin, end } = timesOf(eventOn('F-1201A'));
    const from = UNTIL - 30 * DAY;
    const plant = plantAt(from);
    startMonth(plant.model.state);
    const stage = new EventStage(plant, demoMoments({ from, to: UNTIL, localTime, events: DEMO_EVENTS }));
    const passed: number[] = [];
    // An element ages at any step, and the coarse one keeps eighteen days short.
    while (plant.timeMs < end) {
      plant.step(20);
      stage.play();
      if (plant.read('PDT-1201A') > 50) passed.push(plant.timeMs);
    }
    const hours = passed.map(time => (time - begin) / HOUR);
    // From the fourth day's afternoon on, which is eight hours after the event's own hour of day.
    expect(Math.min(...hours)).toBeGreaterThan(3 * 24 + 8);
    expect(Math.min(...hours)).toBeLessThan(3 * 24 + 13);
  });

  it('lets the transmitter of PT-1303 hang at the pressure that there is', () => {
    const { begin, end } = timesOf(eventOn('PT-1303'));
    const run = runOf(begin - 30 * MINUTE, [eventOn('PT-1303')]);
    const hanging = new Set<number>();
    runTo(run, begin + MINUTE);
    runTo(run, end - MINUTE, plant => hanging.add(plant.read('PT-1303')));
    expect(hanging.size).toBe(1);
    expect(Math.abs(([...hanging][0] ?? 0) - 0.36)).toBeLessThan(0.005);
  });
});

it('ends the month with an hour like that of a new live field, after a fault of the same day', () => {
  const fault: DemoEvent = { ...eventOn('PCV-1302A'), daysBefore: 0, at: '09:00' };
  const run = runOf(UNTIL - 10 * HOUR, [fault]);
  const past = new Ranges();
  runTo(run, UNTIL - HOUR);
  runTo(run, UNTIL, plant => past.add(plant));
  const live = plantAt(UNTIL - HOUR - 10 * MINUTE, 2);
  const present = new Ranges();
  for (let i = 0; i < 4 * 4200; i += 1) {
    live.step(0.25);
    if (i >= 4 * 600 && i % 40 === 0) present.add(live);
  }
  const [a, b] = [past.all, present.all];
  const wrong = (['mean', 'low', 'high'] as const).map(of => apart(i => [a[i]?.[of] ?? NaN, b[i]?.[of] ?? NaN]));
  expect(wrong).toEqual([{}, {}, {}]);
});
