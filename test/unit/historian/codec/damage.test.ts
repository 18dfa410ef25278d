import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeAxis, openAxis } from '../../../../main/historian/codec/axis/axis.ts';
import { ChunkDamaged } from '../../../../main/historian/codec/chunk-damaged.ts';
import { decodeColumn, encodeColumn } from '../../../../main/historian/codec/column/column.ts';
import { headOf } from '../../../../main/historian/codec/heads/head-of.ts';
import { packHeads } from '../../../../main/historian/codec/heads/head-pack.ts';
import { unpackHeads } from '../../../../main/historian/codec/heads/packed-head.ts';
import type { Samples } from '../../../../main/historian/samples.ts';
import { historySamples } from '../../../kit/history-samples.ts';
import { seededRandom } from '../../../kit/random.ts';

interface Encoded {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Decodes all of it; gives how many samples came. */
  readonly read: (bytes: Uint8Array) => number;
  readonly count: number;
}

function encodedOf(samples: Samples): Encoded[] {
  const count = samples.t.length;
  const place = { chunkId: 1, axisId: 2, origin: 'live', firstSeq: 1, lastSeq: 9, interpolation: 'sloped' } as const;
  const head = { ...headOf(samples, 'sloped'), ...place };
  return [
    { what: 'column', bytes: encodeColumn(samples), read: bytes => decodeColumn(bytes, count).v.length, count },
    { what: 'axis', bytes: encodeAxis(samples), read: readAxis, count },
    {
      what: 'heads',
      bytes: packHeads([head, { ...head, sum: 1 }]),
      read: bytes => unpackHeads(bytes).length,
      count: 2,
    },
  ];
}

function readAxis(bytes: Uint8Array): number {
  const reader = openAxis(bytes);
  expect(reader.indexAt(Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(reader.count);
  return reader.axis().t.length;
}

/** The check sum made to fit, as if damage had come before it was taken. */
function withFittingCrc(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) return bytes;
  const end = bytes.length - 4;
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(end, crc32(bytes.subarray(0, end)), true);
  return bytes;
}

function spoil(bytes: Uint8Array, random: () => number): Uint8Array {
  const spoilt = bytes.slice(0, random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length);
  const flips = 1 + Math.floor(random() * 3);
  for (let flip = 0; flip < flips && spoilt.length > 0; flip++) {
    // Half of the flips near the front, where lengths and kinds are.
    const at = Math.floor(random() * (random() < 0.5 ? Math.min(24, spoilt.length) : spoilt.length));
    spoilt[at] = (spoilt[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return spoilt;
}

test('flipped bits and cut ends are found out, never read', () => {
  const random = seededRandom(21);
  for (const samples of historySamples({ seed: 22, total: 20_000, largest: 400 })) {
    for (const { bytes, read } of encodedOf(samples)) {
      for (let round = 0; round < 10; round++) {
        const spoilt = spoil(bytes, random);
        if (Buffer.compare(spoilt, bytes) !== 0) expect(() => read(spoilt)).toThrow(ChunkDamaged);
      }
    }
  }
});

test('bytes that were damaged before their check sum are read in full or found out, without a hang or a crash', () => {
  const random = seededRandom(23);
  let found = 0;
  for (const samples of historySamples({ seed: 24, total: 60_000, largest: 300 })) {
    for (const { bytes, read, what, count } of encodedOf(samples)) {
      for (let round = 0; round < 20; round++)
        found += Number(isFoundOut(() => read(withFittingCrc(spoil(bytes, random))), { what, count }));
    }
  }
  expect(found).toBeGreaterThan(1000);
});

function isFoundOut(read: () => number, { what, count }: { what: string; count: number }): boolean {
  try {
    const got = read();
    if (what === 'column') expect(got).toBe(count);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(ChunkDamaged);
    return true;
  }
}

test('bytes of a later version are refused by name', () => {
  const bytes = encodeColumn({ v: Float64Array.of(1), q: Uint16Array.of(0x201) });
  bytes[0] = 9;
  expect(() => decodeColumn(withFittingCrc(bytes), 1)).toThrow('version 9 is not known');
});

test('a column is refused when its axis has another number of samples', () => {
  const bytes = encodeColumn({ v: new Float64Array(3), q: new Uint16Array(3) });
  expect(() => decodeColumn(bytes, 4)).toThrow(ChunkDamaged);
});

test('nothing at all is damage', () => {
  for (const read of [openAxis, unpackHeads, (bytes: Uint8Array) => decodeColumn(bytes, 0)]) {
    expect(() => read(new Uint8Array(0))).toThrow(ChunkDamaged);
  }
});
