/** Stations in an avalanche whose disk is watched; from each trace, folders as a power cut at many instants could have left them. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDiskTracer, readTrace, watchedEnvironment } from '../../kit/disk-tracer.ts';
import { seededRandom } from '../../kit/random.ts';
import { sleep, waitFor } from '../../kit/wait-for.ts';
import { cutAt, cutLabel, someInstants, statesOfTraces } from '../cut-states.ts';
import { Victim } from '../historian/programs.ts';
import type { FaultOptions } from '../tally.ts';
import { judgeAlarms } from './verdict.ts';
import type { AvalancheOrder } from './victim.ts';

const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));
const FULL_STATES = 120;
const QUICK_STATES = 8;
const STATES_PER_TRACE = 20;
const START_LIMIT_MS = 20_000;
const ROLLING_MS = 1_500;

interface Work {
  readonly options: FaultOptions;
  readonly library: string;
  readonly random: () => number;
  rows: number;
  acknowledged: number;
}

export async function alarmPowerCutCases(options: FaultOptions): Promise<void> {
  const library = buildDiskTracer(options.folder);
  const states = options.runs ?? (options.quick ? QUICK_STATES : FULL_STATES);
  const work: Work = { options, library, random: seededRandom(options.seed + 2_000), rows: 0, acknowledged: 0 };
  const traces = statesOfTraces(states, Math.ceil(states / STATES_PER_TRACE));
  for (const [i, count] of traces.entries()) {
    const place = join(options.folder, `alarm-power-${i}`);
    mkdirSync(join(place, 'data'), { recursive: true });
    await oneTrace(work, place, count);
    rmSync(place, { recursive: true, force: true });
    options.progress(`power cuts in an avalanche: ${traces.length - 1 - i} traces left`);
  }
  options.tally.note('avalanche-power-cut', `${work.rows} rows read back, ${work.acknowledged} told as durable`);
}

async function oneTrace(work: Work, place: string, count: number): Promise<void> {
  const { random, library, options } = work;
  const files = { folder: join(place, 'data'), sheet: join(place, 'sheet') };
  // Every other trace begins where a station has been killed before.
  if (random() < 0.5) await rollIn(files, random);
  const [base, trace] = [join(place, 'base'), join(place, 'trace')];
  cpSync(files.folder, base, { recursive: true });
  const before = existsSync(files.sheet) ? readFileSync(files.sheet, 'utf8') : '';
  await rollIn(files, random, watchedEnvironment({ library, root: files.folder, trace, marks: files.sheet }));
  const changes = readTrace(trace);
  for (const [i, instant] of someInstants(changes, { random, count }).entries()) {
    const state = join(place, `state-${i}`);
    const sheet = `${state}.sheet`;
    writeFileSync(sheet, before + cutAt(state, { base, changes, instant, random }));
    const verdict = await judgeAlarms({ folder: state, sheet, random });
    work.rows += verdict.rows;
    work.acknowledged += verdict.acknowledged;
    options.tally.add('avalanche-power-cut', verdict, `${place.split('/').at(-1)} ${cutLabel(instant, changes)}`);
    rmSync(state, { recursive: true, force: true });
  }
}

/** A station that is killed in its avalanche when it has told of something. @throws when it ends by itself */
async function rollIn(
  files: Omit<AvalancheOrder, 'seed'>,
  random: () => number,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const size = (): number => statSync(files.sheet, { throwIfNoEntry: false })?.size ?? 0;
  const before = size();
  const victim = new Victim({ ...files, seed: Math.floor(random() * 1e9) }, environment, VICTIM);
  await waitFor('the station to tell of a row', () => victim.isOver || size() > before, START_LIMIT_MS);
  await sleep(random() * ROLLING_MS);
  if (victim.isOver) throw new Error(`the victim ended by itself: ${victim.stderr}`);
  await victim.kill();
}
