/** Stations killed at random instants of an avalanche of alarms, several in the same folder: while they open, restore and record. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../kit/random.ts';
import { sleep } from '../../kit/wait-for.ts';
import type { FaultOptions } from '../tally.ts';
import { rolls, sheetSize, startVictim } from './rolling-victim.ts';
import { judgeAlarms } from './verdict.ts';

const FULL_RUNS = 200;
const QUICK_RUNS = 8;
const LANES = 2;
const KILLS_PER_FOLDER = 10;
/** Such a kill hits the start or the first wave. */
const WHILE_OPENING_MS = 1_000;
/** Since it has told of its first row. */
const WHILE_ROLLING_MS = 3_000;

interface Work {
  left: number;
  rows: number;
  acknowledged: number;
  readonly options: FaultOptions;
  readonly random: () => number;
}

export async function alarmKillCases(options: FaultOptions): Promise<void> {
  const left = options.runs ?? (options.quick ? QUICK_RUNS : FULL_RUNS);
  const work: Work = { left, rows: 0, acknowledged: 0, options, random: seededRandom(options.seed) };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => killLane(work, lane)));
  options.tally.note('avalanche-kill', `${work.rows} rows read back, ${work.acknowledged} of them told as durable`);
}

async function killLane(work: Work, lane: number): Promise<void> {
  for (let folder = 0; work.left > 0; folder++) {
    const place = join(work.options.folder, `alarms-${lane}-${folder}`);
    mkdirSync(join(place, 'data'), { recursive: true });
    await killFolder(work, place);
    rmSync(place, { recursive: true, force: true });
  }
}

async function killFolder(work: Work, place: string): Promise<void> {
  const { random, options } = work;
  const files = { folder: join(place, 'data'), sheet: join(place, 'sheet') };
  for (let kill = 0; kill < KILLS_PER_FOLDER && work.left > 0; kill++) {
    work.left--;
    const before = sheetSize(files.sheet);
    const victim = startVictim(files, random);
    const isOpening = random() < 0.25;
    if (!isOpening) await rolls(victim, files, before);
    await sleep(random() * (isOpening ? WHILE_OPENING_MS : WHILE_ROLLING_MS));
    if (victim.isOver) {
      const problems = [`a victim ended by itself: ${victim.stderr}`];
      options.tally.add('avalanche-kill', { lost: 0, duplicated: 0, corrupt: 1, stale: 0, problems });
      return;
    }
    await victim.kill();
    // Not looked at each time: the next victim must open what the last one left as well.
    const isLooked = kill === KILLS_PER_FOLDER - 1 || work.left === 0 || random() < 0.6;
    const verdict = isLooked ? await judgeAlarms({ ...files, random }) : NOTHING_WRONG;
    options.tally.add('avalanche-kill', verdict, `${place.split('/').at(-1)} kill ${kill}`);
    if ('rows' in verdict) {
      work.rows += verdict.rows;
      work.acknowledged += verdict.acknowledged;
    }
    if (work.left % 20 === 0) options.progress(`kill -9 in an avalanche: ${work.left} left`);
  }
}

const NOTHING_WRONG = { lost: 0, duplicated: 0, corrupt: 0, stale: 0, problems: [] };
