/** The writer in one process, with its timers in the hand: what holds what up, and what a second thread of a run is told. */
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FromWriter, OpenReport, SamplePost, StoredEvent } from '../../../../main/historian/messages.ts';
import { DEFAULT_HISTORY } from '../../../../main/historian/settings.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { Meta } from '../../../../main/historian/store/station-db.ts';
import { HistoryWriter } from '../../../../main/historian/writer/history-writer.ts';
import { Sealing } from '../../../../main/historian/writer/sealing.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { historianTags } from '../../../kit/historian-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3);
let folder = '';
const writers: HistoryWriter[] = [];

interface Started {
  readonly writer: HistoryWriter;
  readonly sent: FromWriter[];
  readonly report: OpenReport;
}

function start(runFrom: number | null = null): Started {
  const sent: FromWriter[] = [];
  const { retentionDays } = DEFAULT_HISTORY;
  const data = { folder, monthFolder: join(folder, 'history'), tags: historianTags(2), reserveBytes: 0 };
  const writer = new HistoryWriter({ ...data, retentionDays, runFrom }, message => sent.push(message));
  writers.push(writer);
  const opened = sent.find(message => message.kind === 'opened');
  if (opened === undefined) throw new Error('it has not opened');
  return { writer, sent, report: opened.report };
}

function post(id: number): SamplePost {
  const handles = Uint32Array.of(0, 1);
  const q = new Uint16Array(2).fill(GOOD);
  const t = new Float64Array(2).fill(T0 + id);
  return { kind: 'samples', id, count: 2, handles, t, v: Float64Array.of(id, -id), q, exact: null, gapAt: null };
}

const event = (number: number): StoredEvent => ({ number, time: T0, kind: 'station', source: 's', zh: '事', en: 'e' });
const committed = ({ sent }: Started): number =>
  sent.reduce((sum, message) => sum + (message.kind === 'committed' ? message.samples : 0), 0);
const pass = (ms: number): void => void vi.advanceTimersByTime(ms);

beforeEach(() => {
  folder = folderOf();
  vi.useFakeTimers();
});
afterEach(() => {
  for (const writer of writers.splice(0)) writer.receive({ kind: 'stop' });
  pass(10);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('goes on by itself when the month files could not be written for so long that memory was full, events meanwhile', () => {
  const month = join(folder, 'history', monthFileName(monthOf(T0)));
  const station = start();
  mkdirSync(month);
  station.writer.receive(post(1));
  station.writer.receive({ kind: 'seal', id: 1 });
  pass(1_500);
  expect(committed(station)).toBe(2);
  // As if there were 290 MB of samples.
  vi.spyOn(Sealing.prototype, 'isOverfull', 'get').mockImplementation(function (this: Sealing) {
    return this.trouble !== null;
  });
  station.writer.receive(post(2));
  station.writer.receive({ kind: 'events', id: 1, events: [event(1)] });
  pass(5_000);
  expect(committed(station)).toBe(2);
  expect(station.sent.map(({ kind }) => kind)).toContain('events-stored');
  rmdirSync(month);
  pass(12_000);
  expect(committed(station)).toBe(4);
  expect(station.sent.filter(message => message.kind === 'trouble').at(-1)).toMatchObject({ trouble: null });
  expect(station.sent.map(({ kind }) => kind)).toContain('sealed');
});

it('tells a second thread of a run what it has of this run, also when a full disk took nothing at its begin', () => {
  const first = start();
  for (let id = 1; id <= 50; id++) first.writer.receive(post(id));
  pass(100);
  first.writer.receive({ kind: 'seal', id: 1 });
  pass(100);
  first.writer.receive({ kind: 'stop' });
  pass(100);

  const set = Meta.prototype.set;
  let isFull = true;
  vi.spyOn(Meta.prototype, 'set').mockImplementation(function (this: Meta, key, value) {
    if (isFull && key === 'clean') {
      isFull = false;
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }
    return set.call(this, key, value);
  });
  const second = start();
  pass(2_500);
  for (let id = 1; id <= 5; id++) second.writer.receive(post(id));
  pass(2_500);
  expect(committed(second)).toBe(10);
  const { posts } = start(second.report.seq).report;
  expect(posts).toMatchObject({ last: 5, sealed: 0 });
  expect([...posts.samples.values()]).toEqual([2, 2, 2, 2, 2]);
  const db = new Database(join(folder, 'station.db'), { readonly: true });
  expect(db.prepare("SELECT value FROM meta WHERE key = 'clean'").pluck().get()).toBe(0);
  db.close();
});

it('says which posts of its run are sealed', () => {
  const first = start();
  for (let id = 1; id <= 3; id++) first.writer.receive(post(id));
  pass(100);
  first.writer.receive({ kind: 'seal', id: 1 });
  pass(100);
  first.writer.receive(post(4));
  pass(100);
  expect(start(first.report.seq).report.posts).toEqual({ last: 4, sealed: 3, samples: new Map([[4, 2]]) });
});

it('has a number for each event, however many come in one order', () => {
  const { writer, sent } = start();
  for (let order = 0; order < 12; order++) {
    const events = Array.from({ length: 999 }, (_, i) => event(999 * order + i + 1));
    writer.receive({ kind: 'events', id: order, events });
    pass(1);
  }
  expect(sent.filter(({ kind }) => kind === 'events-stored')).toHaveLength(12);
});

it('tells again that the months cannot be written when another trouble of the disk is over', () => {
  const station = start();
  mkdirSync(join(folder, 'history', monthFileName(monthOf(T0))));
  station.writer.receive(post(1));
  station.writer.receive({ kind: 'seal', id: 1 });
  pass(500);
  const set = Meta.prototype.set;
  let refuses = 1;
  vi.spyOn(Meta.prototype, 'set').mockImplementation(function (this: Meta, key, value) {
    if (key === 'sequence_reserved' && refuses-- > 0) {
      throw Object.assign(new Error('attempt to write a readonly database'), { code: 'SQLITE_READONLY' });
    }
    return set.call(this, key, value);
  });
  for (let id = 2; id < 12_000; id++) station.writer.receive(post(id));
  pass(3_000);
  const told = station.sent.flatMap(message => (message.kind === 'trouble' ? [message.trouble] : []));
  expect(refuses).toBeLessThan(1);
  expect(told.length).toBeGreaterThan(2);
  expect(told.at(-1)).not.toBeNull();
});
