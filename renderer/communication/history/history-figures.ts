/**
 * The figures of the historian as a person reads them. Pure. What nobody could look up reads `----`: it is never drawn as 0, and
 * 0 is said where it is known.
 */
import type { HistoryStatus } from '../../../shared/model/history.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { HistoryTexts } from '../../../shared/text/history.ts';
import { ageText } from '../../../shared/time/age.ts';
import { datedTime, isOneYear } from '../../../shared/time/dated-time.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatBytes, formatNumber, NO_VALUE } from '../../../shared/units/format.ts';

/** How many values were stored at an instant of the screen's clock, ms. */
export interface StoredAt {
  readonly at: number;
  readonly stored: number;
}

/** Commits come in lumps; a rate over less than this jumps, ms. */
const RATE_OVER_MS = 10_000;
/** Beyond this a date says less than the number of years. */
const YEARS_AHEAD = 50;
const YEAR_MS = 365.25 * 86_400_000;

/** The points that the rate is taken from, with the newest; anew when the station has started again. */
export function withPoint(points: readonly StoredAt[], point: StoredAt): readonly StoredAt[] {
  const last = points.at(-1);
  if (last !== undefined && point.stored < last.stored) return [point];
  // One that is too old stays, so that the span is never shorter.
  const first = points.findLastIndex(({ at }) => at <= point.at - RATE_OVER_MS);
  return [...points.slice(Math.max(0, first)), point];
}

/** Values a second; null while there is only one point. */
export function rateOf(points: readonly StoredAt[]): number | null {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return null;
  return ((last.stored - first.stored) * 1_000) / (last.at - first.at);
}

export type FactName = keyof HistoryTexts['fact'];
export type HistoryFact = readonly [name: FactName, value: string];

export interface FactInput {
  readonly status: HistoryStatus;
  readonly rate: number | null;
  readonly texts: HistoryTexts;
  readonly timeZone: string;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

/** In the order in which they stand. */
export function historyFacts(input: FactInput): readonly HistoryFact[] {
  const { status, rate, texts } = input;
  return [
    ['rate', rate === null ? NO_VALUE : fill(texts.perSecond, { count: formatNumber(rate, 0) })],
    ['pending', formatNumber(status.pending, 0)],
    ['lost', formatNumber(status.lost, 0)],
    ['commit', status.commitP99Ms === null ? NO_VALUE : `${formatNumber(status.commitP99Ms, 1)} ms`],
    ['samples', formatNumber(status.totalSamples, 0)],
    ['size', sizeText(status, texts)],
    ['log', formatBytes(status.logBytes)],
    ['reserve', status.reserveBytes === 0 ? texts.reserveInUse : formatBytes(status.reserveBytes)],
    ['free', formatBytes(status.freeBytes)],
    ['fullAt', fullText(input)],
    ['backup', backupText(input)],
    ['check', checkText(input)],
  ];
}

/** State, and why it is not as it should be. */
export function stateText({ state, trouble }: Pick<HistoryStatus, 'state' | 'trouble'>, texts: HistoryTexts): string {
  if (trouble === null) return texts.state[state];
  return fill(texts.stateAndReason, { state: texts.state[state], reason: reasonText(trouble, texts) });
}

/** What the message row says while nothing is recorded; null while it is. `since` when nothing was stored yet: the start. */
export function notRecordedText(
  { state, trouble, lastCommitAt }: Pick<HistoryStatus, 'state' | 'trouble' | 'lastCommitAt'>,
  { texts, timeZone, startedAt, now }: { texts: HistoryTexts; timeZone: string; startedAt: number; now: number },
): string | null {
  if (state === 'recording') return null;
  const time = datedTime(lastCommitAt ?? startedAt, { timeZone, now });
  return fill(texts.notRecorded, { time, reason: reasonText(trouble ?? 'failed', texts) });
}

/** A code that this screen does not know is better than nothing. */
function reasonText(trouble: string, texts: HistoryTexts): string {
  return Object.entries(texts.trouble).find(([code]) => code === trouble)?.[1] ?? trouble;
}

function sizeText({ totalBytes, totalSamples }: HistoryStatus, texts: HistoryTexts): string {
  if (totalBytes === null || totalSamples === null || totalSamples === 0) return formatBytes(totalBytes);
  return fill(texts.perSample, { size: formatBytes(totalBytes), each: formatNumber(totalBytes / totalSamples, 2) });
}

function fullText({ status: { fullAt, bytesPerDay, freeBytes }, texts, timeZone, now }: FactInput): string {
  // Of a station that has just started nobody knows yet how fast its history grows.
  if (fullAt === null) return bytesPerDay === null && freeBytes !== null ? texts.fullNotYet : NO_VALUE;
  if (fullAt > now + YEARS_AHEAD * YEAR_MS) return fill(texts.beyondYears, { count: String(YEARS_AHEAD) });
  return zoneClock(timeZone).at(fullAt).date;
}

function backupText(input: FactInput): string {
  const { texts } = input;
  const { lastBackup } = input.status;
  if (lastBackup === null) return texts.never;
  return fill(lastBackup.isVerified ? texts.verified : texts.notVerified, { time: momentText(lastBackup.at, input) });
}

function checkText(input: FactInput): string {
  const { texts } = input;
  const { lastCheck } = input.status;
  if (lastCheck === null) return texts.never;
  const { at, isDeep, problems } = lastCheck;
  const result = problems === 0 ? texts.noProblems : fill(texts.problems, { count: String(problems) });
  return fill(texts.checked[isDeep ? 'deep' : 'fast'], { time: momentText(at, input), result });
}

/** `MM-DD HH:MM` of this year; of another one the date with its year and how old it is. */
function momentText(at: number, { texts, timeZone, now }: FactInput): string {
  const clock = zoneClock(timeZone);
  const { date, time } = clock.at(at);
  if (isOneYear(date, clock.at(now).date)) return `${date.slice(5)} ${time.slice(0, 5)}`;
  return fill(texts.otherYear, { date, age: ageText(now - at) });
}
