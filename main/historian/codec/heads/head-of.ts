/**
 * Aggregates of the samples of one chunk, by the rules in chunk-head.ts (pure). The variance is taken in a second pass about the
 * mean, so that a small noise on a large number is not lost.
 */
import type { Interpolation, Samples } from '../../samples.ts';
import type { ChunkHead } from '../chunk-head.ts';
import { GOOD_CLASS, isValid, severity } from './validity.ts';

/** @throws RangeError when there is no sample */
export function headOf(samples: Samples, interpolation: Interpolation): ChunkHead {
  const { t, v, q } = samples;
  const last = t.length - 1;
  if (last < 0) throw new RangeError('a head of no samples');
  return {
    count: t.length,
    firstT: t[0] as number,
    lastT: t[last] as number,
    firstV: v[0] as number,
    lastV: v[last] as number,
    firstQ: q[0] as number,
    lastQ: q[last] as number,
    worstQ: worstOf(q),
    ...ofValues(samples),
    ...ofSegments(samples, interpolation),
    ...ofChanges(samples),
  };
}

function worstOf(q: Uint16Array): number {
  let worst = q[0] as number;
  for (let i = 1; i < q.length; i++) {
    const word = q[i] as number;
    if (word !== worst && severity(word) < severity(worst)) worst = word;
  }
  return worst;
}

type Values = Pick<ChunkHead, 'valid' | 'good' | 'min' | 'max' | 'minT' | 'maxT' | 'sum' | 'm2'>;

function ofValues({ t, v, q }: Samples): Values {
  let valid = 0;
  let good = 0;
  let sum = 0;
  let least = -1;
  let most = -1;
  for (let i = 0; i < v.length; i++) {
    const value = v[i] as number;
    if (!isValid(value, q[i] as number)) continue;
    valid++;
    if ((q[i] as number) >> 8 === GOOD_CLASS) good++;
    sum += value;
    if (least < 0 || value < (v[least] as number)) least = i;
    if (most < 0 || value > (v[most] as number)) most = i;
  }
  const at = (list: Float64Array, i: number): number => (i < 0 ? Number.NaN : (list[i] as number));
  // Plus 0: −0 counts as 0.
  const extremes = { min: at(v, least) + 0, max: at(v, most) + 0, minT: at(t, least), maxT: at(t, most) };
  return { valid, good, sum, m2: valid === 0 ? 0 : squaresAbout(sum / valid, v, q), ...extremes };
}

function squaresAbout(mean: number, v: Float64Array, q: Uint16Array): number {
  let squares = 0;
  for (let i = 0; i < v.length; i++) {
    const value = v[i] as number;
    if (isValid(value, q[i] as number)) squares += (value - mean) * (value - mean);
  }
  return squares;
}

type Segments = Pick<ChunkHead, 'integral' | 'validMs' | 'goodMs' | 'nonZeroMs'>;

function ofSegments({ t, v, q }: Samples, interpolation: Interpolation): Segments {
  const isSloped = interpolation === 'sloped';
  let integral = 0;
  let validMs = 0;
  let goodMs = 0;
  let nonZeroMs = 0;
  for (let i = 0; i + 1 < t.length; i++) {
    const ms = (t[i + 1] as number) - (t[i] as number);
    const value = v[i] as number;
    // A segment without length has no area, also under an infinite value.
    if (ms === 0 || !isValid(value, q[i] as number)) continue;
    const next = v[i + 1] as number;
    integral += isSloped && isValid(next, q[i + 1] as number) ? (value / 2 + next / 2) * ms : value * ms;
    validMs += ms;
    if ((q[i] as number) >> 8 === GOOD_CLASS) goodMs += ms;
    if (value !== 0) nonZeroMs += ms;
  }
  return { integral, validMs, goodMs, nonZeroMs };
}

function ofChanges({ v, q }: Samples): Pick<ChunkHead, 'transitions' | 'falls'> {
  let transitions = 0;
  let falls = 0;
  let before = Number.NaN;
  for (let i = 0; i < v.length; i++) {
    const value = v[i] as number;
    if (!isValid(value, q[i] as number)) continue;
    // The first value differs from NaN, but is no change.
    if (value !== before && before === before) transitions++;
    if (value < before) falls++;
    before = value;
  }
  return { transitions, falls };
}
