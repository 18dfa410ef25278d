/**
 * What a person typed to look for something, as parts that have to be found (pure): the same for what comes live, for the journal
 * and for the events, so that they cannot disagree.
 */

/** Words between blanks, in small letters: all of them have to be found. None for an empty text, which everything fits. */
export const searchWords = (text: string | undefined): readonly string[] =>
  (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);

/** Whether one of the parts is in one of the texts, in any case. `undefined` asks for nothing and fits; an empty list fits nothing. */
export function hasOneOf(texts: readonly (string | null | undefined)[], parts: readonly string[] | undefined): boolean {
  if (parts === undefined) return true;
  const small = texts.flatMap(text => text?.toLowerCase() ?? []);
  return parts.some(part => small.some(text => text.includes(part.toLowerCase())));
}

/** Whether each word of a text is in one of the texts, in any case. */
export const hasAllWords = (texts: readonly (string | null | undefined)[], text: string | undefined): boolean =>
  searchWords(text).every(word => hasOneOf(texts, [word]));
