/** What the keys of the number pad make of what is typed. Pure; the text stays as people type it, and `number-entry.ts` reads it. */
export const PAD_DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const;

export type PadKey = (typeof PAD_DIGITS)[number] | '0' | '.' | 'sign' | 'back' | 'clear';

/** As long as a number of a station can be. */
const LONGEST = 16;
const MINUS = /^[-\u2212\uff0d]/;

export function pressPad(text: string, key: PadKey): string {
  switch (key) {
    case 'clear':
      return '';
    case 'back':
      return text.slice(0, -1);
    case 'sign':
      return MINUS.test(text) ? text.slice(1) : `-${text}`;
    case '.':
      return /[.,\uff0e\uff0c\u3002]/.test(text) ? text : `${/\d$/.test(text) ? text : `${text}0`}.`;
    default:
      return text.length >= LONGEST ? text : `${text}${key}`;
  }
}
