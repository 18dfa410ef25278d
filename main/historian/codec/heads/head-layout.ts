/** What a stored head is and how the fields of a pack of heads are laid out (pure). All of it is part of the storage format. */
import { type Interpolation, ORIGINS, type Origin } from '../../samples.ts';
import type { ChunkHead } from '../chunk-head.ts';

export const PACK_VERSION = 1;
/** What a reader believes at most of bytes that it cannot trust. */
export const MOST_HEADS = 2 ** 16;

/** A head with where its chunk is. */
export interface StoredHead extends ChunkHead {
  readonly chunkId: number;
  readonly axisId: number;
  readonly origin: Origin;
  /** Least and greatest sequence number of the chunk. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The rule by which the head was taken. */
  readonly interpolation: Interpolation;
}

/** Names of the first two fields of a pack by their numbers. */
export const NAMED_FIELDS = { origin: ORIGINS, interpolation: ['stepped', 'sloped'] } as const;

/** The fields behind them. */
export const NUMBER_FIELDS = [
  'count',
  'valid',
  'good',
  'firstT',
  'lastT',
  'firstV',
  'lastV',
  'firstQ',
  'lastQ',
  'worstQ',
  'min',
  'max',
  'minT',
  'maxT',
  'sum',
  'm2',
  'integral',
  'validMs',
  'goodMs',
  'nonZeroMs',
  'transitions',
  'falls',
  'chunkId',
  'axisId',
  'firstSeq',
  'lastSeq',
] as const satisfies readonly (keyof StoredHead)[];

/** Forms of a field: one number for all; the least and 1, 2, 4 bytes a head above it; floats; doubles. */
export const SAME = 0;
export const ABOVE_1 = 1;
export const ABOVE_2 = 2;
export const ABOVE_4 = 3;
export const FLOAT = 4;
export const DOUBLE = 5;
