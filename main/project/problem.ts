/** A mistake in a station project: where it is, what is wrong, what would be right. All of them are reported at once. */
import type { Language, Text } from '../../shared/text/text.ts';
import { StationError } from '../platform/station-error.ts';

export interface Problem {
  /** Path relative to the project folder. */
  readonly file: string;
  /** One-based; 0 when the file as a whole is meant. */
  readonly line: number;
  readonly column: number;
  readonly what: Text;
  readonly right: Text;
}

/** `file:line:column`, or the file alone when it is meant as a whole. */
export const placeOf = ({ file, line, column }: Problem): string => (line === 0 ? file : `${file}:${line}:${column}`);

/** More than a person would read at once; `problems` has them all. */
const MAX_LISTED = 50;

/** Every file gets its share of the list, so that a long one does not push the others out of sight. */
function listed(problems: readonly Problem[], language: Language): string {
  const byFile = [...Map.groupBy(problems, p => p.file).values()];
  const share = problems.length <= MAX_LISTED ? MAX_LISTED : Math.max(1, Math.floor(MAX_LISTED / byFile.length));
  const shown = byFile.flatMap(ofFile => ofFile.slice(0, share)).slice(0, MAX_LISTED);
  // Cells of a damaged file may hold anything: a terminal must not obey it, and one problem is one line.
  const lines = shown.map(p => `  ${placeOf(p)} ${p.what[language]} — ${p.right[language]}`.replace(/\p{Cc}+/gu, ' '));
  const left = problems.length - shown.length;
  if (left > 0) lines.push(language === 'zh' ? `  …… 另有 ${left} 处` : `  … and ${left} more`);
  return lines.join('\n');
}

/** A project that cannot be used. Carries every problem; a station is never started from half a project. */
export class ProjectError extends StationError {
  readonly problems: readonly Problem[];

  constructor(directory: string, problems: readonly Problem[]) {
    super({
      code: 'bad-project',
      message: `The station project ${directory} has ${problems.length} problem(s):\n${listed(problems, 'en')}`,
      hint: 'Mend every place listed above and start again; nothing has been started.',
      retry: 'operator',
      zh: {
        message: `站场工程 ${directory} 有 ${problems.length} 处错误：\n${listed(problems, 'zh')}`,
        hint: '请逐条改正后重新启动；本次没有启动任何部分。',
      },
    });
    this.problems = problems;
  }
}

/** Collects problems in the order found and sorts them by place when asked. */
export class ProblemList {
  readonly #problems: Problem[] = [];

  add(problem: Problem): void {
    this.#problems.push(problem);
  }

  get count(): number {
    return this.#problems.length;
  }

  get all(): readonly Problem[] {
    return this.#problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
  }
}
