/** A disk that is full, read-only or broken for a while: under a running historian, at its start, and as a real small filesystem. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDiskTracer, type DiskFault, setFault, watchedEnvironment } from '../../kit/disk-tracer.ts';
import { seededRandom } from '../../kit/random.ts';
import { sleep, waitFor } from '../../kit/wait-for.ts';
import type { FaultOptions, Outcome } from '../tally.ts';
import { readMarks } from './acknowledgements.ts';
import type { CheckAnswer } from './checker.ts';
import { Checker, Victim } from './programs.ts';
import { outcomeOf, Recording } from './recordings.ts';

const FULL_RUNS = 8;
const TROUBLE_MS = 2_500;

interface Work {
  readonly options: FaultOptions;
  readonly library: string;
  readonly random: () => number;
}

type Trouble = 'disk-full' | 'read-only' | 'sync-error';

export async function diskCases(options: FaultOptions): Promise<void> {
  const work: Work = { options, library: buildDiskTracer(options.folder), random: seededRandom(options.seed + 2_000) };
  const runs = options.quick ? 1 : FULL_RUNS;
  for (const trouble of ['disk-full', 'read-only', 'sync-error'] as const) {
    for (let run = 0; run < runs; run++) {
      await whileRecording(work, trouble, { run, ends: run % 2 === 0 ? 'stopped' : 'killed' });
    }
    options.progress(`${trouble}: ${runs} runs`);
  }
  for (const trouble of ['disk-full', 'read-only'] as const) await atStart(work, trouble);
  await smallFilesystem(work);
}

function bytesOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.reduce((sum, entry) => sum + (statSync(join(folder, entry), { throwIfNoEntry: false })?.size ?? 0), 0);
}

function faultOf(trouble: Trouble, folder: string, random: () => number): DiskFault {
  if (trouble === 'read-only') return { kind: 'readonly' };
  if (trouble === 'sync-error') return { kind: 'eio' };
  return { kind: 'full', capacityBytes: bytesOf(folder) + Math.floor(random() * 200_000) };
}

/** Acknowledged events so far. */
const durable = (recording: Recording): number => readMarks(readFileSync(recording.marks, 'utf8')).eventsDurable.length;

/** Acknowledged samples so far. */
const flushed = (recording: Recording): number => readMarks(readFileSync(recording.marks, 'utf8')).acknowledged.size;

const isRecording = (victim: Victim, recording: Recording) => () =>
  victim.isOver || (statSync(recording.marks, { throwIfNoEntry: false }) !== undefined && durable(recording) > 3);

async function whileRecording(
  { options, library, random }: Work,
  trouble: Trouble,
  { run, ends }: { run: number; ends: 'stopped' | 'killed' },
): Promise<void> {
  const place = join(options.folder, `${trouble}-${run}`);
  mkdirSync(place);
  const recording = new Recording(place, Date.now());
  const fault = join(place, 'fault');
  const victim = new Victim(recording.order(), watchedEnvironment({ library, root: recording.folder, fault }));
  await waitFor('the victim to record', isRecording(victim, recording), 20_000);
  await sleep(500 + random() * 1_000);
  setFault(fault, faultOf(trouble, recording.folder, random));
  await sleep(TROUBLE_MS / 2);
  const before = durable(recording);
  await sleep(TROUBLE_MS / 2);
  const eventsMeanwhile = durable(recording) - before;
  const problems: string[] = [];
  if (trouble === 'disk-full' && eventsMeanwhile === 0) problems.push('no event could be written on the full disk');
  if (ends === 'killed') await victim.kill();
  setFault(fault, null);
  if (ends === 'stopped') {
    const healedAt = flushed(recording);
    await waitFor('samples again', () => flushed(recording) > healedAt + 10, 15_000).catch(() => {
      problems.push('it did not recover by itself within 15 s');
    });
    await victim.stop().catch((error: unknown) => void problems.push(String(error)));
  }
  const checker = new Checker();
  const answer = await checker.check({ ...recording.check, owed: ends === 'stopped' ? 'all' : 'acknowledged' });
  checker.stop();
  const outcome = outcomeOf(answer);
  const lost = outcome.lost + problems.length;
  options.tally.add(trouble, { ...outcome, lost, problems: [...problems, ...outcome.problems] }, `${run}, ${ends}`);
  rmSync(place, { recursive: true, force: true });
}

const NOTHING_WRONG: Outcome = { lost: 0, duplicated: 0, corrupt: 0, stale: 0, problems: [] };

/** SQLite does not open a read-only disk in every state: then that must be told. A full one is opened, shows all and is told. */
function judgeStart(trouble: 'disk-full' | 'read-only', answer: CheckAnswer): Outcome {
  const isTold = (answer.opened ? answer.told.join(' ') : answer.why).includes('"kind":"trouble"');
  if (trouble === 'read-only' && !answer.opened && isTold) return NOTHING_WRONG;
  const outcome = outcomeOf(answer);
  if (trouble === 'read-only' || isTold) return outcome;
  return { ...outcome, lost: outcome.lost + 1, problems: ['a full disk was not told of', ...outcome.problems] };
}

/** A historian that finds its disk so: it shows what it has or says why not, and records when the disk is well. */
async function atStart({ options, library, random }: Work, trouble: 'disk-full' | 'read-only'): Promise<void> {
  for (const ends of ['stopped', 'killed'] as const) {
    const place = join(options.folder, `${trouble}-start-${ends}`);
    mkdirSync(place);
    const recording = new Recording(place, Date.now());
    const first = new Victim(recording.order());
    await waitFor('the victim to record', isRecording(first, recording), 20_000);
    await sleep(1_000);
    await (ends === 'stopped' ? first.stop() : first.kill());
    const fault = join(place, 'fault');
    setFault(
      fault,
      faultOf(trouble, recording.folder, () => random() / 20),
    );
    const environment = watchedEnvironment({ library, root: recording.folder, fault });
    const checker = new Checker(environment);
    options.tally.add(`${trouble}-at-start`, judgeStart(trouble, await checker.check(recording.check)), ends);
    checker.stop();
    const second = new Victim(recording.order(), environment);
    await sleep(1_500);
    setFault(fault, null);
    const before = flushed(recording);
    const problems: string[] = [];
    await waitFor('samples again', () => flushed(recording) > before + 10, 15_000).catch(() => {
      problems.push(`a historian that started so does not record when the disk is well: ${second.stderr.slice(-500)}`);
    });
    await second.stop().catch((error: unknown) => void problems.push(String(error)));
    const healthy = new Checker();
    const outcome = outcomeOf(await healthy.check(recording.check));
    healthy.stop();
    const lost = outcome.lost + problems.length;
    options.tally.add(
      `${trouble}-at-start`,
      { ...outcome, lost, problems: [...problems, ...outcome.problems] },
      `${ends}, healed`,
    );
    rmSync(place, { recursive: true, force: true });
  }
}

/** A filesystem of 48 MB with ballast on it that is taken away in the end. Only where this process may mount one. */
async function smallFilesystem({ options }: Work): Promise<void> {
  const place = join(options.folder, 'small');
  mkdirSync(place);
  const recording = new Recording(place, Date.now());
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'citygate-faults', recording.folder]);
  if (mounted.status !== 0) {
    options.tally.absent['small-filesystem'] = 'this machine does not let us mount';
    return;
  }
  try {
    const victim = new Victim(recording.order({ sealEveryMs: 700 }));
    await waitFor('the victim to record', isRecording(victim, recording), 20_000);
    const problems: string[] = [];
    fill(join(recording.folder, 'ballast'));
    await sleep(TROUBLE_MS);
    rmSync(join(recording.folder, 'ballast'));
    const before = flushed(recording);
    await waitFor('samples again', () => flushed(recording) > before + 10, 15_000).catch(() => {
      problems.push(`it did not recover by itself within 15 s: ${victim.stderr.slice(-500)}`);
    });
    await victim.stop().catch((error: unknown) => void problems.push(String(error)));
    const checker = new Checker();
    const outcome = outcomeOf(await checker.check(recording.check));
    checker.stop();
    const lost = outcome.lost + problems.length;
    options.tally.add('small-filesystem', { ...outcome, lost, problems: [...problems, ...outcome.problems] });
  } finally {
    spawnSync('umount', [recording.folder]);
  }
}

/** Takes everything that is free. */
function fill(file: string): void {
  const piece = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      writeFileSync(file, piece, { flag: 'a' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
