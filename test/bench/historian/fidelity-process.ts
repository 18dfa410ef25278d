/**
 * Measured program: random samples of every kind through the whole historian (journal, seal, reader) and back, compared bit by
 * bit. Values, qualities and texts are anything; times are those that the storage takes (1970 … 9999), duplicates and any order
 * among them.
 */
import { type Samples } from '../../../main/historian/samples.ts';
import { historySamples } from '../../kit/history-samples.ts';
import { seededRandom } from '../../kit/random.ts';
import { answer, orderOf } from './measured.ts';
import { mixTags } from './mix.ts';
import { openForBench } from './open.ts';

export interface FidelityOrder {
  readonly folder: string;
  readonly total: number;
  readonly seed: number;
}

export interface Fidelity {
  readonly compared: number;
  readonly wrong: number;
  readonly first: string | null;
}

const TAGS = 64;
const LARGEST = 4_000;
/** Chunks after which the journal is sealed; some samples are always read from memory. */
const SEAL_EVERY = 40;

interface Kept {
  readonly t: number;
  /** The double, low half first. */
  readonly bits: readonly [number, number];
  readonly q: number;
  readonly text: string | null;
}

const order = orderOf<FidelityOrder>();
const tags = mixTags(TAGS, 'COM');
const historian = await openForBench(order.folder, tags);
const random = seededRandom(order.seed + 1);
const result = { compared: 0, wrong: 0, first: null as string | null };

/** Months apart for each round, so that what was compared need not be kept. */
const START = Date.UTC(2020, 0, 1);
const ROUND_MS = 86_400_000;

/** Time of a sample: mostly forward, now and then the same again, back, or between two milliseconds. */
function* times(round: number): Generator<number> {
  let t = START + round * ROUND_MS;
  for (;;) {
    const dice = random();
    if (dice < 0.85) t += Math.floor(random() * 40);
    else if (dice < 0.9) t += random();
    else if (dice < 0.93) t = Math.max(START + round * ROUND_MS, t - Math.floor(random() * 10_000));
    yield Math.min(t, START + (round + 1) * ROUND_MS - 1);
  }
}

function record(handle: number, samples: Samples, clock: Generator<number>, into: Kept[]): void {
  const count = samples.t.length;
  const words = new Uint32Array(samples.v.buffer, samples.v.byteOffset, 2 * count);
  const t = Float64Array.from({ length: count }, () => clock.next().value as number);
  for (let i = 0; i < count; i++) {
    const text = samples.exact?.get(i);
    into.push({
      t: t[i] ?? 0,
      bits: [words[2 * i] ?? 0, words[2 * i + 1] ?? 0],
      q: samples.q[i] ?? 0,
      text: text === undefined ? null : String(text),
    });
  }
  const handles = new Uint32Array(count).fill(handle);
  historian.record({ handles, t, v: samples.v, q: samples.q, ...(samples.exact ? { exact: samples.exact } : {}) });
}

async function compare(handle: number, round: number, kept: readonly Kept[]): Promise<void> {
  // In order of time; samples of one time in the order in which they came.
  const expected = kept.toSorted((a, b) => a.t - b.t);
  const from = START + round * ROUND_MS;
  let at = 0;
  const name = tags[handle]?.name ?? '';
  for await (const page of historian.stream(name, { from, to: from + ROUND_MS, bounds: false, keepVersions: true })) {
    const words = new Uint32Array(page.v.buffer, page.v.byteOffset, 2 * page.v.length);
    const exact = new Map(page.exact);
    for (let i = 0; i < page.t.length; i++, at++) {
      const e = expected[at];
      const isSame =
        e !== undefined &&
        e.t === page.t[i] &&
        e.bits[0] === words[2 * i] &&
        e.bits[1] === words[2 * i + 1] &&
        e.q === page.q[i] &&
        e.text === (exact.get(i) ?? null);
      if (!isSame)
        wrong(`${name} ${at} of round ${round}: ${page.t[i]} ${page.v[i]} ${page.q[i]}, not ${JSON.stringify(e)}`);
    }
  }
  if (at !== expected.length) wrong(`${name} of round ${round}: ${at} samples, not ${expected.length}`);
  result.compared += expected.length;
}

function wrong(what: string): void {
  result.wrong++;
  result.first ??= what;
}

let round = 0;
let kept = new Map<number, Kept[]>();
let clocks = new Map<number, Generator<number>>();
async function endRound(): Promise<void> {
  await historian.flush();
  if (round % 3 !== 2) await historian.seal();
  for (const [handle, samples] of kept) await compare(handle, round, samples);
  kept = new Map();
  clocks = new Map();
  round++;
}

let chunks = 0;
for (const samples of historySamples({ seed: order.seed, total: order.total, largest: LARGEST })) {
  const handle = Math.floor(random() * TAGS);
  const into = kept.get(handle) ?? [];
  const clock = clocks.get(handle) ?? times(round);
  kept.set(handle, into);
  clocks.set(handle, clock);
  record(handle, samples, clock, into);
  if (random() < 0.3) await historian.flush();
  if (++chunks % SEAL_EVERY === 0) await endRound();
}
await endRound();
await historian.stop();
answer(result satisfies Fidelity);
