/**
 * The numbers of a column by the codec that is shortest for them (pure). The codec is one byte, its place in CODECS. Cheap
 * looks decide which codecs are tried; those are run and the shortest output stays.
 */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';
import { readFloatSteps, writeFloatSteps } from './float-steps.ts';
import { readRuns, writeRunLengths } from './runs.ts';
import { readScaled, writeScaled } from './scaled.ts';
import type { Gain } from './scales.ts';
import { readShuffled, writeShuffled } from './shuffled.ts';
import { type Numbers, numbersOf, type Survey, survey } from './survey.ts';
import { readXor, writeXor } from './xor.ts';

/** Order is part of the storage format: append only. */
const CODECS = ['raw', 'constant', 'runs', 'scaled', 'float-steps', 'xor', 'shuffled'] as const;
type Codec = (typeof CODECS)[number];

/** Runs are tried when they are at most this share of the numbers. */
const FEW_RUNS = 0.4;
/** The costly codecs for floats are tried while the others need more than this share of the bare number. */
const DEAR = 0.6;
/** Below this many bytes a number no other codec is worth its time. */
const CHEAP_BYTES = 1.5;

/** Writes at least one number. */
export function writeNumbers(w: ByteWriter, numbers: Numbers, gains: readonly Gain[]): void {
  const look = survey(numbers);
  if (look.runs === 1) {
    begin(w, 'constant');
    w.u32(numbers.words[0] as number);
    w.u32(numbers.words[1] as number);
    return;
  }
  const start = w.length;
  const attempt = new Attempt(w, start);
  if (look.runs <= numbers.count * FEW_RUNS) {
    begin(w, 'runs');
    writeNumbers(w, writeRunLengths(w, numbers, look.runs), gains);
    attempt.done();
  }
  writeDense(attempt, numbers, { look, gains });
}

interface Hand {
  readonly look: Survey;
  readonly gains: readonly Gain[];
}

function writeDense(attempt: Attempt, numbers: Numbers, { look, gains }: Hand): void {
  const w = attempt.w;
  const isEnough = (bytes: number): boolean => attempt.bytes <= numbers.count * bytes;
  // Runs this good are not beaten by codes of at least a bit a number.
  if (isEnough(1 / 16)) return;
  begin(w, 'scaled');
  if (writeScaled(w, numbers, { look, gains })) attempt.done();
  else attempt.undo();
  if (isEnough(CHEAP_BYTES) || isEnough((look.isFloat32 ? 4 : 8) * DEAR)) return;
  writeFloats(attempt, numbers, look);
}

function writeFloats(attempt: Attempt, numbers: Numbers, look: Survey): void {
  const w = attempt.w;
  if (!look.isFloat32) {
    begin(w, 'float-steps');
    writeFloatSteps(w, numbers);
    attempt.done();
  }
  begin(w, 'xor');
  writeXor(w, numbers, look);
  attempt.done();
  begin(w, 'shuffled');
  writeShuffled(w, numbers, look);
  attempt.done();
  if (attempt.bytes <= numbers.count * 8) return;
  begin(w, 'raw');
  w.bytes(new Uint8Array(numbers.v.buffer, numbers.v.byteOffset, numbers.count * 8));
  attempt.done();
}

/** The shortest output so far, and one that is being written behind it. */
class Attempt {
  readonly w: ByteWriter;
  readonly #start: number;
  #middle: number;

  constructor(w: ByteWriter, start: number) {
    this.w = w;
    this.#start = start;
    this.#middle = start;
  }

  /** Length of the shortest so far; Infinity when there is none. */
  get bytes(): number {
    return this.#middle === this.#start ? Number.POSITIVE_INFINITY : this.#middle - this.#start;
  }

  done(): void {
    if (this.#middle > this.#start) this.w.keepShorter(this.#start, this.#middle);
    this.#middle = this.w.length;
  }

  undo(): void {
    this.w.truncate(this.#middle);
  }
}

const begin = (w: ByteWriter, codec: Codec): void => w.u8(CODECS.indexOf(codec));

/**
 * Reads `count` numbers into `out`, or of so many at least the first `wanted` (≥ 1): then the reader stands somewhere within them.
 * @throws ChunkDamaged
 */
export function readNumbers(r: ByteReader, out: Float64Array, count: number, wanted = count): void {
  if (count === 0) return;
  const codec = CODECS[r.u8()];
  if (codec !== 'runs') return readDense(r, out, { count, codec, wanted });
  readRuns(r, numbersOf(out, count), (heads, runs) => {
    const inner = CODECS[r.u8()];
    // Runs of runs are never written; a damaged chunk must not nest without end.
    if (inner === 'runs') throw new ChunkDamaged('runs within runs');
    readDense(r, heads, { count: runs, codec: inner, wanted: runs });
  });
}

function readDense(
  r: ByteReader,
  out: Float64Array,
  { count, codec, wanted }: { count: number; codec: Codec | undefined; wanted: number },
): void {
  if (codec === 'raw') bytesOf(out, count).set(r.bytes(count * 8));
  else if (codec === 'constant') readConstant(r, out, count);
  else if (codec === 'scaled') readScaled(r, out, count, wanted);
  else if (codec === 'float-steps') readFloatSteps(r, out, count);
  else if (codec === 'xor') readXor(r, out, count);
  else if (codec === 'shuffled') readShuffled(r, out, count);
  else throw new ChunkDamaged('numbers by an unknown codec');
}

const bytesOf = (out: Float64Array, count: number): Uint8Array => new Uint8Array(out.buffer, out.byteOffset, count * 8);

function readConstant(r: ByteReader, out: Float64Array, count: number): void {
  const bytes = r.bytes(8);
  if (count === 0) return;
  bytesOf(out, 1).set(bytes);
  const { words } = numbersOf(out, count);
  const low = words[0] as number;
  const high = words[1] as number;
  for (let i = 1; i < count; i++) {
    words[2 * i] = low;
    words[2 * i + 1] = high;
  }
}
