/**
 * What the operating system and SQLite refuse, as trouble that a person can act on: in both languages, with a way to mend it
 * (pure). Names of codes are those of errno(3) and sqlite.org/rescode.html.
 */
import type { Text } from '../../shared/text/text.ts';
import { StationError } from './station-error.ts';

interface Meaning {
  readonly what: Text;
  readonly hint: Text;
}

const NO_RIGHT: Meaning = {
  what: { zh: '没有访问权限', en: 'this user may not go there' },
  hint: {
    zh: '请给当前用户该处的权限，或指定其他位置。',
    en: 'Give this user the right to it, or name another place.',
  },
};
const FULL: Meaning = {
  what: { zh: '磁盘已满', en: 'the disk is full' },
  hint: { zh: '请清理该磁盘，或指定其他磁盘上的位置。', en: 'Make room on this disk, or name a place on another.' },
};
const READ_ONLY: Meaning = {
  what: { zh: '该处只读', en: 'it can only be read' },
  hint: {
    zh: '请指定可写的位置，或以可写方式挂载该磁盘。',
    en: 'Name a place that can be written, or mount the disk for writing.',
  },
};
const FAULT: Meaning = {
  what: { zh: '磁盘读写错误', en: 'the disk reports an error' },
  hint: { zh: '请检查磁盘及其连接，然后重试。', en: 'Look at the disk and how it is connected, then try again.' },
};
const DAMAGED: Meaning = {
  what: { zh: '数据库文件已损坏', en: 'a database file is damaged' },
  hint: {
    zh: '先用 verify --deep 检查，停站后用 repair 修复，或从备份恢复。',
    en: 'Look with verify --deep; then repair with the station stopped, or restore a backup.',
  },
};
const BUSY: Meaning = {
  what: { zh: '文件正被其他程序占用', en: 'another program holds the file' },
  hint: { zh: '请等待该程序结束后重试。', en: 'Wait until that has ended, then try again.' },
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: {
    what: { zh: '文件或所在文件夹不存在', en: 'there is no such file, or its folder does not exist' },
    hint: { zh: '请先建立该文件夹，或检查路径。', en: 'Make the folder first, or look at the path.' },
  },
  EEXIST: {
    what: { zh: '文件已存在，不会被覆盖', en: 'the file is there already and is not written over' },
    hint: { zh: '请指定其他文件名，或先移走该文件。', en: 'Name another file, or move that one away first.' },
  },
  EISDIR: {
    what: { zh: '这是文件夹，而不是文件', en: 'it is a folder and no file' },
    hint: { zh: '请指定该文件夹中的文件名。', en: 'Name a file in it.' },
  },
  ENOTDIR: {
    what: { zh: '路径中有一段是文件，而不是文件夹', en: 'a part of the path is a file and no folder' },
    hint: { zh: '请检查路径。', en: 'Look at the path.' },
  },
  ...{ EACCES: NO_RIGHT, EPERM: NO_RIGHT, ENOSPC: FULL, EDQUOT: FULL, EROFS: READ_ONLY, EIO: FAULT, EBUSY: BUSY },
  ...{ SQLITE_FULL: FULL, SQLITE_READONLY: READ_ONLY, SQLITE_IOERR: FAULT, SQLITE_BUSY: BUSY },
  ...{ SQLITE_CORRUPT: DAMAGED, SQLITE_NOTADB: DAMAGED, SQLITE_CANTOPEN: NO_RIGHT },
};

/** `SQLITE_IOERR_READ` means what `SQLITE_IOERR` does. */
const meaningOf = (code: string): Meaning | undefined =>
  MEANINGS[code] ?? MEANINGS[code.split('_').slice(0, 2).join('_')];

/** The same trouble in words; null for an error that is none of the system's, a mistake of the program. */
export function systemTrouble(error: unknown): StationError | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  const code = String(error.code);
  const meaning = meaningOf(code);
  if (meaning === undefined) return null;
  const { what, hint } = meaning;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  return new StationError(
    {
      code: 'system-refused',
      message: `${path === null ? '' : `${path}: `}${what.en} (${code}).`,
      hint: hint.en,
      retry: 'operator',
      zh: { message: `${path === null ? '' : `${path}：`}${what.zh}（${code}）。`, hint: hint.zh },
    },
    { cause: error },
  );
}
