/** What a check finds: where it is and what it means for whoever asks for these samples (pure). */
export type ProblemKind =
  /** The file cannot be read as a database, or its trees are broken. */
  | 'file'
  /** Samples cannot be decoded. */
  | 'samples'
  /** Heads of chunks cannot be decoded: their samples cannot be found. */
  | 'heads'
  /** A head says something else than its samples. */
  | 'head-differs'
  /** Chunks or axes that nothing refers to, or a chunk that two heads do. */
  | 'references'
  /** Counts or marks that do not fit what is there. */
  | 'counts'
  /** A commit of the journal cannot be decoded. */
  | 'journal';

export interface Problem {
  /** Name of the file in its folder. */
  readonly file: string;
  readonly kind: ProblemKind;
  readonly tag: string | null;
  /** Span of the samples that are hit, epoch ms; null where nothing tells. */
  readonly from: number | null;
  readonly to: number | null;
  readonly samples: number | null;
  /** Detail for support, English. */
  readonly why: string;
}

export interface CheckResult {
  readonly at: number;
  readonly isDeep: boolean;
  readonly files: number;
  /** Samples that were decoded. */
  readonly samples: number;
  /** The first thousand. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

const KEPT = 1_000;

/** Gathers problems of one check. */
export class Findings {
  readonly problems: Problem[] = [];
  count = 0;
  samples = 0;
  files = 0;

  add(problem: Pick<Problem, 'file' | 'kind' | 'why'> & Partial<Problem>): void {
    this.count++;
    if (this.problems.length < KEPT) this.problems.push({ tag: null, from: null, to: null, samples: null, ...problem });
  }

  result(at: number, isDeep: boolean): CheckResult {
    const { files, samples, problems, count } = this;
    return { at, isDeep, files, samples, problems, problemCount: count };
  }
}
