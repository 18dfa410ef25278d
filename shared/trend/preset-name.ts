/** What a trend preset may be called (pure): one rule for the dialog and for the station. */

/** Characters. */
export const LONGEST_PRESET_NAME = 40;

/** As it is kept: composed, without blanks around it, one blank between words. */
export const presetName = (typed: string): string => typed.normalize('NFC').trim().replace(/\s+/g, ' ');

export type NameProblem = 'empty' | 'too-long' | 'no-letters' | 'control';

/** Of a name as `presetName` gives it; null when it is right. */
export function presetNameProblem(name: string): NameProblem | null {
  if (name === '') return 'empty';
  if (Array.from(name).length > LONGEST_PRESET_NAME) return 'too-long';
  if (/\p{Cc}|\p{Cf}/u.test(name)) return 'control';
  // A name that is only dots and dashes finds nobody again.
  return /[\p{L}\p{N}]/u.test(name) ? null : 'no-letters';
}

/** Names that differ in case or width alone are one name. */
export const presetKey = (name: string): string => presetName(name).normalize('NFKC').toLowerCase();
