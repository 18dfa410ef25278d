/**
 * Codec: stretches of one number as their lengths, and the numbers themselves by another codec (pure). For states, setpoints and
 * anything that changes rarely.
 */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { packRice, unpackRice } from '../bits/rice.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';
import { type Numbers, numbersOf } from './survey.ts';

let lengths = new Uint32Array(4096);

function reserve(count: number): void {
  if (lengths.length < count) lengths = new Uint32Array(count * 2);
}

/** Writes the lengths of all runs but the last, whose length is what remains. @returns one number a run, of which there are `runs` */
export function writeRunLengths(w: ByteWriter, { words, count }: Numbers, runs: number): Numbers {
  reserve(runs);
  const heads = numbersOf(new Float64Array(runs), runs);
  let run = -1;
  let start = 0;
  let low = 0;
  let high = 0;
  for (let i = 0; i < count; i++) {
    if (run >= 0 && words[2 * i] === low && words[2 * i + 1] === high) continue;
    if (run >= 0) lengths[run] = i - start - 1;
    run++;
    start = i;
    low = words[2 * i] as number;
    high = words[2 * i + 1] as number;
    heads.words[2 * run] = low;
    heads.words[2 * run + 1] = high;
  }
  w.varint(runs);
  packRice(w, lengths, runs - 1);
  return heads;
}

/**
 * Reads the lengths, then lets `readHeads` read one number a run.
 * @throws ChunkDamaged
 */
export function readRuns(r: ByteReader, numbers: Numbers, readHeads: (out: Float64Array, runs: number) => void): void {
  const { words, count } = numbers;
  const runs = r.varint();
  if (runs < 1 || runs > count) throw new ChunkDamaged(`${runs} runs of ${count} numbers`);
  reserve(runs);
  unpackRice(r, lengths, runs - 1);
  const ends = lengths.slice(0, runs);
  const heads = numbersOf(new Float64Array(runs), runs);
  readHeads(heads.v, runs);
  let at = 0;
  for (let run = 0; run < runs; run++) {
    const end = run === runs - 1 ? count : at + (ends[run] as number) + 1;
    if (end > count || end <= at) throw new ChunkDamaged('runs longer than their chunk');
    for (; at < end; at++) {
      words[2 * at] = heads.words[2 * run] as number;
      words[2 * at + 1] = heads.words[2 * run + 1] as number;
    }
  }
}
