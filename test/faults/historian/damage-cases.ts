/** Files that somebody damaged, and a wall clock that steps by an hour. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../kit/random.ts';
import { sleep, waitFor } from '../../kit/wait-for.ts';
import type { FaultOptions, Outcome } from '../tally.ts';
import { Checker, Victim } from './programs.ts';
import { outcomeOf, Recording } from './recordings.ts';
import type { VictimOrder } from './victim.ts';

const FULL_DAMAGES = 24;
const FULL_STEPS = 8;
const PAGE_BYTES = 4_096;
const HOUR_MS = 3_600_000;

export async function damageCases(options: FaultOptions): Promise<void> {
  const random = seededRandom(options.seed + 3_000);
  const checker = new Checker();
  try {
    for (const kind of ['damaged-station-file', 'damaged-month-file'] as const) {
      const runs = options.quick ? 2 : FULL_DAMAGES / 2;
      for (let run = 0; run < runs; run++) await damaged({ options, random, checker }, kind, run);
      options.progress(`${kind}: ${runs} runs`);
    }
    const steps = options.quick ? 2 : FULL_STEPS;
    for (let run = 0; run < steps; run++) await stepped({ options, random, checker }, run);
    options.progress(`clock steps: ${steps} runs`);
  } finally {
    checker.stop();
  }
}

interface Work {
  readonly options: FaultOptions;
  readonly random: () => number;
  readonly checker: Checker;
}

async function recordFor(order: VictimOrder, { ms, isKilled }: { ms: number; isKilled: boolean }): Promise<string[]> {
  const victim = new Victim(order);
  const problems: string[] = [];
  const isThere = () => victim.isOver || statSync(order.marks, { throwIfNoEntry: false }) !== undefined;
  await waitFor('the victim to begin', isThere, 20_000).catch((error: unknown) => void problems.push(String(error)));
  await sleep(ms);
  if (victim.isOver) problems.push(`the victim ended by itself: ${victim.stderr}`);
  else if (isKilled) await victim.kill();
  else await victim.stop().catch((error: unknown) => void problems.push(String(error)));
  return problems;
}

type DamagedFile = 'damaged-station-file' | 'damaged-month-file';

/** One page overwritten behind the historian's back. Then it opens, says what is gone, and goes on. */
async function damaged({ options, random, checker }: Work, kind: DamagedFile, run: number): Promise<void> {
  const place = join(options.folder, `${kind}-${run}`);
  mkdirSync(place);
  const recording = new Recording(place, Date.now());
  const problems = await recordFor(recording.order(), { ms: 1_800, isKilled: run % 2 === 1 });
  if (kind === 'damaged-month-file' && monthsOf(recording.folder).length === 0) problems.push('there is no month file');
  const where = problems.length > 0 ? 'not damaged' : overwrite(recording.folder, kind, random);
  const first = outcomeOf(await checker.check({ ...recording.check, owed: 'told' }));
  const more = await recordFor(recording.order(), { ms: 1_000, isKilled: false });
  const second = outcomeOf(await checker.check({ ...recording.check, owed: 'told' }));
  options.tally.add(kind, added(first, second, [...problems, ...more]), `${run} (${where})`);
  rmSync(place, { recursive: true, force: true });
}

function added(a: Outcome, b: Outcome, problems: readonly string[]): Outcome {
  return {
    lost: a.lost + b.lost + problems.length,
    duplicated: a.duplicated + b.duplicated,
    corrupt: a.corrupt + b.corrupt,
    stale: a.stale + b.stale,
    problems: [...problems, ...a.problems, ...b.problems],
  };
}

function monthsOf(folder: string): readonly string[] {
  const history = join(folder, 'history');
  const names = existsSync(history) ? readdirSync(history) : [];
  return names.filter(name => name.endsWith('.db')).map(name => join(history, name));
}

/** Random bytes, or zeros, over a random page; returns where. */
function overwrite(folder: string, kind: DamagedFile, random: () => number): string {
  const file = kind === 'damaged-station-file' ? join(folder, 'station.db') : (monthsOf(folder)[0] ?? '');
  const pages = Math.max(1, Math.floor(statSync(file).size / PAGE_BYTES));
  // Now and then the first one, which says what the file is.
  const page = random() < 0.2 ? 0 : Math.floor(random() * pages);
  const isZero = random() < 0.3;
  const bytes = Buffer.from(Array.from({ length: PAGE_BYTES }, () => (isZero ? 0 : Math.floor(random() * 256))));
  const open = openSync(file, 'r+');
  writeSync(open, bytes, 0, PAGE_BYTES, page * PAGE_BYTES);
  closeSync(open);
  return `page ${page} of ${pages}${isZero ? ', zeros' : ''}`;
}

async function stepped({ options, random, checker }: Work, run: number): Promise<void> {
  const place = join(options.folder, `clock-${run}`);
  mkdirSync(place);
  const recording = new Recording(place, Date.now());
  const ms = run % 2 === 0 ? HOUR_MS : -HOUR_MS;
  const clockStep = { afterTicks: 20 + Math.floor(random() * 20), ms };
  const problems = await recordFor(recording.order({ clockStep }), { ms: 2_500, isKilled: run % 4 >= 2 });
  const outcome = outcomeOf(await checker.check(recording.check));
  options.tally.add(
    'clock-step',
    { ...outcome, lost: outcome.lost + problems.length, problems: [...problems, ...outcome.problems] },
    `${run}, ${ms} ms`,
  );
  rmSync(place, { recursive: true, force: true });
}
