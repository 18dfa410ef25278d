/** What a failed write is put down to: people look at the disk when it is the disk, and not when it is the program. */
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { historyText } from '../../../../main/events/history-texts.ts';
import { troubleOf } from '../../../../main/historian/writer/disk-trouble.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('a failed write', () => {
  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['SQLITE_READONLY_DBMOVED', 'read-only'],
    ['EROFS', 'read-only'],
    ['SQLITE_CORRUPT_VTAB', 'damaged'],
    ['SQLITE_NOTADB', 'damaged'],
    ['SQLITE_IOERR_FSYNC', 'io-error'],
    ['SQLITE_BUSY', 'io-error'],
    ['EIO', 'io-error'],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', 'internal'],
    ['SQLITE_ERROR', 'internal'],
    ['SQLITE_MISMATCH', 'internal'],
  ])('with %s is %s', (code, trouble) => expect(troubleOf(failure(code))).toBe(trouble));

  it('that the database refuses is the fault of the program, whatever it is', () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE one (id INTEGER PRIMARY KEY CHECK (id = 1))');
    for (const sql of ['INSERT INTO one VALUES (2)', "INSERT INTO one VALUES ('x')"]) {
      expect(() => db.exec(sql)).toThrow(expect.toSatisfy((error: unknown) => troubleOf(error) === 'internal'));
    }
    db.close();
  });

  it('that is no error of a disk or a database is a mistake, which is not lived with', () => {
    expect(troubleOf(new TypeError('x'))).toBeNull();
    expect(troubleOf('EIO')).toBeNull();
  });

  it('says in both languages that it was not the disk', () => {
    const [text] = historyText({ kind: 'trouble', trouble: 'internal', why: '' }, 'UTC');
    expect(text?.zh).toContain('程序错误');
    expect(text?.en).toContain('not of the disk');
  });
});
