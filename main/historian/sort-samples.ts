/** Puts arrivals into the order of their times (pure). */
import { bitsOf } from './sample-bits.ts';
import type { Column, Samples } from './samples.ts';

/**
 * By time, then by sequence, then as they came: late samples go where they belong, and nothing is lost. Returns `samples` itself
 * when it is in order already, which is nearly always.
 */
export function sortSamples(samples: Samples): Samples {
  const { t, seq, v, q, exact } = samples;
  if (isAscending(t, seq)) return samples;
  const order = Uint32Array.from(t, (_, i) => i).sort(
    (a, b) => (t[a] ?? 0) - (t[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0) || a - b,
  );
  return { ...pick({ t, seq, v, q }, order), ...(exact && { exact: pickExact(exact, order) }) };
}

/**
 * Samples in order, taken apart: of those that share a time but came with different commits the last commit's are `current`, and
 * `older` has what they correct. Samples of one commit at one time are all real. `older` is null when there is none.
 */
export function splitVersions(samples: Samples): { readonly current: Samples; readonly older: Samples | null } {
  const { t, seq } = samples;
  const older: number[] = [];
  for (let i = 0; i < t.length; ) {
    let end = i + 1;
    while (end < t.length && t[end] === t[i]) end++;
    for (const newest = seq[end - 1] ?? 0; i < end; i++) if ((seq[i] ?? 0) < newest) older.push(i);
  }
  if (older.length === 0) return { current: samples, older: null };
  const isOld = new Set(older);
  const current = Uint32Array.from(t.keys()).filter(i => !isOld.has(i));
  return { current: pickSamples(samples, current), older: pickSamples(samples, Uint32Array.from(older)) };
}

/** A run that jumps further than this is two: one old sample must not make a year of others its neighbours. */
export const LONGEST_JUMP_MS = 86_400_000;

/** Samples in order, cut where their times jump. */
export function cutAtJumps(samples: Samples): Samples[] {
  const { t } = samples;
  const parts: Samples[] = [];
  let from = 0;
  for (let i = 1; i <= t.length; i++) {
    if (i < t.length && (t[i] ?? 0) - (t[i - 1] ?? 0) <= LONGEST_JUMP_MS) continue;
    parts.push(from === 0 && i === t.length ? samples : sliceSamples(samples, from, i));
    from = i;
  }
  return t.length === 0 ? [] : parts;
}

/** The samples at `indexes`, in that order. */
export function pickSamples(samples: Samples, indexes: Uint32Array): Samples {
  const { exact } = samples;
  return { ...pick(samples, indexes), ...(exact && { exact: pickExact(exact, indexes) }) };
}

/** All of them, one part after the other; a copy. */
export function joinSamples(parts: readonly Samples[]): Samples {
  const count = parts.reduce((sum, { t }) => sum + t.length, 0);
  const all = {
    t: new Float64Array(count),
    seq: new Float64Array(count),
    v: new Float64Array(count),
    q: new Uint16Array(count),
  };
  const bits = bitsOf(all.v);
  const exact = new Map<number, bigint | string>();
  let at = 0;
  for (const part of parts) {
    all.t.set(part.t, at);
    all.seq.set(part.seq, at);
    bits.set(bitsOf(part.v), 2 * at);
    all.q.set(part.q, at);
    for (const [i, value] of part.exact ?? []) exact.set(at + i, value);
    at += part.t.length;
  }
  return { ...all, ...(exact.size > 0 ? { exact } : {}) };
}

/** The samples from `from` to before `to`; views, not copies. */
export function sliceSamples(samples: Samples, from: number, to: number): Samples {
  const { t, seq } = samples;
  return { t: t.subarray(from, to), seq: seq.subarray(from, to), ...sliceColumn(samples, from, to) };
}

export function sliceColumn({ v, q, exact }: Column, from: number, to: number): Column {
  const column = { v: v.subarray(from, to), q: q.subarray(from, to) };
  if (exact === undefined) return column;
  const own = new Map<number, bigint | string>();
  for (let i = from; i < to && exact.size > 0; i++) {
    const value = exact.get(i);
    if (value !== undefined) own.set(i - from, value);
  }
  return { ...column, exact: own };
}

function isAscending(t: Float64Array, seq: Float64Array): boolean {
  for (let i = 1; i < t.length; i++) {
    const before = t[i - 1] ?? 0;
    const time = t[i] ?? 0;
    if (time < before || (time === before && (seq[i] ?? 0) < (seq[i - 1] ?? 0))) return false;
  }
  return true;
}

function pick({ t, seq, v, q }: Samples, order: Uint32Array): Samples {
  const picked = {
    t: new Float64Array(order.length),
    seq: new Float64Array(order.length),
    v: new Float64Array(order.length),
    q: new Uint16Array(order.length),
  };
  const from = bitsOf(v);
  const to = bitsOf(picked.v);
  for (let i = 0; i < order.length; i++) {
    const at = order[i] ?? 0;
    picked.t[i] = t[at] ?? 0;
    picked.seq[i] = seq[at] ?? 0;
    picked.q[i] = q[at] ?? 0;
    to[2 * i] = from[2 * at] ?? 0;
    to[2 * i + 1] = from[2 * at + 1] ?? 0;
  }
  return picked;
}

function pickExact(exact: ReadonlyMap<number, bigint | string>, order: Uint32Array): Map<number, bigint | string> {
  const picked = new Map<number, bigint | string>();
  order.forEach((at, i) => {
    const value = exact.get(at);
    if (value !== undefined) picked.set(i, value);
  });
  return picked;
}
