/**
 * A number as people type it: full-width digits of a Chinese input method, a decimal comma, the printed minus, thousands
 * commas as the screen prints them. Pure. What could mean two numbers is refused and never guessed: `1,234` is a thousand for
 * one person and a little more than one for another.
 */
export type NumberEntry = { readonly kind: 'number'; readonly value: number } | { readonly kind: NumberProblem };
export type NumberProblem = 'empty' | 'no-number' | 'ambiguous';

const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

export function readNumber(typed: string): NumberEntry {
  // NFKC makes full-width digits, points, commas and signs half-width.
  const text = typed
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[\u2212\u2013]/g, '-')
    .replaceAll('\u3002', '.');
  if (text === '') return { kind: 'empty' };
  const commas = text.split(',').length - 1;
  if (commas === 0) return numberOf(text);
  if (commas === 1 && !text.includes('.')) return oneComma(text);
  return THOUSANDS.test(text) ? numberOf(text.replaceAll(',', '')) : { kind: 'no-number' };
}

/** Three digits behind it may be thousands; a leading zero shows that they are not. */
function oneComma(text: string): NumberEntry {
  const isEither = THOUSANDS.test(text) && !/^[+-]?0/.test(text);
  return isEither ? { kind: 'ambiguous' } : numberOf(text.replace(',', '.'));
}

function numberOf(text: string): NumberEntry {
  const value = PLAIN.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'no-number' };
}
