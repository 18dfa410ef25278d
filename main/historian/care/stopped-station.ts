/**
 * The data folder of a station that is stopped, locked while its files are replaced (command line). Whoever repairs or restores
 * means this folder: the advice to take another one, which a start gives, would be wrong here.
 */
import { type DataDirectory, openDataDirectory } from '../../platform/data-directory.ts';
import { StationError, type StationErrorBody } from '../../platform/station-error.ts';

type Hint = Pick<StationErrorBody, 'hint'> & { readonly zhHint: string };

const HINTS: Readonly<Record<string, Hint>> = {
  'data-locked': {
    hint: 'Stop that station first, then run the command again. Nothing has been changed.',
    zhHint: '请先停止该站控，再重新执行本命令。未作任何更改。',
  },
  'data-not-writable': {
    hint: 'Give this user the right to write there, then run the command again. Nothing has been changed.',
    zhHint: '请给当前用户写权限，再重新执行本命令。未作任何更改。',
  },
};

/** Throws `StationError` `data-locked` while a station runs there, and `data-not-writable`. */
export function lockStoppedStation(folder: string): DataDirectory {
  try {
    return openDataDirectory(folder);
  } catch (error) {
    const hint = error instanceof StationError ? HINTS[error.code] : undefined;
    if (!(error instanceof StationError) || hint === undefined) throw error;
    const { code, message, retry, zh } = error;
    const body = { code, message, retry, hint: hint.hint, zh: { message: zh.message, hint: hint.zhHint } };
    throw new StationError(body, { cause: error });
  }
}
