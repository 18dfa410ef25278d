/** Reads the files of a project folder: none that is too large, none that is not UTF-8; what cannot be read is a problem. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem, ProblemList } from './problem.ts';

/** Larger files are refused before they are parsed: a project is small, a mistake or an attack is not. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

/** The text of a file, or null after saying why there is none. */
export async function readProjectFile(root: string, file: string, problems: ProblemList): Promise<string | null> {
  try {
    const path = join(root, file);
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) {
      problems.add({
        file,
        line: 0,
        column: 0,
        what: { zh: `文件 ${mebibytes(size)} MB，过大`, en: `the file has ${mebibytes(size)} MB, which is too many` },
        right: {
          zh: `最大 ${mebibytes(MAX_FILE_BYTES)} MB；检查是否放错了文件`,
          en: `at most ${mebibytes(MAX_FILE_BYTES)} MB; check whether it is the right file`,
        },
      });
      return null;
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    problems.add(error instanceof TypeError ? notUtf8(file) : unreadable(file, error));
    return null;
  }
}

const notUtf8 = (file: string): Problem => ({
  file,
  line: 0,
  column: 0,
  what: { zh: '不是 UTF-8 文本', en: 'the file is not UTF-8 text' },
  right: { zh: '另存为 UTF-8', en: 'save it as UTF-8' },
});

/** A file or a folder that the system does not give. */
export function unreadable(file: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return {
    file,
    line: 0,
    column: 0,
    what: missing
      ? { zh: '文件不存在', en: 'the file does not exist' }
      : { zh: `无法读取（${code}）`, en: `it cannot be read (${code})` },
    right: { zh: '补上此文件并保证可读', en: 'add the file and make it readable' },
  };
}
