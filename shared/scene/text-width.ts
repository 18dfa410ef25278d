/**
 * Width of a short text without asking the layout engine, which would force a reflow for every value on every update, and which
 * the lint of scenes does not have. Advance widths of Noto Sans SC in em, weight 400; bold is up to 6 % wider (digits).
 */
const WIDTHS: readonly (readonly [number, string])[] = [
  [0.224, ' '],
  [0.278, '.,:;Iijl'],
  [0.34, '()f'],
  [0.357, '-'],
  [0.39, '/rt\u00b0'],
  [0.41, '\u00b3\u00b2\u2082'],
  [0.47, 'sz'],
  [0.51, 'cvxy'],
  [0.535, 'JFLY\u2013'],
  [0.58, 'EVX'],
  [0.61, 'ASTZbdhnopqu'],
  [0.64, 'BCPRK\u00b5\u03bc'],
  [0.7, 'DGHNUQO\u0394'],
  [0.81, 'wM'],
  [0.87, 'W'],
  [0.925, 'm%'],
  [1, '\u00b7\u00b1\u2019\u2026'],
];
const EM: ReadonlyMap<string, number> = new Map(
  WIDTHS.flatMap(([em, chars]) => Array.from(chars, char => [char, em] as const)),
);
/** Digits and most lower-case letters. */
const USUAL = 0.555;
const CHINESE_FROM = 0x2e7f;
const BOLD_FACTOR = 1.06;

/** Width in the same unit as `sizePx`. Good to about 3 %. */
export function textWidth(text: string, sizePx: number, isBold = false): number {
  let em = 0;
  for (const char of text) em += EM.get(char) ?? (char.charCodeAt(0) > CHINESE_FROM ? 1 : USUAL);
  return em * sizePx * (isBold ? BOLD_FACTOR : 1);
}

/** The text, cut at its end with an ellipsis where it would be wider than `width`, px. */
export function shortenedTo(
  text: string,
  { sizePx, width }: { readonly sizePx: number; readonly width: number },
): string {
  if (textWidth(text, sizePx) <= width) return text;
  // By code point: half of a surrogate pair is no character.
  const characters = Array.from(text);
  while (characters.length > 0 && textWidth(`${characters.join('')}\u2026`, sizePx) > width) characters.pop();
  return `${characters.join('')}\u2026`;
}

/** How many characters of a word count as its end where words are not divided by spaces. */
const END_CHARACTERS = 4;

/**
 * Cut in the middle: what a message is about stands first and what has happened last ("… high"), and neither may be lost. Where not
 * even the end has room it is cut at the end.
 */
export function shortenedWithin(
  text: string,
  { sizePx, width }: { readonly sizePx: number; readonly width: number },
): string {
  if (textWidth(text, sizePx) <= width) return text;
  const space = text.lastIndexOf(' ');
  const end = space < 0 ? Array.from(text).slice(-END_CHARACTERS).join('') : text.slice(space);
  const start = shortenedTo(text.slice(0, text.length - end.length), { sizePx, width: width - textWidth(end, sizePx) });
  return start.length > 1 ? `${start}${end}` : shortenedTo(text, { sizePx, width });
}
