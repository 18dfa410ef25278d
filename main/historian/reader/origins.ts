/**
 * Where each stored sample came from (pure, reader thread). A commit is of one origin, so the sequence number of a sample tells,
 * also where imports and live samples lie between each other in time.
 */
import { ORIGINS, type Origin, type Samples } from '../samples.ts';

/** A chunk that is not from the field. */
export interface ImportedChunk {
  readonly origin: Exclude<Origin, 'live'>;
  readonly firstT: number;
  readonly lastT: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Of each sample; only looked at where the chunk is of several commits. */
  readonly seq: () => Float64Array;
}

/** One a sample: its place in `ORIGINS`, 0 (live) where no import has its number. */
export function originsOf({ t, seq }: Samples, imports: readonly ImportedChunk[]): Uint8Array {
  const origins = new Uint8Array(t.length);
  const first = t[0] ?? 0;
  const last = t.at(-1) ?? 0;
  const numbers = new Map<number, number>();
  for (const chunk of imports) {
    if (chunk.firstT > last || chunk.lastT < first) continue;
    const place = ORIGINS.indexOf(chunk.origin);
    const commits = chunk.firstSeq === chunk.lastSeq ? [chunk.firstSeq] : chunk.seq();
    for (const number of commits) numbers.set(number, place);
  }
  if (numbers.size === 0) return origins;
  for (let i = 0; i < origins.length; i++) origins[i] = numbers.get(seq[i] ?? 0) ?? 0;
  return origins;
}
