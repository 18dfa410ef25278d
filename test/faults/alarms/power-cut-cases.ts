/** Stations in an avalanche whose disk is watched; from each trace, folders as a power cut at many instants could have left them. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDiskTracer, readTrace, watchedEnvironment } from '../../kit/disk-tracer.ts';
import { seededRandom } from '../../kit/random.ts';
import { sleep } from '../../kit/wait-for.ts';
import { cutAt, cutLabel, someInstants, statesOfTraces } from '../cut-states.ts';
import type { FaultOptions } from '../tally.ts';
import { type AvalancheFiles, rolls, sheetSize, startVictim } from './rolling-victim.ts';
import { judgeAlarms } from './verdict.ts';

const FULL_STATES = 120;
const QUICK_STATES = 8;
const STATES_PER_TRACE = 20;
/** Each after it has told of its first row. */
const ROLLING_MS = { least: 500, more: 2_000 };

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

/** A station that is killed in its avalanche. @throws when it ends by itself */
async function rollIn(
  files: AvalancheFiles,
  random: () => number,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const before = sheetSize(files.sheet);
  const victim = startVictim(files, random, environment);
  await rolls(victim, files, before);
  await sleep(ROLLING_MS.least + random() * ROLLING_MS.more);
  if (victim.isOver) throw new Error(`the victim ended by itself: ${victim.stderr}`);
  await victim.kill();
}
