/** What an export could not read of what was asked for: which file, which tag, from when to when (command line). */
import { basename } from 'node:path';
import type { Problem } from '../../../shared/model/history-care.ts';
import { checkMonthFile } from '../care/check/check-month.ts';
import { Findings } from '../care/check/problem.ts';
import type { Place } from '../care/disk-facts.ts';
import { monthOfFile, monthStart } from '../store/months.ts';

export interface Asked {
  readonly place: Place;
  readonly tags: readonly string[];
  /** Epoch ms; `to` is outside. */
  readonly from: number;
  readonly to: number;
}

export interface MissingPart {
  readonly file: string;
  readonly tag: string;
  /** Epoch ms, both inside. */
  readonly from: number;
  readonly to: number;
}

/** @param damaged paths of files in which something could not be read, also such that nobody asked for */
export function missingParts(damaged: readonly string[], asked: Asked): MissingPart[] {
  const parts = [...new Set(damaged)].flatMap(file => partsOf(file, asked));
  return [...new Map(parts.map(part => [JSON.stringify(part), part])).values()];
}

function partsOf(file: string, asked: Asked): MissingPart[] {
  const month = monthOfFile(basename(file));
  // The station database: the newest samples, of whatever time.
  if (month === null) return within({ file, from: asked.from, to: asked.to - 1 }, asked.tags, asked);
  const whole = { file, from: monthStart(month), to: monthStart(month + 1) - 1 };
  const findings = new Findings();
  checkMonthFile(asked.place.monthFolder, month, { isDeep: true, findings });
  const found = findings.problems.filter(({ kind }) => kind === 'samples' || kind === 'heads' || kind === 'file');
  // It could not be read a moment ago.
  if (found.length === 0) return within(whole, asked.tags, asked);
  return found.flatMap(problem => {
    const tags = asked.tags.filter(tag => problem.tag === null || problem.tag === tag);
    return within({ ...whole, ...spanOf(problem) }, tags, asked);
  });
}

/** Of damaged heads the check does not say from when to when they were: it may be anything in the month. */
function spanOf({ kind, from, to }: Problem): { from?: number; to?: number } {
  return kind === 'samples' && from !== null && to !== null ? { from, to } : {};
}

function within(part: Omit<MissingPart, 'tag'>, tags: readonly string[], { from, to }: Asked): MissingPart[] {
  const span = { from: Math.max(part.from, from), to: Math.min(part.to, to - 1) };
  return span.from > span.to ? [] : tags.map(tag => ({ file: part.file, tag, ...span }));
}
