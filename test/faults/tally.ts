/** Sums of the fault runs, by kind of fault, in the form of the benches. */
import type { BenchCase } from '../bench/bench.ts';

export interface Outcome {
  readonly lost: number;
  readonly duplicated: number;
  readonly corrupt: number;
  /** Values that were given as the newest and were not. */
  readonly stale: number;
  readonly problems: readonly string[];
}

/** What every fault run takes. */
export interface FaultOptions {
  /** ≤ 60 s, same cases. */
  readonly quick: boolean;
  /** Runs of each of the kinds that are repeated; null = as many as are usual. */
  readonly runs: number | null;
  /** The same seed breaks at the same instants, as far as that is in our hands. */
  readonly seed: number;
  /** Folder for everything, removed by the caller. */
  readonly folder: string;
  readonly tally: Tally;
  readonly progress: (text: string) => void;
}

interface Sums {
  runs: number;
  lost: number;
  duplicated: number;
  corrupt: number;
  stale: number;
  note: string;
  kept: number;
}

/** Of each run, and of each kind. */
const KEPT_OF_ONE = 3;
const KEPT_PROBLEMS = 60;

export class Tally {
  readonly #kinds = new Map<string, Sums>();
  readonly problems: string[] = [];
  /** Kinds that could not be run here, and why. */
  readonly absent: Record<string, string> = {};

  /** One run of a kind. */
  add(kind: string, outcome: Outcome, place = ''): void {
    const sums = this.#sums(kind);
    sums.runs++;
    for (const what of ['lost', 'duplicated', 'corrupt', 'stale'] as const) sums[what] += outcome[what];
    for (const problem of outcome.problems.slice(0, KEPT_OF_ONE)) {
      if (sums.kept++ < KEPT_PROBLEMS) this.problems.push(`${kind} ${place}: ${problem}`);
    }
  }

  /** What else there is to say about a kind. */
  note(kind: string, text: string): void {
    this.#sums(kind).note = text;
  }

  get isFine(): boolean {
    return [...this.#kinds.values()].every(s => s.lost + s.duplicated + s.corrupt + s.stale === 0);
  }

  cases(): Record<string, BenchCase> {
    const all = [...this.#kinds.values()];
    const sum = (what: keyof Omit<Sums, 'note' | 'kept'>): number => all.reduce((total, s) => total + s[what], 0);
    const totals = (['lost', 'duplicated', 'corrupt', 'stale', 'runs'] as const).map(
      what => [what, { value: sum(what), unit: 'count' }] as const,
    );
    const kinds = [...this.#kinds].map(([kind, s]) => {
      const found = `lost ${s.lost}, duplicated ${s.duplicated}, corrupt ${s.corrupt}, stale ${s.stale}`;
      return [kind, { value: s.runs, unit: 'runs', note: s.note === '' ? found : `${found}; ${s.note}` }] as const;
    });
    return Object.fromEntries([...totals, ...kinds]);
  }

  #sums(kind: string): Sums {
    const sums = this.#kinds.get(kind) ?? { runs: 0, lost: 0, duplicated: 0, corrupt: 0, stale: 0, note: '', kept: 0 };
    this.#kinds.set(kind, sums);
    return sums;
  }
}
