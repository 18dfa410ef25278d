/**
 * Quality words of a column (pure). Nothing at all when every word is plain good, one word when they are all the same, else a
 * dictionary with either runs or one index a sample, whichever is shorter.
 */
import { GOOD } from '../../../../shared/model/quality.ts';
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { packRice, unpackRice } from '../bits/rice.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';

/** Part of the storage format. */
export const ALL_GOOD = 0;
const ALL_SAME = 1;
const RUNS = 2;
const EACH = 3;

let symbols = new Uint32Array(4096);
let lengths = new Uint32Array(4096);

function reserve(count: number): void {
  if (symbols.length >= count) return;
  symbols = new Uint32Array(count * 2);
  lengths = new Uint32Array(count * 2);
}

/** Writes the words without their number. @returns the mode, which the column keeps in its flags */
export function writeQuality(w: ByteWriter, q: Uint16Array): number {
  reserve(q.length);
  const words: number[] = [];
  const runs = findRuns(q, words);
  if (words.length <= 1) {
    if (words.length === 0 || words[0] === GOOD) return ALL_GOOD;
    w.u16(words[0] as number);
    return ALL_SAME;
  }
  w.varint(words.length);
  for (const word of words) w.u16(word);
  const start = w.length;
  w.varint(runs);
  packRice(w, lengths, runs - 1);
  packRice(w, symbols, runs);
  const middle = w.length;
  if (runs * 4 < q.length) return RUNS;
  fillSymbols(q, words);
  packRice(w, symbols, q.length);
  const isEachShorter = w.length - middle < middle - start;
  w.keepShorter(start, middle);
  return isEachShorter ? EACH : RUNS;
}

/** Fills the dictionary in order of appearance, and `symbols` and `lengths` (less 1) by run. @returns how many runs */
function findRuns(q: Uint16Array, words: number[]): number {
  const indexes = new Map<number, number>();
  let runs = 0;
  let start = 0;
  for (let i = 0; i < q.length; i++) {
    const word = q[i] as number;
    if (i > 0 && word === q[i - 1]) continue;
    if (i > 0) lengths[runs - 1] = i - start - 1;
    start = i;
    symbols[runs++] = indexIn(indexes, words, word);
  }
  return runs;
}

function indexIn(indexes: Map<number, number>, words: number[], word: number): number {
  const known = indexes.get(word);
  if (known !== undefined) return known;
  indexes.set(word, words.length);
  words.push(word);
  return words.length - 1;
}

function fillSymbols(q: Uint16Array, words: readonly number[]): void {
  const indexes = new Map(words.map((word, index) => [word, index]));
  for (let i = 0; i < q.length; i++) symbols[i] = indexes.get(q[i] as number) ?? 0;
}

/** @throws ChunkDamaged */
export function readQuality(r: ByteReader, count: number, mode: number): Uint16Array {
  const q = new Uint16Array(count);
  if (mode === ALL_GOOD) return q.fill(GOOD);
  if (mode === ALL_SAME) return q.fill(r.u16());
  const dictionary = new Uint16Array(readLength(r, count));
  for (let i = 0; i < dictionary.length; i++) dictionary[i] = r.u16();
  reserve(count);
  if (mode === EACH) {
    unpackRice(r, symbols, count);
    for (let i = 0; i < count; i++) q[i] = look(dictionary, symbols[i] as number);
    return q;
  }
  fillRuns(r, q, dictionary);
  return q;
}

function fillRuns(r: ByteReader, q: Uint16Array, dictionary: Uint16Array): void {
  const runs = readLength(r, q.length);
  unpackRice(r, lengths, runs - 1);
  unpackRice(r, symbols, runs);
  let at = 0;
  for (let run = 0; run < runs; run++) {
    const end = run === runs - 1 ? q.length : at + (lengths[run] as number) + 1;
    if (end > q.length || end <= at) throw new ChunkDamaged('runs of quality longer than their chunk');
    q.fill(look(dictionary, symbols[run] as number), at, end);
    at = end;
  }
}

function readLength(r: ByteReader, most: number): number {
  const length = r.varint();
  if (length < 1 || length > most) throw new ChunkDamaged(`${length} qualities of ${most} samples`);
  return length;
}

function look(dictionary: Uint16Array, index: number): number {
  const word = dictionary[index];
  if (word === undefined) throw new ChunkDamaged('a quality that is in no dictionary');
  return word;
}
