/**
 * A device that refuses to be read where it pleases, and everything that follows from that with no time passing: plan, read,
 * search what was refused, learn, plan anew, until nothing is refused any more.
 */
import { type Findings, searchHoles } from '../../../../../main/acquisition/drivers/modbus/plan/hole-search.ts';
import { LearnedHoles } from '../../../../../main/acquisition/drivers/modbus/plan/learned-holes.ts';
import { type Item, type Plan, planReads } from '../../../../../main/acquisition/drivers/modbus/plan/planner.ts';
import { createLog } from '../../../../../main/platform/log.ts';
import { projectDevice } from '../../../../kit/project-parts.ts';
import { HandClock } from '../../../support/hand-clock.ts';

export interface Habits {
  readonly refused: ReadonlySet<number>;
  /** No read goes from below such an address to it or beyond. */
  readonly borders: readonly number[];
  /** Registers of one read at most. */
  readonly limit: number;
}

export const endOf = ({ offset, width }: Item): number => offset + width;

export function isReadable({ refused, borders, limit }: Habits, span: Item): boolean {
  if (span.width > limit || borders.some(border => span.offset < border && border < endOf(span))) return false;
  for (let at = span.offset; at < endOf(span); at++) if (refused.has(at)) return false;
  return true;
}

/** Runs one search against the device and notes what was tried. */
export function search(items: readonly Item[], habits: Habits, largestRead = 0) {
  const probes: Item[] = [];
  const run = searchHoles(items, largestRead);
  let step = run.next();
  while (step.done !== true) {
    probes.push(step.value);
    step = run.next(isReadable(habits, step.value));
  }
  const findings: Findings = step.value;
  return { findings, probes };
}

/** As the poller does it. Gives up after `mostSearches`, which no test may reach. */
export function learnAll(items: readonly Item[], habits: Habits, mostSearches: number) {
  const log = createLog('test', { level: 'error', write: () => undefined });
  const { limits } = projectDevice({ id: 'D' });
  const holes = new LearnedHoles({ directory: '', device: 'D', limits, clock: new HandClock(), log });
  let largest = 0;
  let searches = 0;
  let probes = 0;
  for (;;) {
    const plan: Plan<Item> = planReads(items, {
      maxCount: holes.maxCount('holding', 125),
      maxWidth: 125,
      barriers: holes.barriers('holding'),
      cost: { perRequest: 1, perItem: 0.0005 },
    });
    const isRead = (block: { offset: number; count: number }): boolean =>
      isReadable(habits, { offset: block.offset, width: block.count });
    for (const block of plan.blocks) if (isRead(block)) largest = Math.max(largest, block.count);
    const refused = plan.blocks.find(block => !isRead(block));
    if (refused === undefined || searches === mostSearches) return { plan, holes, searches, probes };
    const result = search(refused.items, habits, largest);
    searches++;
    probes += result.probes.length;
    holes.learn('holding', result.findings);
  }
}
