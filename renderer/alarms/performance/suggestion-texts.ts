/** A suggestion as a person reads it (pure): what it would have done, and what to change for it. */
import type { AlarmSuggestion } from '../../../shared/model/alarm-journal.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { PerformanceTexts } from '../../../shared/text/performance/performance.ts';
import { durationText } from './figure-texts.ts';

export interface SuggestionLines {
  readonly result: string;
  /** `deadband 0 → 0.05 MPa · off-delay 0 s → 10 s`; empty when nothing is to be changed. */
  readonly change: string;
}

/** Null: the alarm is none that history says anything about. */
export function suggestionLines(
  suggestion: AlarmSuggestion | null,
  texts: PerformanceTexts,
  unit: string,
): SuggestionLines {
  const words = texts.suggestion;
  if (suggestion === null) return { result: words.notTunable, change: '' };
  const { before, removed, missed, trueExcursions } = suggestion;
  const blanks = { before, removed, missed, excursions: trueExcursions };
  const told = Object.fromEntries(Object.entries(blanks).map(([name, count]) => [name, String(count)]));
  const template = suggestion.suggested === null ? words.none : words.found;
  return { result: fill(template, told), change: changeText(suggestion, words, unit) };
}

function changeText(
  { current, suggested }: AlarmSuggestion,
  words: PerformanceTexts['suggestion'],
  unit: string,
): string {
  if (suggested === null) return '';
  const seconds = (ms: number): string => durationText(ms / 1000);
  const from = `${words.deadband} ${current.deadband ?? 0} → ${suggested.deadband ?? 0}`;
  return [
    current.deadband === suggested.deadband ? [] : [unit === '' ? from : `${from} ${unit}`],
    current.onDelayMs === suggested.onDelayMs
      ? []
      : [`${words.onDelay} ${seconds(current.onDelayMs)} → ${seconds(suggested.onDelayMs)}`],
    current.offDelayMs === suggested.offDelayMs
      ? []
      : [`${words.offDelay} ${seconds(current.offDelayMs)} → ${seconds(suggested.offDelayMs)}`],
  ]
    .flat()
    .join(' · ');
}
