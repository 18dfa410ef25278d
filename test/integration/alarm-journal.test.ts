/** The journal of alarms in a station's history, with real threads and files: durable before it is told, there again after anything. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StationAlarmArchive } from '../../main/alarms/journal/station-alarm-archive.ts';
import { backUp } from '../../main/historian/care/backup/back-up.ts';
import { restoreBackup } from '../../main/historian/care/backup/restore.ts';
import { verifyBackup } from '../../main/historian/care/backup/verify-backup.ts';
import { checkHistory } from '../../main/historian/care/check/check-history.ts';
import { repairHistory } from '../../main/historian/care/repair.ts';
import { historyStats } from '../../main/historian/cli/history-stats.ts';
import { STATION_MIGRATIONS } from '../../main/historian/store/schema.ts';
import type { AlarmTransition } from '../../shared/model/alarm.ts';
import type { AlarmContext, AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import { alarmRow, madeAlarms, madeWords, randomRows, withoutAfter } from '../kit/alarm-rows.ts';
import { batchOf, type Rig, startRig } from '../kit/historian-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const folderOf = useTemporaryFolders();
const placeOf = (at: string) => ({ folder: at, monthFolder: join(at, 'history') });
const ALL = { from: 0, to: 8e15 };
const ALARMS = madeAlarms(50);
const WORDS = madeWords(ALARMS);

let folder: string;
let rig: Rig;
let archive: StationAlarmArchive;

async function start(at = folder): Promise<void> {
  rig = await startRig({ folder: at });
  archive = new StationAlarmArchive(rig.historian.alarms, WORDS);
}

async function restart(): Promise<void> {
  await rig.stop();
  await start();
}

beforeEach(async () => {
  folder = folderOf();
  await start();
});
afterEach(() => rig.stop());

/** As the journal gives it. */
const asFound = (row: AlarmTransition): AlarmJournalRow => {
  const words = WORDS.get(row.id);
  return words === undefined ? withoutAfter(row) : { ...withoutAfter(row), words };
};

const some = (count: number, first = 1): readonly AlarmTransition[] => [
  ...randomRows({ seed: first, count, alarms: ALARMS, first, from: Date.UTC(2026, 10, 1), stepMs: 100 }),
];

/** What another program sees on the disk. */
function numbersOnDisk(at = folder): readonly number[] {
  const db = new Database(join(at, 'station.db'), { readonly: true });
  try {
    return db.prepare<[], number>('SELECT sequence FROM alarm ORDER BY sequence').pluck().all();
  } finally {
    db.close();
  }
}

async function everything(): Promise<AlarmTransition[]> {
  const found: AlarmTransition[] = [];
  for await (const page of archive.rows(ALL)) found.push(...page.map(row => ({ ...row, after: alarmRow(1).after })));
  return found;
}

const numbers = (rows: readonly { readonly sequence: number }[]): readonly number[] => rows.map(row => row.sequence);

const CONTEXT: AlarmContext = {
  ...{ sequence: 2, from: 1_000, to: 121_000, isComplete: false },
  series: [
    { tag: 'PT-1303', t: Float64Array.of(1, 2), v: Float64Array.of(3.5, Number.NaN), q: Uint16Array.of(513, 0) },
  ],
};

describe('the journal of alarms', () => {
  it('has rows on disk when it says so, and gives them back newest first, in pages', async () => {
    const rows = some(450);
    await archive.append(rows.slice(0, 200));
    expect(numbersOnDisk()).toEqual(numbers(rows.slice(0, 200)));
    await archive.append(rows.slice(200));
    const first = await archive.page(ALL, { before: null, limit: 400 });
    expect(first.rows).toEqual(rows.toReversed().slice(0, 400).map(asFound));
    const rest = await archive.page(ALL, { before: first.next, limit: 400 });
    expect(rest).toEqual({ rows: rows.toReversed().slice(400).map(asFound), next: null });
  });

  it('gives all rows that fit, oldest first, page by page', async () => {
    const rows = some(12_000);
    for (let i = 0; i < rows.length; i += 500) await archive.append(rows.slice(i, i + 500));
    expect(numbers(await everything())).toEqual(numbers(rows));
    const db = new Database(join(folder, 'station.db'), { readonly: true });
    const count = db.prepare('SELECT count(*) FROM alarm_block').pluck();
    await waitFor('full blocks to be packed', () => Number(count.get()) >= 2);
    db.close();
    expect(numbers(await everything())).toEqual(numbers(rows));
    const p1: number[] = [];
    for await (const page of archive.rows({ ...ALL, priorities: [1] })) p1.push(...numbers(page));
    expect(p1).toEqual(numbers(rows.filter(({ priority }) => priority === 1)));
  });

  it('finds a text in the messages of today, in either language', async () => {
    await archive.append([alarmRow(1, { id: ALARMS[3]?.id ?? '' }), alarmRow(2, { id: ALARMS[4]?.id ?? '' })]);
    const found = async (text: string) =>
      numbers((await archive.page({ ...ALL, text }, { before: null, limit: 9 })).rows);
    expect([await found('异常 3'), await found('ABNORMAL 4'), await found('abnormal')]).toEqual([[1], [2], [2, 1]]);
  });

  it('is at a start as the rows left it, and goes on with their numbers', async () => {
    expect(archive.snapshot).toEqual({ lastSequence: 0, last: [], announced: [], lastContext: 0 });
    const now = Date.now();
    await archive.append([
      alarmRow(1, { received: now - 900_000 }),
      alarmRow(2, { received: now - 1_000, id: 'TT-1/H', who: 'li', where: 'console', comment: '是' }),
      alarmRow(3, { received: now, event: 'clear', isAnnounced: false }),
    ]);
    await restart();
    const { lastSequence, last, announced } = archive.snapshot;
    expect([lastSequence, announced]).toEqual([3, [{ received: now - 1_000, area: alarmRow(2, {}).area }]]);
    expect(last.toSorted((a, b) => a.sequence - b.sequence)).toEqual([
      alarmRow(2, { received: now - 1_000, id: 'TT-1/H', who: 'li', where: 'console', comment: '是' }),
      alarmRow(3, { received: now, event: 'clear', isAnnounced: false }),
    ]);
  });

  it('refuses rows with numbers that other rows have, and takes the same ones again', async () => {
    await archive.append([alarmRow(1), alarmRow(2)]);
    await expect(archive.append([alarmRow(2, { id: 'TT-1/H' })])).rejects.toThrow(
      'the number 2 belongs to another row',
    );
    await archive.append([alarmRow(2), alarmRow(3)]);
    expect(numbersOnDisk()).toEqual([1, 2, 3]);
  });

  it('writes rows together with samples, in whatever order they come', async () => {
    const writing = some(60).map((row, i) => {
      rig.historian.record(batchOf(row.time, [i, i + 1]));
      return archive.append([row]);
    });
    await Promise.all(writing);
    await rig.historian.flush();
    expect(numbersOnDisk()).toEqual(numbers(some(60)));
    expect(rig.historian.figures.unaccounted).toBe(0);
  });

  it('keeps what was around an alarm, replaces it, and has it after a restart', async () => {
    await archive.append([alarmRow(1), alarmRow(2)]);
    expect(await archive.context(2)).toBeNull();
    await archive.keepContext(CONTEXT);
    await archive.keepContext({ ...CONTEXT, isComplete: true });
    await restart();
    expect(await archive.context(2)).toEqual({ ...CONTEXT, isComplete: true });
  });

  it('gives up a search that nobody waits for', async () => {
    await archive.append(some(10));
    const given = new AbortController();
    const asked = archive.page(ALL, { before: null, limit: 9, signal: given.signal });
    given.abort();
    await expect(asked).rejects.toThrow(expect.objectContaining({ name: 'QueryCancelled' }));
  });

  it('refuses what comes after the end', async () => {
    await rig.stop();
    const late = archive.append([alarmRow(1)]);
    await rig.stop();
    await expect(late).rejects.toThrow('the history has ended');
    expect(numbersOnDisk()).toEqual([]);
  });
});

it('loses and doubles no row when the writer thread dies under them', async () => {
  const port = rig.historian.openImport('backfill');
  const rows = some(40);
  const appended: Promise<void>[] = [];
  for (const [i, row] of rows.entries()) {
    if (i === 10) port.postMessage({ kind: 'import', id: 1, t: Float64Array.of(1), columns: null });
    appended.push(archive.append([row]));
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await Promise.all(appended);
  port.close();
  expect(rig.events.map(e => e.kind)).toEqual(['opened', 'trouble', 'recovered']);
  expect(numbersOnDisk()).toEqual(numbers(rows));
});

describe('a damaged station database', () => {
  /** Spoils the pages from a share of the file on. */
  function spoil(from: number, to: number): void {
    const file = join(folder, 'station.db');
    const db = new Database(file);
    db.pragma('journal_mode = DELETE');
    db.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, Math.floor(bytes.length * from), Math.floor(bytes.length * to)));
  }

  it('gives back the rows that can be read, and no number is given twice', async () => {
    const rows = some(6_000);
    for (let i = 0; i < rows.length; i += 500) await archive.append(rows.slice(i, i + 500));
    await archive.keepContext(CONTEXT);
    await rig.stop();
    spoil(0.5, 0.55);
    await start();
    expect(rig.historian.report?.setAside).toEqual([expect.stringContaining('station.db.damaged')]);
    const found = numbers(await everything());
    expect(found.length).toBeGreaterThan(rows.length / 2);
    expect(found.length).toBeLessThan(rows.length);
    const all = new Map(rows.map(row => [row.sequence, row]));
    expect((await archive.page(ALL, { before: null, limit: 1_000 })).rows).toEqual(
      found
        .toReversed()
        .slice(0, 1_000)
        .map(sequence => asFound(all.get(sequence) ?? alarmRow(0))),
    );
    expect(archive.snapshot.lastSequence).toBe(rows.at(-1)?.sequence);
    await archive.append([alarmRow(archive.snapshot.lastSequence + 1, { id: 'NEW/H' })]);
    expect((await archive.page({ ...ALL, ids: ['NEW/H'] }, { before: null, limit: 9 })).rows).toHaveLength(1);
  });

  it('is found by a deep check and made whole by repair when it is a block', async () => {
    const rows = some(6_000);
    for (let i = 0; i < rows.length; i += 500) await archive.append(rows.slice(i, i + 500));
    await rig.stop();
    mkdirSync(join(folder, 'history'), { recursive: true });
    const db = new Database(join(folder, 'station.db'));
    db.exec('UPDATE alarm_block SET data = zeroblob(length(data))');
    db.close();
    expect(checkHistory(placeOf(folder), true).problems).toMatchObject([{ file: 'station.db', kind: 'journal' }]);
    expect(repairHistory(placeOf(folder)).after.problems).toEqual([]);
    await start();
    expect(numbers(await everything())).toEqual(numbers(rows));
  });
});

describe('a backup', () => {
  it('has the rows and what was kept, is proven, and comes back', async () => {
    const backup = folderOf();
    const rows = some(5_000);
    for (let i = 0; i < rows.length; i += 500) await archive.append(rows.slice(i, i + 500));
    await archive.keepContext(CONTEXT);
    rig.historian.record(batchOf(Date.UTC(2026, 10, 1), [1]));
    await rig.historian.seal();
    await backUp(placeOf(folder), backup);
    expect(await verifyBackup(backup)).toMatchObject({ isGood: true, problems: [] });
    const other = folderOf();
    await restoreBackup(backup, placeOf(other));
    await rig.stop();
    await start(other);
    expect(numbers(await everything())).toEqual(numbers(rows));
    expect(await archive.context(2)).toEqual(CONTEXT);
  });

  it('that lacks a row is found out', async () => {
    const backup = folderOf();
    await archive.append(some(50));
    await backUp(placeOf(folder), backup);
    const path = join(backup, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"alarms": 50', '"alarms": 51'));
    expect(await verifyBackup(backup)).toMatchObject({
      isGood: false,
      problems: [{ en: 'station.db has 50 rows of alarms instead of 51' }],
    });
  });

  it('of a version that knew no alarms is still proven', async () => {
    await rig.stop();
    const old = folderOf();
    mkdirSync(join(old, 'history'));
    const db = new Database(join(old, 'station.db'));
    db.exec(STATION_MIGRATIONS[0]?.sql ?? '');
    db.pragma('application_id = 0x43477374');
    db.pragma('user_version = 1');
    db.close();
    const backup = folderOf();
    await backUp(placeOf(old), backup);
    const path = join(backup, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\s*"alarms": 0,/, ''));
    expect(await verifyBackup(backup)).toMatchObject({ isGood: true, problems: [] });
  });
});

it('is told of by the figures of the history', async () => {
  expect(historyStats(placeOf(folder)).station.alarms).toMatchObject({ rows: 0, firstAt: null, lastSequence: 0 });
  await archive.append([alarmRow(4, { received: 5_000 }), alarmRow(7, { received: 9_000, id: 'TT-1/H' })]);
  await archive.keepContext(CONTEXT);
  expect(historyStats(placeOf(folder)).station.alarms).toEqual({
    ...{ rows: 2, alarms: 2, firstAt: 5_000, lastAt: 9_000, lastSequence: 7, contexts: 1 },
    contextBytes: expect.any(Number),
  });
  expect(historyStats(placeOf(folderOf())).station.alarms).toBeNull();
});
