/**
 * Runs of one tag's samples brought into one order (pure). The order is time, then sequence. Of samples that share a time but were
 * stored by different commits, the later commit corrects the earlier one; samples of one commit that share a time are all real.
 */
import type { Samples } from '../samples.ts';

interface MergeOptions {
  /** Also samples that a later commit has corrected. */
  readonly keepVersions?: boolean;
}

/**
 * One run of all samples of `parts`; each part's times must not descend. Samples of one time and one sequence stay in the order of
 * the parts. A single part that needs nothing is given back as it is, not copied.
 */
export function mergeSamples(parts: readonly Samples[], { keepVersions = false }: MergeOptions = {}): Samples {
  const runs = parts.filter(part => part.t.length > 0);
  const [only] = runs;
  if (only !== undefined && runs.length === 1 && isClean(only, keepVersions)) return only;
  const isInOrder = runs.every((run, r) => isClean(run, keepVersions) && isAfter(run, runs[r - 1]));
  const all = joinRuns(runs);
  if (isInOrder) return all;
  const order = sortedPositions(all);
  return gather(all, keepVersions ? order : newest(all, order));
}

/** Whether a run is in order by itself, and has no versions that must go. */
function isClean({ t, seq }: Samples, keepVersions: boolean): boolean {
  for (let i = 1; i < t.length; i++) {
    if (t[i] !== t[i - 1] || seq[i] === seq[i - 1]) continue;
    if (!keepVersions || (seq[i] ?? 0) < (seq[i - 1] ?? 0)) return false;
  }
  return true;
}

function isAfter(run: Samples, before: Samples | undefined): boolean {
  return before === undefined || (before.t.at(-1) ?? Number.NaN) < (run.t[0] ?? Number.NaN);
}

function joinRuns(runs: readonly Samples[]): Samples {
  const count = runs.reduce((sum, run) => sum + run.t.length, 0);
  const joined = emptyRun(count);
  let at = 0;
  for (const run of runs) {
    joined.t.set(run.t, at);
    joined.seq.set(run.seq, at);
    joined.v.set(run.v, at);
    joined.q.set(run.q, at);
    for (const [i, text] of run.exact ?? []) joined.exact.set(at + i, text);
    at += run.t.length;
  }
  return withoutEmptyExact(joined);
}

/** By time, then sequence, then as they came. Late data is rare: a plain sort will do. */
function sortedPositions({ t, seq }: Samples): Uint32Array {
  const difference = (column: Float64Array, a: number, b: number): number => (column[a] ?? 0) - (column[b] ?? 0);
  return Uint32Array.from(t.keys()).sort((a, b) => difference(t, a, b) || difference(seq, a, b) || a - b);
}

/** Leaves of each time the samples of the highest sequence, which are the last ones of it. Goes backwards, so that they come first. */
function newest({ t, seq }: Samples, order: Uint32Array): Uint32Array {
  let time = Number.NaN;
  let highest = Number.NaN;
  const kept = order.toReversed().filter(i => {
    if (t[i] !== time) {
      time = t[i] ?? Number.NaN;
      highest = seq[i] ?? Number.NaN;
    }
    return seq[i] === highest;
  });
  return kept.reverse();
}

function gather({ t, seq, v, q, exact }: Samples, order: Uint32Array): Samples {
  const picked = emptyRun(order.length);
  for (const [to, from] of order.entries()) {
    picked.t[to] = t[from] ?? Number.NaN;
    picked.seq[to] = seq[from] ?? 0;
    picked.q[to] = q[from] ?? 0;
    const text = exact?.get(from);
    if (text !== undefined) picked.exact.set(to, text);
  }
  copyBits(v, picked.v, order);
  return withoutEmptyExact(picked);
}

/** A NaN is not only a NaN: as two words its bits survive, which a move through a number does not promise. */
function copyBits(from: Float64Array, to: Float64Array, order: Uint32Array): void {
  const source = new Uint32Array(from.buffer, from.byteOffset, from.length * 2);
  const target = new Uint32Array(to.buffer, to.byteOffset, to.length * 2);
  for (const [at, position] of order.entries()) {
    target[2 * at] = source[2 * position] ?? 0;
    target[2 * at + 1] = source[2 * position + 1] ?? 0;
  }
}

function emptyRun(count: number): Samples & { exact: Map<number, bigint | string> } {
  const columns = { t: new Float64Array(count), seq: new Float64Array(count), v: new Float64Array(count) };
  return { ...columns, q: new Uint16Array(count), exact: new Map() };
}

function withoutEmptyExact({ exact, ...columns }: ReturnType<typeof emptyRun>): Samples {
  return exact.size === 0 ? columns : { ...columns, exact };
}
