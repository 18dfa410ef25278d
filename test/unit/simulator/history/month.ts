/** A few hours of the demo's past, by tag, for the tests of this folder. */
import type { DemoEvent } from '../../../../main/simulator/history/demo-events.ts';
import { type DemoRunOptions, demoSamples } from '../../../../main/simulator/history/demo-run.ts';
import type { DemoBatch } from '../../../../main/simulator/history/sample-blocks.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { demoProject } from '../demo-plant.ts';

/** Sunday, 22 November 2026, 18:13:07.123 in the station's zone. */
export const UNTIL = Date.UTC(2026, 10, 22, 10, 13, 7, 123);
const HOUR = 3_600_000;

/** All within the day of `UNTIL`, between 15:30 and 18:00. */
export const EVENTS: readonly DemoEvent[] = [
  { daysBefore: 0, at: '15:40', minutes: 20, action: { kind: 'no-value', tag: 'AT-1601' } },
  { daysBefore: 0, at: '16:10', minutes: 7, action: { kind: 'silence', device: 'EVC2' } },
  { daysBefore: 0, at: '16:30', minutes: 10, action: { kind: 'fault', fault: 'sensor-frozen', target: 'PT-1303' } },
];

/** Epoch ms of a wall-clock time of that day. */
export const at = (hour: number, minute: number): number => Date.UTC(2026, 10, 22, hour - 8, minute);

export const threeHours: DemoRunOptions = {
  project: demoProject,
  from: UNTIL - 3 * HOUR - 300,
  to: UNTIL,
  stepMs: 10_000,
  seed: 7,
  events: EVENTS,
};

export interface Stored {
  readonly t: number[];
  readonly v: number[];
  readonly q: number[];
}

/** What a historian would have of it, in the order in which it came. */
export function store(into: Map<string, Stored>, { t, columns }: DemoBatch): void {
  for (const { tag, v, q } of columns) {
    const stored = into.get(tag) ?? { t: [], v: [], q: [] };
    into.set(tag, stored);
    stored.t.push(...t);
    stored.v.push(...v);
    stored.q.push(...(q ?? v.map(() => GOOD)));
  }
}

export function pastOf(options: DemoRunOptions): Map<string, Stored> {
  const past = new Map<string, Stored>();
  for (const batch of demoSamples(options)) store(past, batch);
  return past;
}
