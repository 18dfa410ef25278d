/** What a check finds: where it is and what it means for whoever asks for these samples (pure). */
import type { CheckResult, Problem } from '../../../../shared/model/history-care.ts';

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
