/** The month can be stored whenever the station is first started: its times go forward wherever the grid of its samples lies. */
import { expect, it, vi } from 'vitest';
import { DEMO_EVENTS, type DemoEvent } from '../../../../main/simulator/history/demo-events.ts';
import { DemoRun } from '../../../../main/simulator/history/demo-run.ts';
import { missingOf } from '../../../../main/simulator/history/import-sender.ts';
import type { DemoBatch } from '../../../../main/simulator/history/sample-blocks.ts';
import { demoProject } from '../demo-plant.ts';
import { at, UNTIL } from './month.ts';

vi.setConfig({ testTimeout: 120_000 });

const STEP_MS = 10_000;
const BEGIN = at(16, 1);
const END = at(16, 2);
const together = { daysBefore: 0, at: '16:01', minutes: 1 } as const;

/** All that happens in the month, and every device once silent, at one and the same moment. */
const events: readonly DemoEvent[] = [
  ...DEMO_EVENTS.map(({ action, minutes }) => ({ ...together, action, minutes: Math.min(minutes, together.minutes) })),
  ...[...new Set(demoProject.tags.flatMap(({ device }) => device ?? []))].map(device => ({
    ...together,
    action: { kind: 'silence', device } as const,
  })),
];

/** What comes of a start whose samples lie so many ms after those of the full ten seconds. */
function batchesOf(offset: number): readonly DemoBatch[] {
  const from = BEGIN - 2 * STEP_MS + offset;
  const run = new DemoRun({ project: demoProject, from, to: UNTIL, stepMs: STEP_MS, seed: 1, events });
  const batches: DemoBatch[] = [];
  while (run.at < END + 2 * STEP_MS) batches.push(...run.advance());
  return [...batches, ...run.finish()];
}

/** The first time that is before the last of its tag; the historian refuses a batch for it, and the month ends there. */
function stepBack(batches: readonly DemoBatch[]): string | null {
  const last = new Map<string, number>();
  for (const { t, columns } of batches) {
    for (const { tag } of columns) {
      for (const time of t) {
        if (time < (last.get(tag) ?? 0)) return `${tag} at ${time}, after ${last.get(tag)}`;
        last.set(tag, time);
      }
    }
  }
  return null;
}

/** Each 33 ms of the second in which devices are read, and each second of the rest of the grid. */
const offsets = [
  ...Array.from({ length: 36 }, (_, i) => STEP_MS - 33 * i - 3),
  ...Array.from({ length: 9 }, (_, i) => 1000 * i + 88),
];

it('goes forward with every tag, at every offset of the grid from what happens', () => {
  const wrong = offsets.flatMap(offset => {
    const found = stepBack(batchesOf(offset));
    return found === null ? [] : [`${offset} ms: ${found}`];
  });
  expect(wrong).toEqual([]);
});

it('goes on where an earlier program broke off, which had told the silence before the last reading', () => {
  const batches = batchesOf(STEP_MS - 400);
  // Everything up to the event was stored, the silence and what followed was refused.
  const names = batches.flatMap(({ columns }) => columns.map(({ tag }) => tag));
  const reached = new Map(names.map(tag => [tag, BEGIN]));
  const missing = batches.flatMap(batch => missingOf(batch, reached));
  expect(stepBack(missing)).toBeNull();
  expect(missing.every(({ t }) => t.every(time => time > BEGIN))).toBe(true);
  const told = missing.flatMap(({ columns }) => columns).filter(({ tag }) => tag === 'FI-1702');
  expect(told.some(({ v }) => v.some(Number.isNaN))).toBe(true);
});
