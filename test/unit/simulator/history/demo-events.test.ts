/** The table of what happened in the demo's month fits the station, and happens at the station's own time of day. */
import { expect, it } from 'vitest';
import { DEMO_EVENTS, demoMoments } from '../../../../main/simulator/history/demo-events.ts';
import { localTimeIn } from '../../../../main/simulator/local-time.ts';
import { parseFault } from '../../../../main/simulator/plant/faults.ts';
import { demoProject, settledPlant } from '../demo-plant.ts';
import { UNTIL } from './month.ts';

const DAY = 86_400_000;
const localTime = localTimeIn(demoProject.timeZone);
const moments = demoMoments({ from: UNTIL - 30 * DAY, to: UNTIL, localTime, events: DEMO_EVENTS });

it('has all its events within the month, in order, at the hours of the table', () => {
  const starts = moments.filter(({ share }) => share === 0);
  expect(starts).toHaveLength(DEMO_EVENTS.length);
  expect(moments.every(({ t }, i) => i === 0 || t >= (moments[i - 1]?.t ?? 0))).toBe(true);
  starts.forEach(({ t, action }, i) => {
    const event = DEMO_EVENTS[i];
    expect(action).toBe(event?.action);
    const [hour = 0, minute = 0] = (event?.at ?? '').split(':').map(Number);
    expect(localTime(t).hour).toBeCloseTo(hour + minute / 60, 6);
    expect((UNTIL - t) / DAY).toBeLessThan((event?.daysBefore ?? 0) + 1);
  });
});

it('leaves out what does not lie within the span as a whole', () => {
  const last = DEMO_EVENTS.at(-1) ?? expect.fail();
  const begin = demoMoments({ from: UNTIL - 30 * DAY, to: UNTIL, localTime, events: [last] })[0]?.t ?? 0;
  expect(demoMoments({ from: begin + 1, to: UNTIL, localTime, events: [last] })).toEqual([]);
});

it('names faults, tags and devices that the station has', () => {
  const plant = settledPlant();
  for (const { action } of DEMO_EVENTS) {
    if (action.kind === 'fault' || action.kind === 'growing') {
      parseFault({ fault: action.fault, target: action.target }, { ...plant.targets, devices: [] });
    } else if (action.kind === 'write') expect(plant.write(action.tag, action.value)).toBe(true);
    else if (action.kind === 'no-value') expect(demoProject.tags.map(tag => tag.name)).toContain(action.tag);
    else if (action.kind === 'silence') {
      expect(demoProject.channels.flatMap(c => c.devices.map(d => d.id))).toContain(action.device);
    }
  }
});
