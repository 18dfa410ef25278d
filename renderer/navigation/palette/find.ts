/**
 * Which entries are meant by what was typed: parts of the tag, Chinese text, how that is read, English words. Every word must be
 * found. A whole tag goes before its beginning, that before the beginning of a text, that before what only holds the word; of equals
 * screens go first, the station's own figures last. Pure. 10,000 entries take some milliseconds, so it runs at every key.
 */
import { ENTRY_KINDS, type Entry } from './entries.ts';
import { isWholeRead, type Reading, readAt, readingOf } from './pinyin.ts';

interface Indexed {
  readonly entry: Entry;
  readonly code: string;
  /** The tag as people type it who leave out what stands between: `pt1303`. */
  readonly bare: string;
  readonly zh: string;
  readonly en: string;
  readonly reading: Reading;
  /** A bit for each letter that a character may begin with: most entries are passed over by one look. */
  readonly initials: number;
  readonly kind: number;
}

export type EntryIndex = readonly Indexed[];

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
const barely = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');

export function indexOf(entries: readonly Entry[]): EntryIndex {
  return entries.map(entry => {
    const code = folded(entry.code);
    const zh = folded(entry.text.zh);
    const reading = readingOf(zh);
    return {
      entry,
      code,
      bare: barely(code),
      zh,
      en: folded(entry.text.en),
      reading,
      initials: reading.flat().reduce((bits, syllable) => bits | bitOf(syllable), 0),
      kind: ENTRY_KINDS.indexOf(entry.kind),
    };
  });
}

/** Of its first letter; digits share one. */
const bitOf = (text: string): number => {
  const letter = text.charCodeAt(0) - 97;
  return letter >= 0 && letter < 26 ? 1 << letter : 1 << 26;
};

/** The best `most`; all screens and views while nothing is typed. */
export function find(index: EntryIndex, typed: string, most: number): readonly Entry[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return index.flatMap(({ entry }) => (entry.kind === 'screen' || entry.kind === 'view' ? [entry] : []));
  }
  const found: { readonly item: Indexed; readonly rank: number }[] = [];
  for (const item of index) {
    const rank = rankOf(item, words);
    if (rank !== null) found.push({ item, rank });
  }
  // Stable: equals stay in the order of the project.
  return found
    .toSorted((a, b) => a.rank - b.rank || a.item.kind - b.item.kind)
    .slice(0, most)
    .map(({ item }) => item.entry);
}

/** The lower, the better; null when a word is nowhere. */
function rankOf(item: Indexed, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const rank = rankOfWord(item, word);
    if (rank === null) return null;
    sum += rank;
  }
  return sum;
}

const rankOfWord = (item: Indexed, word: string): number | null =>
  least(rankInCode(item, word), rankInText(item, word), rankInReading(item, word));

const least = (...ranks: readonly (number | null)[]): number | null =>
  ranks.reduce((best, rank) => (rank === null || (best !== null && best <= rank) ? best : rank), null);

function rankInCode({ code, bare }: Indexed, word: string): number | null {
  if (code === '') return null;
  if (code === word || bare === word) return 0;
  if (code.startsWith(word) || bare.startsWith(word)) return 1;
  const at = code.indexOf(word);
  if (at < 0) return null;
  return /[\p{L}\p{N}]/u.test(code[at - 1] ?? '') ? 7 : 2;
}

function rankInText({ zh, en }: Indexed, word: string): number | null {
  if (zh === word || en === word) return 1;
  const inZh = zh.indexOf(word);
  if (inZh >= 0) return inZh === 0 ? 3 : 5;
  const inEn = en.indexOf(word);
  if (inEn < 0) return null;
  if (inEn === 0) return 3;
  return en.includes(` ${word}`) ? 4 : 8;
}

function rankInReading({ reading, initials }: Indexed, word: string): number | null {
  if (!/^[a-z0-9]*[a-z][a-z0-9]*$/.test(word) || (initials & bitOf(word)) === 0) return null;
  const at = readAt(reading, word);
  if (at < 0) return null;
  if (isWholeRead(reading, word)) return 3;
  if (at === 0) return 4;
  // One letter begins a character somewhere in nearly everything.
  return word.length > 1 ? 6 : null;
}

/** All that is meant, in its own order. */
export function filterIndex(index: EntryIndex, typed: string): readonly Entry[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return index.flatMap(item => (rankOf(item, words) === null ? [] : [item.entry]));
}
