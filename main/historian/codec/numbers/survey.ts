/**
 * One look over the numbers of a chunk, so that only codecs that can win are tried (pure). Numbers are compared by their bits:
 * 0 and −0 differ, a NaN equals itself.
 */

export interface Numbers {
  readonly v: Float64Array;
  /** The same memory: low word, high word, low word … */
  readonly words: Uint32Array;
  readonly count: number;
}

export interface Survey {
  /** Stretches of one and the same number. */
  readonly runs: number;
  /** Each is a 32-bit float. NaN counts as none. */
  readonly isFloat32: boolean;
  /** Finite and not −0: numbers that integer arithmetic can bring back. */
  readonly isPlain: boolean;
  /** Exponent of the lowest bit that is set in any number: all are integers times 2^lowestBit. 0 when all are zero. */
  readonly lowestBit: number;
  readonly largest: number;
}

const NO_BIT = 2000;

export function numbersOf(v: Float64Array, count: number): Numbers {
  return { v, words: new Uint32Array(v.buffer, v.byteOffset, v.length * 2), count };
}

export function survey({ v, words, count }: Numbers): Survey {
  let runs = 0;
  let isFloat32 = true;
  let isPlain = true;
  let lowestBit = NO_BIT;
  let largest = 0;
  let lowBefore = 0;
  let highBefore = 0;
  for (let i = 0; i < count; i++) {
    const low = words[2 * i] as number;
    const high = words[2 * i + 1] as number;
    if (low === lowBefore && high === highBefore && i > 0) continue;
    lowBefore = low;
    highBefore = high;
    runs++;
    const value = v[i] as number;
    if (Math.fround(value) !== value) isFloat32 = false;
    const size = value < 0 ? -value : value;
    if (size > largest) largest = size;
    if (!isPlainNumber(low, high)) isPlain = false;
    else if (size > 0) {
      const bit = lowestBitOf(low, high);
      if (bit < lowestBit) lowestBit = bit;
    }
  }
  return { runs, isFloat32, isPlain, lowestBit: lowestBit === NO_BIT ? 0 : lowestBit, largest };
}

const isPlainNumber = (low: number, high: number): boolean =>
  ((high >>> 20) & 0x7ff) !== 0x7ff && !(high === 0x8000_0000 && low === 0);

/** Exponent of the lowest bit set in a number that is not 0 (IEEE 754 binary64). */
function lowestBitOf(low: number, high: number): number {
  const exponent = (high >>> 20) & 0x7ff;
  const zeros = low !== 0 ? trailingZeros(low) : 32 + trailingZeros(exponent === 0 ? high : high | 0x10_0000);
  return (exponent === 0 ? 1 : exponent) - 1075 + zeros;
}

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);
