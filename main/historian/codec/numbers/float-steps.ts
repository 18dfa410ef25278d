/**
 * Codec: differences of the bit patterns of doubles, read as 64-bit integers in the order of the numbers (pure). For noisy or
 * rising doubles that are no integers times a scale: near each other in value is near each other in this order.
 */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { packRice, unpackRice } from '../bits/rice.ts';
import { lowMask, packFixed, unpackFixed } from '../bits/words.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';
import { type Numbers, numbersOf } from './survey.ts';

let high = new Uint32Array(4096);
let low = new Uint32Array(4096);

function reserve(count: number): void {
  if (high.length >= count) return;
  high = new Uint32Array(count * 2);
  low = new Uint32Array(count * 2);
}

/** Writes at least one number. */
export function writeFloatSteps(w: ByteWriter, numbers: Numbers): void {
  const { words, count } = numbers;
  reserve(count);
  const straight = fillSteps(numbers, false);
  const isCurve = fillSteps(numbers, true) < straight;
  if (!isCurve) fillSteps(numbers, false);
  const shift = Math.max(0, bitsOfLargest(count) - 32);
  w.u8(shift * 2 + Number(isCurve));
  w.u32(words[0] as number);
  w.u32(words[1] as number);
  split(count, shift);
  packFixed(w, low, { count, width: shift });
  packRice(w, high, count);
}

/** Fills `high` and `low` with signed steps (0, −1, 1 … as 0, 1, 2 …), the first is 0. @returns their sum, about */
function fillSteps({ words, count }: Numbers, isCurve: boolean): number {
  let sum = 0;
  let lowBefore = words[0] as number;
  let highBefore = words[1] as number;
  let flip = highBefore >>> 31 ? -1 : 0x8000_0000;
  lowBefore = flip === -1 ? ~lowBefore >>> 0 : lowBefore;
  highBefore ^= flip;
  let lowStepBefore = 0;
  let highStepBefore = 0;
  for (let i = 0; i < count; i++) {
    let lowWord = words[2 * i] as number;
    let highWord = words[2 * i + 1] as number;
    flip = highWord >>> 31 ? -1 : 0x8000_0000;
    lowWord = flip === -1 ? ~lowWord >>> 0 : lowWord;
    highWord ^= flip;
    let lowStep = (lowWord - lowBefore) >>> 0;
    let highStep = (highWord - highBefore - (lowWord < lowBefore ? 1 : 0)) | 0;
    lowBefore = lowWord;
    highBefore = highWord;
    if (isCurve) {
      const lowBend = (lowStep - lowStepBefore) >>> 0;
      const highBend = (highStep - highStepBefore - (lowStep < lowStepBefore ? 1 : 0)) | 0;
      lowStepBefore = lowStep;
      highStepBefore = highStep;
      lowStep = lowBend;
      highStep = highBend;
    }
    const sign = highStep >> 31;
    const above = (((highStep << 1) | (lowStep >>> 31)) ^ sign) >>> 0;
    high[i] = above;
    low[i] = (lowStep << 1) ^ sign;
    sum += above;
  }
  return sum;
}

function bitsOfLargest(count: number): number {
  let allHigh = 0;
  let allLow = 0;
  for (let i = 0; i < count; i++) {
    allHigh |= high[i] as number;
    allLow |= low[i] as number;
  }
  return allHigh !== 0 ? 64 - Math.clz32(allHigh) : 32 - Math.clz32(allLow);
}

/** The lowest `shift` bits stay in `low`, the rest goes to `high`. */
function split(count: number, shift: number): void {
  if (shift === 32) return;
  const mask = lowMask(shift);
  for (let i = 0; i < count; i++) {
    const lowWord = low[i] as number;
    high[i] = shift === 0 ? lowWord : ((high[i] as number) << (32 - shift)) | (lowWord >>> shift);
    low[i] = lowWord & mask;
  }
}

export function readFloatSteps(r: ByteReader, out: Float64Array, count: number): void {
  reserve(count);
  const mode = r.u8();
  const shift = mode >>> 1;
  if (shift > 32 || count === 0) throw new ChunkDamaged('steps of numbers of an unknown kind');
  const { words } = numbersOf(out, count);
  words[0] = r.u32();
  words[1] = r.u32();
  unpackFixed(r, low, { count, width: shift });
  unpackRice(r, high, count);
  addUp(words, { count, shift, isCurve: mode % 2 === 1 });
}

function addUp(
  words: Uint32Array,
  { count, shift, isCurve }: { count: number; shift: number; isCurve: boolean },
): void {
  let flip = (words[1] as number) >>> 31 ? -1 : 0x8000_0000;
  let lowKey = (flip === -1 ? ~(words[0] as number) : (words[0] as number)) | 0;
  let highKey = (words[1] as number) ^ flip;
  let lowRise = 0;
  let highRise = 0;
  for (let i = 0; i < count; i++) {
    const rest = high[i] as number;
    const lowCode = shift === 32 ? (low[i] as number) : (low[i] as number) | (rest << shift);
    const highCode = shift === 32 ? rest : shift === 0 ? 0 : rest >>> (32 - shift);
    const sign = -(lowCode & 1);
    let lowStep = ((lowCode >>> 1) | (highCode << 31)) ^ sign;
    let highStep = (highCode >>> 1) ^ sign;
    if (isCurve) {
      lowRise = (lowRise + lowStep) | 0;
      highRise = (highRise + highStep + carry(lowRise, lowStep)) | 0;
      lowStep = lowRise;
      highStep = highRise;
    }
    lowKey = (lowKey + lowStep) | 0;
    highKey = (highKey + highStep + carry(lowKey, lowStep)) | 0;
    flip = highKey >>> 31 ? 0x8000_0000 : -1;
    words[2 * i] = flip === -1 ? ~lowKey : lowKey;
    words[2 * i + 1] = highKey ^ flip;
  }
}

/** 1 when a sum of 32 bits, of which one part is given, went over. */
const carry = (sum: number, part: number): number => (sum >>> 0 < part >>> 0 ? 1 : 0);
