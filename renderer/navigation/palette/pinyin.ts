/**
 * Finds Chinese text by how it is read: initials (`tyyl`), whole syllables (`tiaoya`), or a mixture of both, beginning at any
 * character. A character with several readings is found by each. Letters and digits in the text stand for themselves, other signs
 * are passed over. Pure; the table is unfolded when it is first asked.
 */
import { PINYIN_TABLE } from './pinyin-table.ts';

/** Of each character of a text that can be typed: its readings, or itself. */
export type Reading = readonly (readonly string[])[];

let known: ReadonlyMap<string, readonly string[]> | null = null;

function table(): ReadonlyMap<string, readonly string[]> {
  if (known !== null) return known;
  const readings = new Map<string, string[]>();
  for (const entry of PINYIN_TABLE.flatMap(line => line.split(' '))) {
    const syllable = /^[a-z]+/.exec(entry)?.[0] ?? '';
    for (const character of entry.slice(syllable.length)) {
      const all = readings.get(character);
      if (all === undefined) readings.set(character, [syllable]);
      else all.push(syllable);
    }
  }
  known = readings;
  return readings;
}

/** `text` folded to lower case; what nobody knows how to read is passed over. */
export function readingOf(text: string): Reading {
  const reading: (readonly string[])[] = [];
  for (const character of text) {
    if (/[a-z0-9]/.test(character)) reading.push([character]);
    else {
      const readings = table().get(character);
      if (readings !== undefined) reading.push(readings);
    }
  }
  return reading;
}

/** Index of the first character from which `typed` can be read; −1 when there is none. `typed` is of lower-case letters and digits. */
export function readAt(reading: Reading, typed: string): number {
  for (let at = 0; at < reading.length; at++) if (isRead({ reading, at, isWhole: false }, typed)) return at;
  return -1;
}

/** Whether `typed` is the whole text, and not only its beginning. */
export const isWholeRead = (reading: Reading, typed: string): boolean =>
  isRead({ reading, at: 0, isWhole: true }, typed);

interface ReadPlace {
  readonly reading: Reading;
  readonly at: number;
  /** Nothing of the text may be left. */
  readonly isWhole: boolean;
}

/** Every character takes its initial (of zh, ch, sh also both letters) or its whole syllable; the last one may stop within it. */
function isRead({ reading, at, isWhole }: ReadPlace, typed: string): boolean {
  if (typed === '') return !isWhole || at === reading.length;
  const readings = reading[at];
  if (readings === undefined) return false;
  const goesOn = (length: number): boolean => isRead({ reading, at: at + 1, isWhole }, typed.slice(length));
  return readings.some(syllable => {
    if (syllable[0] !== typed[0]) return false;
    if (syllable.startsWith(typed) && (!isWhole || at === reading.length - 1)) return true;
    if (typed.startsWith(syllable) && goesOn(syllable.length)) return true;
    const double = /^[zcs]h/.test(syllable) && typed.startsWith(syllable.slice(0, 2));
    return (double && goesOn(2)) || (syllable.length > 1 && goesOn(1));
  });
}
