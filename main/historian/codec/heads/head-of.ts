/**
 * Aggregates of the samples of one chunk, by the rules in chunk-head.ts (pure). The variance is taken in a second pass about the
 * mean, so that a small noise on a large number is not lost.
 */
import type { Interpolation, Samples } from '../../samples.ts';
import type { ChunkHead } from '../chunk-head.ts';
import { GOOD_CLASS, hasValue, severity } from './validity.ts';

/** By sample: 0 without a value, else its class byte. Worked out once for the passes below. */
let classes = new Uint8Array(4096);

function classify({ v, q }: Samples): void {
  if (classes.length < v.length) classes = new Uint8Array(v.length * 2);
  for (let i = 0; i < v.length; i++) classes[i] = hasValue(v[i] as number, q[i] as number) ? (q[i] as number) >> 8 : 0;
}

/** @throws RangeError when there is no sample */
export function headOf(samples: Samples, interpolation: Interpolation): ChunkHead {
  const { t, v, q } = samples;
  const last = t.length - 1;
  if (last < 0) throw new RangeError('a head of no samples');
  const isPlain = isAllGood(samples);
  if (!isPlain) classify(samples);
  return {
    count: t.length,
    firstT: t[0] as number,
    lastT: t[last] as number,
    firstV: v[0] as number,
    lastV: v[last] as number,
    firstQ: q[0] as number,
    lastQ: q[last] as number,
    worstQ: isPlain ? (q[0] as number) : worstOf(q),
    ...(isPlain ? ofPlain(samples, interpolation) : ofAny(samples, interpolation)),
  };
}

function isAllGood({ v, q }: Samples): boolean {
  for (let i = 0; i < v.length; i++) {
    const value = v[i] as number;
    if ((q[i] as number) >> 8 !== GOOD_CLASS || value !== value) return false;
  }
  return true;
}

type Aggregates = Values & Segments & Pick<ChunkHead, 'transitions' | 'falls'>;

const ofAny = (samples: Samples, interpolation: Interpolation): Aggregates => ({
  ...ofValues(samples),
  ...ofSegments(samples, interpolation),
  ...ofChanges(samples),
});

/** The same for samples that are all good, as nearly all are: one pass, and one for the squares. Sums in the same order. */
function ofPlain({ t, v }: Samples, interpolation: Interpolation): Aggregates {
  const count = v.length;
  const isSloped = interpolation === 'sloped';
  let before = v[0] as number;
  let timeBefore = t[0] as number;
  let sum = before + 0;
  let [min, max, least, most] = [before, before, 0, 0];
  let [integral, validMs, nonZeroMs, transitions, falls] = [0, 0, 0, 0, 0];
  for (let i = 1; i < count; i++) {
    const value = v[i] as number;
    const time = t[i] as number;
    const ms = time - timeBefore;
    sum += value;
    if (ms !== 0) {
      integral += isSloped ? (before * 0.5 + value * 0.5) * ms : before * ms;
      validMs += ms;
      if (before !== 0) nonZeroMs += ms;
    }
    timeBefore = time;
    if (value === before) continue;
    transitions++;
    if (value < before) {
      falls++;
      if (value < min) {
        min = value;
        least = i;
      }
    } else if (value > max) {
      max = value;
      most = i;
    }
    before = value;
  }
  return {
    ...{ valid: count, good: count, sum, m2: squaresOfAll(sum / count, v) },
    // Plus 0: −0 counts as 0.
    ...{ min: min + 0, max: max + 0, minT: t[least] as number, maxT: t[most] as number },
    ...{ integral, validMs, goodMs: validMs, nonZeroMs, transitions, falls },
  };
}

function squaresOfAll(mean: number, v: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < v.length; i++) {
    const apart = (v[i] as number) - mean;
    squares += apart * apart;
  }
  return squares;
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

function ofValues({ t, v }: Samples): Values {
  let valid = 0;
  let good = 0;
  let sum = 0;
  let min = Number.NaN;
  let max = Number.NaN;
  let least = -1;
  let most = -1;
  for (let i = 0; i < v.length; i++) {
    const kind = classes[i] as number;
    if (kind === 0) continue;
    const value = v[i] as number;
    valid++;
    if (kind === GOOD_CLASS) good++;
    sum += value;
    if (value < min || least < 0) {
      min = value;
      least = i;
    }
    if (value > max || most < 0) {
      max = value;
      most = i;
    }
  }
  const timeOf = (i: number): number => (i < 0 ? Number.NaN : (t[i] as number));
  // Plus 0: −0 counts as 0.
  const extremes = { min: min + 0, max: max + 0, minT: timeOf(least), maxT: timeOf(most) };
  return { valid, good, sum, m2: valid === 0 ? 0 : squaresAbout(sum / valid, v), ...extremes };
}

function squaresAbout(mean: number, v: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < v.length; i++) {
    const apart = (v[i] as number) - mean;
    if (classes[i] !== 0) squares += apart * apart;
  }
  return squares;
}

type Segments = Pick<ChunkHead, 'integral' | 'validMs' | 'goodMs' | 'nonZeroMs'>;

function ofSegments({ t, v }: Samples, interpolation: Interpolation): Segments {
  const isSloped = interpolation === 'sloped';
  let integral = 0;
  let validMs = 0;
  let goodMs = 0;
  let nonZeroMs = 0;
  for (let i = 0; i + 1 < t.length; i++) {
    const ms = (t[i + 1] as number) - (t[i] as number);
    const value = v[i] as number;
    // A segment without length has no area, also under an infinite value.
    if (ms === 0 || classes[i] === 0) continue;
    const next = v[i + 1] as number;
    integral += isSloped && classes[i + 1] !== 0 ? (value * 0.5 + next * 0.5) * ms : value * ms;
    validMs += ms;
    if (classes[i] === GOOD_CLASS) goodMs += ms;
    if (value !== 0) nonZeroMs += ms;
  }
  return { integral, validMs, goodMs, nonZeroMs };
}

function ofChanges({ v }: Samples): Pick<ChunkHead, 'transitions' | 'falls'> {
  let transitions = 0;
  let falls = 0;
  let before = Number.NaN;
  for (let i = 0; i < v.length; i++) {
    const value = v[i] as number;
    if (classes[i] === 0) continue;
    // The first value differs from NaN, but is no change.
    if (value !== before && before === before) transitions++;
    if (value < before) falls++;
    before = value;
  }
  return { transitions, falls };
}
