/** Victims whose disk is watched; from each trace, folders as a power cut at many instants could have left them. */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDiskTracer, readTrace, watchedEnvironment } from '../../kit/disk-tracer.ts';
import { seededRandom } from '../../kit/random.ts';
import { sleep, waitFor } from '../../kit/wait-for.ts';
import { cutAt, cutLabel, someInstants, statesOfTraces } from '../cut-states.ts';
import type { FaultOptions } from '../tally.ts';
import { Checker, Victim } from './programs.ts';
import { Figures, outcomeOf, Recording, someStart } from './recordings.ts';

const FULL_STATES = 260;
const QUICK_STATES = 16;
const STATES_PER_TRACE = 26;
const RECORDED_MS = 2_500;
const LANES = 2;

interface Work {
  readonly options: FaultOptions;
  readonly library: string;
  readonly figures: Figures;
  /** States still to be made, by trace. */
  readonly traces: number[];
}

export async function powerCutCases(options: FaultOptions): Promise<void> {
  const library = buildDiskTracer(options.folder);
  const states = options.runs ?? (options.quick ? QUICK_STATES : FULL_STATES);
  const traces = statesOfTraces(states, Math.max(LANES, Math.ceil(states / STATES_PER_TRACE)));
  const work: Work = { options, library, figures: new Figures(), traces };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => powerLane(work, lane)));
  options.tally.note('power-cut', work.figures.toString());
}

async function powerLane(work: Work, lane: number): Promise<void> {
  const random = seededRandom(work.options.seed + 1_000 + lane);
  const checker = new Checker();
  try {
    for (let states = work.traces.pop(); states !== undefined; states = work.traces.pop()) {
      const place = join(work.options.folder, `power-${lane}-${work.traces.length}`);
      mkdirSync(place);
      await oneTrace(work, { place, random, checker, states });
      work.options.progress(`power cuts: ${work.traces.length} traces left`);
      rmSync(place, { recursive: true, force: true });
    }
  } finally {
    checker.stop();
  }
}

interface Place {
  readonly place: string;
  readonly random: () => number;
  readonly checker: Checker;
  readonly states: number;
}

async function oneTrace(work: Work, { place, random, checker, states }: Place): Promise<void> {
  const recording = new Recording(place, someStart(random));
  // Every other trace begins in a folder that has been recorded into and killed before.
  if (random() < 0.5) await recordFor(recording, { ms: 600 + random() * 600 });
  const [base, trace] = [join(place, 'base'), join(place, 'trace')];
  cpSync(recording.folder, base, { recursive: true });
  const marksBefore = statSync(recording.marks, { throwIfNoEntry: false })?.size ?? 0;
  const environment = watchedEnvironment({
    library: work.library,
    root: recording.folder,
    trace,
    marks: recording.marks,
  });
  await recordFor(recording, { ms: RECORDED_MS, environment, isStopped: random() < 0.3 });
  const before = readFileSync(recording.marks).subarray(0, marksBefore).toString();
  const changes = readTrace(trace);
  for (const [i, instant] of someInstants(changes, { random, count: states }).entries()) {
    const state = join(place, `state-${i}`);
    const marks = before + cutAt(state, { base, changes, instant, random });
    writeFileSync(join(place, `state-${i}.marks`), marks);
    const answer = await checker.check({ folder: state, marks: join(place, `state-${i}.marks`), base: recording.base });
    work.figures.add(answer);
    work.options.tally.add('power-cut', outcomeOf(answer), `${place.split('/').at(-1)} ${cutLabel(instant, changes)}`);
    rmSync(state, { recursive: true, force: true });
  }
}

async function recordFor(
  recording: Recording,
  {
    ms,
    environment = {},
    isStopped = false,
  }: { ms: number; environment?: Record<string, string>; isStopped?: boolean },
): Promise<void> {
  const victim = new Victim(recording.order({ sealEveryMs: 200 }), environment);
  const isOpen = () => victim.isOver || /^tick /m.test(tail(recording.marks));
  await waitFor('the victim to record', isOpen, 20_000).catch(() => undefined);
  await sleep(ms);
  if (victim.isOver) throw new Error(`the victim ended by itself: ${victim.stderr}`);
  await (isStopped ? victim.stop() : victim.kill());
}

/** What the last victim has said. */
function tail(marks: string): string {
  const text = statSync(marks, { throwIfNoEntry: false }) === undefined ? '' : readFileSync(marks, 'utf8');
  return text.slice(text.lastIndexOf('start\n'));
}
