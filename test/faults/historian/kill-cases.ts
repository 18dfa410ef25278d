/** Victims killed at random instants, several in the same folder: while they open, record, flush and seal. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../kit/random.ts';
import { sleep } from '../../kit/wait-for.ts';
import type { FaultOptions } from '../tally.ts';
import { Checker, Victim } from './programs.ts';
import { Figures, outcomeOf, Recording, someStart } from './recordings.ts';

const FULL_RUNS = 260;
const QUICK_RUNS = 8;
/** Two cores: one victim records while the other one is judged. */
const LANES = 2;
const KILLS_PER_FOLDER = 10;
/** Opening takes less: such a kill hits the start. */
const WHILE_OPENING_MS = 350;
const WHILE_RECORDING_MS = 1_600;

/** Shared by the lanes. */
interface Work {
  left: number;
  readonly options: FaultOptions;
  readonly figures: Figures;
  readonly random: () => number;
}

export async function killCases(options: FaultOptions): Promise<void> {
  const runs = options.runs ?? (options.quick ? QUICK_RUNS : FULL_RUNS);
  const work: Work = { left: runs, options, figures: new Figures(), random: seededRandom(options.seed) };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => killLane(work, lane)));
  options.tally.note('kill', work.figures.toString());
}

async function killLane(work: Work, lane: number): Promise<void> {
  const checker = new Checker();
  try {
    for (let folder = 0; work.left > 0; folder++) {
      const place = join(work.options.folder, `kill-${lane}-${folder}`);
      mkdirSync(place);
      await killFolder(work, place, checker);
      rmSync(place, { recursive: true, force: true });
    }
  } finally {
    checker.stop();
  }
}

async function killFolder(work: Work, place: string, checker: Checker): Promise<void> {
  const { random, options } = work;
  const recording = new Recording(place, someStart(random));
  for (let kill = 0; kill < KILLS_PER_FOLDER && work.left > 0; kill++) {
    work.left--;
    const victim = new Victim(recording.order({ sealEveryMs: 50 + random() * 400 }));
    const isOpening = random() < 0.25;
    await sleep(isOpening ? random() * WHILE_OPENING_MS : WHILE_OPENING_MS + random() * WHILE_RECORDING_MS);
    if (victim.isOver) {
      const problems = [`a victim ended by itself: ${victim.stderr}`];
      options.tally.add('kill', { lost: 0, duplicated: 0, corrupt: 1, stale: 0, problems });
      return;
    }
    await victim.kill();
    // Not looked at each time: the next victim must open what the last one left as well.
    const isLooked = kill === KILLS_PER_FOLDER - 1 || work.left === 0 || random() < 0.6;
    if (!isLooked) {
      options.tally.add('kill', { lost: 0, duplicated: 0, corrupt: 0, stale: 0, problems: [] });
      continue;
    }
    const answer = await checker.check(recording.check);
    work.figures.add(answer);
    options.tally.add('kill', outcomeOf(answer), `${place.split('/').at(-1)} kill ${kill}`);
    if (work.left % 20 === 0) options.progress(`kill -9: ${work.left} left`);
    if (!answer.opened) return;
  }
}
