/** Codec: numbers as integers times a scale (pure). The usual one for what comes from a field device. */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { readIntegers, writeIntegers } from '../bits/integers.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';
import { findScale, fromIntegers, type Gain, powerOfTwo, SCALE_KINDS, type Scale } from './scales.ts';
import type { Numbers, Survey } from './survey.ts';

const MOST_DIGITS = 22;
const LEAST_EXPONENT = -1074;
const GREATEST_EXPONENT = 1023;

/** @returns false, with nothing written, when the numbers have no common scale */
export function writeScaled(
  w: ByteWriter,
  numbers: Numbers,
  { look, gains }: { look: Survey; gains: readonly Gain[] },
): boolean {
  const found = findScale(numbers, look, gains);
  if (!found) return false;
  const start = w.length;
  writeScale(w, found.scale);
  if (writeIntegers(w, found.k, numbers.count)) return true;
  w.truncate(start);
  return false;
}

export function readScaled(r: ByteReader, out: Float64Array, count: number, wanted = count): void {
  const scale = readScale(r);
  readIntegers(r, out, count, wanted);
  fromIntegers(scale, out, { out, count: wanted });
}

function writeScale(w: ByteWriter, scale: Scale): void {
  w.u8(SCALE_KINDS.indexOf(scale.kind));
  if (scale.kind === 'binary') w.u16(Math.round(Math.log2(scale.factor)) & 0xffff);
  else if (scale.kind === 'decimal' || scale.kind === 'decimal32') w.u8(Math.round(Math.log10(scale.factor)));
  else {
    w.f64(scale.factor);
    w.f64(scale.offset);
  }
}

function readScale(r: ByteReader): Scale {
  const kind = SCALE_KINDS[r.u8()];
  if (kind === undefined) throw new ChunkDamaged('a scale of an unknown kind');
  if (kind === 'binary') {
    const exponent = r.i16();
    if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT)
      throw new ChunkDamaged('an exponent beyond all numbers');
    return { kind, factor: powerOfTwo(exponent), offset: 0 };
  }
  if (kind === 'decimal' || kind === 'decimal32') {
    const digits = r.u8();
    if (digits > MOST_DIGITS) throw new ChunkDamaged('a scale of too many digits');
    return { kind, factor: 10 ** digits, offset: 0 };
  }
  return { kind, factor: r.f64(), offset: r.f64() };
}
