/**
 * Packs and unpacks made-up signals before the first question (reader thread): proves that this machine gives back every bit, and
 * lets the compiler see the code, so that the first person who asks does not wait for that.
 */
import { encodeAxis, openAxis } from '../codec/axis/axis.ts';
import { decodeColumn, encodeColumn } from '../codec/column/column.ts';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import { headOf } from '../codec/heads/head-of.ts';
import { packHeads } from '../codec/heads/head-pack.ts';
import { unpackHeads } from '../codec/heads/packed-head.ts';
import type { Block } from '../query/block.ts';
import { buckets } from '../query/buckets/buckets.ts';
import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';

/** Chunks: enough for the compiler; takes 0.1 s once. */
const CHUNKS = 160;
const CHUNK_SAMPLES = 1_024;
const STEP_MS = 1_000;

const SIGNALS: readonly ((i: number) => number)[] = [
  i => Math.fround(3 + Math.sin(i / 200) + noise(i) / 100),
  i => Math.fround((Math.round(noise(i) * 40 + 12_000) * 16) / 27_648),
  i => Math.floor(i / 300) % 2,
  i => 2.5 + Math.sin(i / 500) + noise(i) / 7,
];

/** Even in 0 … 1, the same at every start. */
function noise(i: number): number {
  const x = Math.sin(i * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

/** Throws when something does not come back as it was. */
export function selfCheck(): void {
  const blocks = Array.from({ length: CHUNKS }, (_, k) => roundTrip(k));
  const heads = unpackHeads(packHeads(blocks.map((block, k) => storedHead(block.head, k))));
  if (heads.some((head, k) => head.sum !== blocks[k]?.head.sum))
    throw new Error('heads of chunks do not come back as they were');
  const span = { from: 0, to: CHUNKS * CHUNK_SAMPLES * STEP_MS };
  const answer = buckets(
    { interpolation: 'sloped', blocks, knownUntil: span.to },
    { ...span, count: 500, want: 'minmax' },
  );
  const counted = answer.count.reduce((sum, n) => sum + n, 0);
  if (counted !== CHUNKS * CHUNK_SAMPLES) throw new Error(`${counted} samples were counted`);
}

function roundTrip(k: number): Block {
  const samples = madeUp(k);
  const axis = openAxis(encodeAxis(samples));
  const packed = encodeColumn(samples);
  const column = decodeColumn(packed, CHUNK_SAMPLES);
  const isSame = Buffer.compare(bytesOf(samples.v), bytesOf(column.v)) === 0;
  if (!isSame || axis.axis().t[7] !== samples.t[7])
    throw new Error(`signal ${k % SIGNALS.length} does not come back as it was`);
  return {
    head: headOf(samples, 'sloped'),
    indexAt: t => axis.indexAt(t),
    timeAt: index => axis.timeAt(index),
    samples: () => ({ ...axis.axis(), ...decodeColumn(packed, CHUNK_SAMPLES) }),
  };
}

function madeUp(k: number): Samples {
  const signal = SIGNALS[k % SIGNALS.length] ?? (() => 0);
  const first = k * CHUNK_SAMPLES;
  const t = Float64Array.from({ length: CHUNK_SAMPLES }, (_, i) => (first + i) * STEP_MS + Math.floor(noise(i) * 5));
  return {
    t,
    seq: Float64Array.from(t, (_, i) => first + i + 1),
    v: Float64Array.from(t, (_, i) => signal(first + i)),
    q: new Uint16Array(CHUNK_SAMPLES).fill(0x201),
  };
}

const storedHead = (head: Block['head'], k: number): StoredHead => ({
  ...head,
  chunkId: k,
  axisId: k,
  origin: 'live',
  interpolation: 'sloped',
  firstSeq: 1,
  lastSeq: 2,
});

const bytesOf = (v: Float64Array): Uint8Array => new Uint8Array(bitsOf(v).buffer, v.byteOffset, v.byteLength);
