/** How a check or a backup ended, in the words of the screen. Pure. */

import type { CheckResult, Problem } from '../../../shared/model/history-care.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { HistoryTexts } from '../../../shared/text/history.ts';
import type { Language } from '../../../shared/text/text.ts';
import { fullTime } from '../../../shared/time/dated-time.ts';
import { formatBytes, formatNumber } from '../../../shared/units/format.ts';
import type { CareResult } from '../../store/care-run.ts';

export interface OutcomeText {
  readonly head: string;
  readonly lines: readonly string[];
}

/** Problems named one by one; the rest are counted. */
const MOST_NAMED = 5;
const count = (number: number): string => formatNumber(number, 0);

/** Where and how a person reads. */
export interface OutcomeReader {
  readonly texts: HistoryTexts;
  readonly language: Language;
  readonly timeZone: string;
}

export function outcomeText(result: CareResult, reader: OutcomeReader): OutcomeText {
  return result.kind === 'check' ? checkText(result.check, reader) : backupText(result, reader);
}

function checkText(check: CheckResult, reader: OutcomeReader): OutcomeText {
  const words = reader.texts.care.check;
  const { isDeep, files, samples, problems, problemCount } = check;
  const named = problems.slice(0, MOST_NAMED);
  const rest = problemCount - named.length;
  return {
    head: problemCount === 0 ? words.good : fill(words.bad, { count: count(problemCount) }),
    lines: [
      fill(isDeep ? words.read : words.readFast, { files: count(files), samples: count(samples) }),
      ...named.map(problem => problemText(problem, reader)),
      ...(rest > 0 ? [fill(words.more, { count: count(rest) })] : []),
    ],
  };
}

function problemText({ file, tag, from, to, why }: Problem, { language, timeZone }: OutcomeReader): string {
  const span = from === null || to === null ? [] : [`${fullTime(from, timeZone)} – ${fullTime(to, timeZone)}`];
  return [file, ...(tag === null ? [] : [tag]), ...span, why[language]].join(' · ');
}

function backupText(
  { backup, proof }: Extract<CareResult, { kind: 'backup' }>,
  { texts, language }: OutcomeReader,
): OutcomeText {
  const words = texts.care.backup;
  const wrong = proof?.problems.slice(0, MOST_NAMED).map(problem => problem[language]) ?? [];
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
      ...(proof === null ? [words.notProven] : proof.isGood ? [words.proven] : wrong),
    ],
  };
}
