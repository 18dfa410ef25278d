/** How a check or a backup ended, in the words of the screen. Pure. */

import type { CheckResult, Problem } from '../../../shared/model/history-care.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { HistoryTexts } from '../../../shared/text/history.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatBytes, formatNumber } from '../../../shared/units/format.ts';
import type { CareResult } from '../../store/care-run.ts';

export interface OutcomeText {
  readonly head: string;
  readonly lines: readonly string[];
}

/** Problems named one by one; the rest are counted. */
const MOST_NAMED = 5;
const count = (number: number): string => formatNumber(number, 0);

export function outcomeText(result: CareResult, texts: HistoryTexts, timeZone: string): OutcomeText {
  return result.kind === 'check' ? checkText(result.check, texts, timeZone) : backupText(result, texts);
}

function checkText(check: CheckResult, { care }: HistoryTexts, timeZone: string): OutcomeText {
  const words = care.check;
  const { isDeep, files, samples, problems, problemCount } = check;
  const named = problems.slice(0, MOST_NAMED);
  const rest = problemCount - named.length;
  return {
    head: problemCount === 0 ? words.good : fill(words.bad, { count: count(problemCount) }),
    lines: [
      fill(isDeep ? words.read : words.readFast, { files: count(files), samples: count(samples) }),
      ...named.map(problem => problemText(problem, timeZone)),
      ...(rest > 0 ? [fill(words.more, { count: count(rest) })] : []),
    ],
  };
}

/** File, tag and span in figures; the reason is detail for support and English in both languages. */
function problemText({ file, tag, from, to, why }: Problem, timeZone: string): string {
  const clock = zoneClock(timeZone);
  const moment = (at: number): string => {
    const { date, time } = clock.at(at);
    return `${date} ${time}`;
  };
  const span = from === null || to === null ? [] : [`${moment(from)} – ${moment(to)}`];
  return [file, ...(tag === null ? [] : [tag]), ...span, why].join(' · ');
}

function backupText({ backup, proof }: Extract<CareResult, { kind: 'backup' }>, { care }: HistoryTexts): OutcomeText {
  const words = care.backup;
  const { copied, files, bytes, samples, folder, isSameDisk } = backup;
  return {
    head: proof?.isGood === false ? words.notGood : words.done,
    lines: [
      folder,
      fill(words.copied, {
        copied: count(copied.length),
        files: count(files),
        size: formatBytes(bytes),
        samples: count(samples),
      }),
      ...(isSameDisk ? [words.sameDisk] : []),
      ...(proof === null ? [words.notProven] : proof.isGood ? [words.proven] : proof.problems.slice(0, MOST_NAMED)),
    ],
  };
}
