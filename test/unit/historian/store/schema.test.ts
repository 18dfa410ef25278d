/** Versions of the files: an older one is brought up to date, a later one is refused and left as it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { damagedNewest } from '../../../../main/historian/care/quick-look.ts';
import { openMonthForWriting } from '../../../../main/historian/store/month-file.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import {
  type Migration,
  MONTH_MIGRATIONS,
  migrate,
  STATION_MIGRATIONS,
} from '../../../../main/historian/store/schema.ts';
import { openStationDb, STATION_FILE } from '../../../../main/historian/store/station-db.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const MONTH = monthOf(Date.UTC(2026, 10));
const KINDS = [
  { file: STATION_FILE, open: openStationDb, migrations: STATION_MIGRATIONS },
  { file: monthFileName(MONTH), open: (f: string) => openMonthForWriting(f, MONTH), migrations: MONTH_MIGRATIONS },
];

it.each(KINDS)('a $file of version 1 opens with what is in it, in the newest version', ({ file, open, migrations }) => {
  const folder = folderOf();
  const old = new Database(join(folder, file));
  migrate(old, migrations.slice(0, 1), Number(`0x${Buffer.from('CGxx').toString('hex')}`));
  expect(old.pragma('user_version', { simple: true })).toBe(1);
  old.exec("INSERT INTO tag VALUES (7, 'PT-1', 'AI', 'sloped')");
  old.close();
  const db = open(folder);
  expect(db.prepare('SELECT name FROM tag WHERE id = 7').pluck().get()).toBe('PT-1');
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
  db.close();
});

it('makes months that can give space back, and both kinds with large pages', () => {
  const folder = folderOf();
  const pragmas = KINDS.map(({ open }) => {
    const db = open(folder);
    const found = [db.pragma('page_size', { simple: true }), db.pragma('auto_vacuum', { simple: true })];
    db.close();
    return found;
  });
  expect(pragmas).toEqual([
    [16_384, 0],
    [16_384, 2],
  ]);
});

it.each(KINDS)('a $file of a later version is refused, and not a byte of it changes', ({ file, open }) => {
  const folder = folderOf();
  const db = open(folder);
  db.pragma('journal_mode = DELETE');
  db.pragma('user_version = 99');
  db.close();
  const before = readFileSync(join(folder, file));
  expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'newer-format' }));
  if (file !== STATION_FILE) {
    expect(() => damagedNewest(folder)).toThrow(expect.objectContaining({ code: 'newer-format' }));
  }
  expect(readFileSync(join(folder, file)).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual([file]);
});

const TWO: readonly Migration[] = [
  { version: 1, sql: 'CREATE TABLE a (x)' },
  { version: 2, sql: 'ALTER TABLE a ADD COLUMN y; UPDATE a SET y = 2 * x' },
];

it('brings a file up step by step and never does a step twice', () => {
  const db = new Database(join(folderOf(), 'a.db'));
  migrate(db, TWO.slice(0, 1), 1);
  db.exec('INSERT INTO a VALUES (21)');
  migrate(db, TWO, 1);
  migrate(db, TWO, 1);
  expect(db.prepare('SELECT * FROM a').all()).toEqual([{ x: 21, y: 42 }]);
  expect(db.pragma('user_version', { simple: true })).toBe(2);
  db.close();
});

it('undoes a step that fails in the middle, so that the version is that of the tables', () => {
  const db = new Database(join(folderOf(), 'a.db'));
  const failing = [...TWO.slice(0, 1), { version: 2, sql: 'ALTER TABLE a ADD COLUMN y; no SQL' }];
  expect(() => migrate(db, failing, 1)).toThrow(Database.SqliteError);
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  migrate(db, TWO, 1);
  expect(db.prepare('SELECT y FROM a').all()).toEqual([]);
  db.close();
});
