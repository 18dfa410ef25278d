/** What a start looks at before it relies on a station database. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkAtStart, suspect } from '../../../../main/historian/writer/start-check.ts';
import { openStationState } from '../../../../main/historian/writer/writer-state.ts';
import { alarmRow } from '../../../kit/alarm-rows.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const ROWS = 6_000;
const LARGE = 0;

describe('the check at a start', () => {
  let folder: string;
  let file: string;
  let db: Database.Database;
  const open = () => openStationState({ folder, monthFolder: folder, tags: [], onSetAside: () => undefined });
  const again = () => {
    db.close();
    db = new Database(file);
  };
  /** Most of the file are rows of alarms. */
  function spoil(from: number, to: number): void {
    db.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, Math.floor(bytes.length * from), Math.floor(bytes.length * to)));
    again();
  }

  beforeEach(() => {
    folder = folderOf();
    file = join(folder, 'station.db');
    const state = open();
    const rows = Array.from({ length: ROWS }, (_, i) => alarmRow(i + 1));
    state.db.transaction(() => state.alarms.add(rows)).immediate();
    state.db.pragma('journal_mode = DELETE');
    state.db.close();
    db = new Database(file);
  });
  afterEach(() => db.close());

  it('finds damage among alarms in a file that is small, and leaves it for later in one that is large', () => {
    spoil(0.5, 0.6);
    expect(() => checkAtStart(db)).toThrow(expect.objectContaining({ code: 'SQLITE_CORRUPT' }));
    expect(() => checkAtStart(db, LARGE)).not.toThrow();
  });

  it('looks at all of a large file after damage was met in use, once', () => {
    suspect(file);
    expect(() => checkAtStart(db, LARGE)).not.toThrow();
    expect(existsSync(`${file}.suspect`)).toBe(false);
    suspect(file);
    spoil(0.5, 0.6);
    expect(() => checkAtStart(db, LARGE)).toThrow(expect.objectContaining({ code: 'SQLITE_CORRUPT' }));
    expect(existsSync(`${file}.suspect`)).toBe(true);
  });

  it('always looks at what is not alarms', () => {
    const page = Number(db.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'event'").pluck().get());
    const size = readFileSync(file).length;
    spoil(((page - 1) * 16_384) / size, (page * 16_384 - 1) / size);
    expect(() => checkAtStart(db, LARGE)).toThrow(/./);
  });

  it('leaves nothing of its suspicion beside the database that takes the place of a damaged one', () => {
    suspect(file);
    spoil(0.5, 0.6);
    db.close();
    const state = open();
    expect(Number(state.db.prepare('SELECT count(*) FROM alarm').pluck().get())).toBeGreaterThan(ROWS / 4);
    state.db.close();
    expect(existsSync(`${file}.suspect`)).toBe(false);
    expect(existsSync(`${file}.damaged.suspect`)).toBe(true);
    db = new Database(file);
  });
});
