/** What the system refuses is told in words of both languages, with the path and a way to mend it; mistakes of the program stay. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { systemTrouble } from '../../../main/platform/system-error.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const folderOf = useTemporaryFolders();

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}

it.each([
  ['ENOENT', (at: string) => writeFileSync(join(at, 'no', 'file'), '')],
  ['EEXIST', (at: string) => mkdirSync(at)],
  ['EISDIR', (at: string) => readFileSync(at)],
  [
    'ENOTDIR',
    (at: string) => {
      writeFileSync(join(at, 'f'), '');
      mkdirSync(join(at, 'f', 'g'));
    },
  ],
  [
    'SQLITE_NOTADB',
    (at: string) => {
      writeFileSync(join(at, 'f'), 'x'.repeat(4_096));
      new Database(join(at, 'f')).exec('CREATE TABLE a (b)');
    },
  ],
])('%s has words and a hint in both languages', (code, work) => {
  const trouble = systemTrouble(thrownBy(() => work(folderOf())));
  expect(trouble).toMatchObject({ code: 'system-refused', retry: 'operator' });
  expect(trouble?.message).toContain(`(${code}).`);
  expect(trouble?.zh.message).toMatch(new RegExp(`[\\u4e00-\\u9fff]（${code}）。$`));
  expect(trouble?.zh.hint).toMatch(/^[^A-Za-z]+[\s\S]*。$/);
});

it.each(['EACCES', 'ENOSPC', 'EROFS', 'SQLITE_IOERR_READ'])('%s is known, with the path where there is one', code => {
  const error = Object.assign(new Error(code), { code, path: '/mnt/backup' });
  expect(systemTrouble(error)?.zh.message).toMatch(/^\/mnt\/backup：/);
});

it('leaves alone what is no refusal of the system', () => {
  expect(systemTrouble(new TypeError('x is not a function'))).toBeNull();
  expect(systemTrouble(Object.assign(new Error('odd'), { code: 'ERR_ODD' }))).toBeNull();
});
