/**
 * What a historian must answer, from a flat list of everything that was ever given to it: by commit, never thinned, never packed.
 * The rules for what follows an import are those of docs and ADR 9, put as plainly as can be. Shares no code with main/historian.
 */
import { NOT_RECORDED } from '../../shared/model/quality.ts';
import { type FlatHistory, type FlatSample, flatMerge } from './history-reference.ts';

/** Samples of a chunk at most; what is left of an import after whole chunks has its own step. */
const CHUNK = 2_048;
const HOLD_MS = 600_000;
const RARE = 16;
const NOBODY = 0;

interface Import {
  readonly t: readonly number[];
}

export class HistoryModel {
  readonly interpolation: 'stepped' | 'sloped';
  readonly #commits: FlatSample[][] = [];
  readonly #imports: Import[] = [];
  #newest: FlatSample | null = null;
  #isGapped = false;

  constructor(interpolation: 'stepped' | 'sloped') {
    this.interpolation = interpolation;
  }

  /** Newest live sample by sequence; gaps are none. */
  get newest(): FlatSample | null {
    return this.#newest;
  }

  record(samples: readonly FlatSample[]): void {
    if (samples.length === 0) return;
    this.#commits.push([...samples]);
    this.#newest = samples.at(-1) ?? null;
    this.#isGapped = false;
  }

  /** Samples with rising times, no further apart than a second. */
  import(samples: readonly FlatSample[]): void {
    this.#commits.push([...samples]);
    this.#imports.push({ t: samples.map(s => s.t) });
  }

  /** A start after a run that was last alive at `at`. */
  gap(at: number, seq: number): void {
    const last = this.#newest;
    if (last === null || this.#isGapped || last.q >>> 8 === 0 || last.q >>> 8 > 2) return;
    this.#commits.push([{ t: Math.max(at, last.t) + 1, v: Number.NaN, q: NOT_RECORDED, seq }]);
    this.#isGapped = true;
  }

  /** All that is stored, in order. */
  stored(keepVersions = false): FlatSample[] {
    return flatMerge(this.#commits, keepVersions);
  }

  /** With the ends of imports after which nothing comes for long. */
  history(knownUntil: number): FlatHistory {
    const samples = this.stored();
    const ends = this.#imports.flatMap(({ t }) => {
      const last = t.at(-1) ?? 0;
      const isFollowed = samples.some(s => s.t > last && s.t <= last + HOLD_MS);
      return isFollowed || lastChunkOf(t) < RARE ? [] : [last + HOLD_MS];
    });
    const made = ends.map(t => ({ t, v: Number.NaN, q: NOT_RECORDED, seq: NOBODY }));
    return {
      samples: [...samples, ...made].toSorted((a, b) => a.t - b.t),
      ...{ interpolation: this.interpolation, knownUntil },
    };
  }
}

function lastChunkOf(t: readonly number[]): number {
  const month = new Date(t.at(-1) ?? 0).getUTCMonth();
  const count = t.filter(time => new Date(time).getUTCMonth() === month).length;
  const pieces = Math.ceil(count / CHUNK);
  return count - Math.floor(((pieces - 1) * count) / pieces);
}
