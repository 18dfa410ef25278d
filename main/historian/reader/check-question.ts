/** What no question about the history may ask (main thread): times that are none, spans that end before they begin (pure). */
import { StationError } from '../../platform/station-error.ts';
import type { HistoryQuery } from '../messages.ts';

/** Epoch ms as far as a date goes; beyond, no month has the time. */
const LAST_DATE = 8.64e15;

/** Throws `StationError` `history-question`: an answer without samples would seem to say that there are none. */
export function checkQuestion(query: HistoryQuery): void {
  for (const [name, value] of Object.entries(timesOf(query))) {
    if (!(Math.abs(value) <= LAST_DATE)) throw noTime(name, value);
  }
  const { from, to } = spanOf(query);
  if (from > to) throw backwards(from, to);
  if (query.name === 'aggregate' && !(query.steps.stepMs > 0)) throw noTime('stepMs', query.steps.stepMs);
}

function spanOf(query: HistoryQuery): { from: number; to: number } {
  switch (query.name) {
    case 'raw':
      return query.query;
    case 'aggregate':
      return query.steps;
    case 'slice':
      return { from: query.at, to: query.at };
    default:
      return query;
  }
}

function timesOf(query: HistoryQuery): Record<string, number> {
  if (query.name === 'slice') return { at: query.at };
  const { from, to } = spanOf(query);
  return { from, to };
}

function noTime(name: string, value: number): StationError {
  return refused(`"${name}" (${value}) is no time.`, `“${name}”（${value}）不是有效时间。`);
}

function backwards(from: number, to: number): StationError {
  return refused(`"from" (${from}) lies after "to" (${to}).`, `“from”（${from}）晚于“to”（${to}）。`);
}

function refused(why: string, zh: string): StationError {
  return new StationError({
    code: 'history-question',
    message: `The question about the history is not right: ${why}`,
    hint: 'Times are epoch ms UTC, at most ±8.64e15; steps are longer than 0.',
    retry: 'never',
    zh: { message: `历史查询不正确：${zh}`, hint: '时间为 UTC 毫秒时间戳，绝对值不超过 8.64e15；步长须大于 0。' },
  });
}
