/** Retention: what is past its time goes, with everything that belonged to it, and nothing else does. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { checkHistory } from '../../../../main/historian/care/check/check-history.ts';
import { closeMonths } from '../../../../main/historian/care/retention/close-months.ts';
import { retentionPass } from '../../../../main/historian/care/retention/retention.ts';
import { cutoffsAt, isClockBelieved } from '../../../../main/historian/care/retention/retention-plan.ts';
import { Upkeep } from '../../../../main/historian/care/upkeep.ts';
import type { FromWriter, Retired } from '../../../../main/historian/messages.ts';
import { DEFAULT_HISTORY } from '../../../../main/historian/settings.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { Newest } from '../../../../main/historian/writer/newest.ts';
import { TagBook } from '../../../../main/historian/writer/tag-book.ts';
import { Tail } from '../../../../main/historian/writer/tail.ts';
import { openStationState } from '../../../../main/historian/writer/writer-state.ts';
import { DAY, inMonthOf, put, samplesFrom, tagNo, timesOf } from '../../../kit/month-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const JULY = Date.UTC(2026, 6, 1);
const AUGUST = Date.UTC(2026, 7, 1);
const NOW = Date.UTC(2026, 7, 21, 5);
const KEEP = { ...DEFAULT_HISTORY.retentionDays, SYS: 10, COM: 30 };

let folder: string;
let store: ChunkStore;
let retired: Retired[];
let removing: number[];

beforeEach(() => {
  folder = folderOf();
  store = new ChunkStore(folder);
  retired = [];
  removing = [];
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

function retain(newestT: (tag: number) => number | null = () => NOW): void {
  const pass = retentionPass(
    {
      ...{ store, newestOf: newestT, classOf: () => null },
      // Told while the file is still there: a stop in between leaves one too many, never one that is missed.
      onRemoving: month => existsSync(join(folder, monthFileName(month))) && removing.push(month),
      onRetired: gone => retired.push(gone),
    },
    cutoffsAt(KEEP, NOW),
  );
  while (pass.next().done !== true) store.commit();
  store.commit();
}

const sound = (): void => expect(checkHistory({ folder, monthFolder: folder }, true).problems).toEqual([]);

it('takes chunks away when all of a chunk is past its keep time, and leaves the others as they are', () => {
  const kept = tagNo(1);
  const short = tagNo(2, 'SYS');
  for (let day = 1; day < 20; day++) {
    put(store, kept, samplesFrom(AUGUST + day * DAY, 100, day * 1_000));
    put(store, short, samplesFrom(AUGUST + day * DAY, 100, day * 1_000));
  }
  retain();
  expect(timesOf(folder, 1)).toHaveLength(1_900);
  // 21 August less 10 days, whole days.
  expect(Math.min(...timesOf(folder, 2))).toBe(AUGUST + 10 * DAY);
  expect(timesOf(folder, 2)).toHaveLength(1_000);
  expect(retired.reduce((sum, r) => sum + r.samples, 0)).toBe(900);
  expect(inMonthOf(folder, NOW, c => [c.fact('samples'), c.fact('retired')])).toEqual([2_900, 900]);
  sound();
});

it('rewrites a row of 32 heads of which some have to go', () => {
  const tag = tagNo(2, 'SYS');
  for (let i = 0; i < 40; i++) put(store, tag, samplesFrom(AUGUST + 8 * DAY + i * 0.2 * DAY, 10, i * 100 + 1));
  retain();
  expect(Math.min(...timesOf(folder, 2))).toBe(AUGUST + 10 * DAY);
  expect(timesOf(folder, 2)).toHaveLength(300);
  sound();
});

it('gives the axes that nobody refers to and the freed pages back, and keeps an axis that another tag shares', () => {
  const samples = samplesFrom(AUGUST + DAY, 2_000);
  for (const tag of [tagNo(1), tagNo(2, 'SYS')]) {
    store.add(tag, samples, { origin: 'live', policy: { kind: 'all' }, through: 2_000 });
  }
  store.commit();
  store.forgetAxes();
  for (let i = 0; i < 100; i++)
    put(store, tagNo(2, 'SYS'), samplesFrom(AUGUST + 2 * DAY + i * 3e6, 2_000, 3_000 + i * 2_000));
  store.release(monthOf(NOW));
  const file = join(folder, monthFileName(monthOf(NOW)));
  const before = statSync(file).size;
  retain();
  expect(inMonthOf(folder, NOW, ({ db }) => db.prepare('SELECT count(*) FROM axis').pluck().get())).toBe(1);
  expect(timesOf(folder, 1)).toHaveLength(2_000);
  expect(statSync(file).size).toBeLessThan(before / 4);
  sound();
});

it('removes a month of which nothing is kept as a file', () => {
  put(store, tagNo(2, 'SYS'), samplesFrom(JULY, 100));
  put(store, tagNo(3, 'COM'), samplesFrom(JULY, 50));
  put(store, tagNo(2, 'SYS'), samplesFrom(NOW - DAY, 100, 1_000));
  retain();
  expect(existsSync(join(folder, monthFileName(monthOf(JULY))))).toBe(false);
  expect(removing).toEqual([monthOf(JULY)]);
  expect(retired).toEqual([
    { signalClass: 'SYS', samples: 100, before: AUGUST + 10 * DAY },
    { signalClass: 'COM', samples: 50, before: Date.UTC(2026, 6, 22) },
  ]);
  expect(timesOf(folder, 2)).toHaveLength(100);
});

it('keeps the newest sample of a tag however old it is, live or imported', () => {
  put(store, tagNo(2, 'SYS'), samplesFrom(JULY, 100));
  put(store, tagNo(2, 'SYS'), samplesFrom(JULY + DAY, 100, 1_000));
  put(store, tagNo(3, 'SYS'), samplesFrom(JULY + 2 * DAY, 10), 'backfill');
  put(store, tagNo(4, 'SYS'), samplesFrom(JULY + 2 * DAY, 10), 'backfill');
  put(store, tagNo(4, 'SYS'), samplesFrom(AUGUST, 10), 'backfill');
  retain(tag => (tag === 2 ? JULY + DAY + 99_000 : null));
  expect(timesOf(folder, 2)).toEqual([...samplesFrom(JULY + DAY, 100).t]);
  expect(timesOf(folder, 3)).toHaveLength(10);
  expect(timesOf(folder, 4)).toEqual([...samplesFrom(AUGUST, 10).t]);
  sound();
});

it('goes on after a pass that was stopped anywhere', () => {
  for (let day = 1; day < 20; day++) put(store, tagNo(2, 'SYS'), samplesFrom(AUGUST + day * DAY, 100, day * 1_000));
  for (let steps = 1; steps < 8; steps++) {
    const pass = retentionPass(
      {
        ...{ store, newestOf: () => NOW, classOf: () => null },
        onRemoving: () => undefined,
        onRetired: () => undefined,
      },
      cutoffsAt(KEEP, NOW),
    );
    for (let i = 0; i < steps; i++) pass.next();
    if (steps % 2 === 0) store.commit();
    else store.rollback();
  }
  retain();
  expect(timesOf(folder, 2)).toHaveLength(1_000);
});

it('does not believe a clock that has jumped by more than 40 days until it has run for a week', () => {
  expect(isClockBelieved(NOW, null, 0)).toBe(true);
  expect(isClockBelieved(NOW + 39 * DAY, NOW, 0)).toBe(true);
  expect(isClockBelieved(NOW + 41 * DAY, NOW, 6 * DAY)).toBe(false);
  expect(isClockBelieved(NOW + 41 * DAY, NOW, 7 * DAY)).toBe(true);
});

it('leaves a month open for two days after its end, because samples still come late', () => {
  put(store, tagNo(1), samplesFrom(JULY, 100));
  const mode = (): unknown => inMonthOf(folder, JULY, ({ db }) => db.pragma('journal_mode', { simple: true }));
  const closeAt = (now: number): void => {
    const closing = closeMonths(store, now);
    while (closing.next().done !== true);
  };
  closeAt(AUGUST + 2 * DAY - 1);
  expect(mode()).toBe('wal');
  closeAt(AUGUST + 2 * DAY);
  expect(mode()).toBe('delete');
});

it('closes a month that is over into one file without a log, and leaves the current one open', () => {
  put(store, tagNo(1), samplesFrom(JULY, 100));
  put(store, tagNo(1), samplesFrom(AUGUST, 100, 1_000));
  const closing = closeMonths(store, NOW);
  while (closing.next().done !== true);
  const modes = [JULY, AUGUST].map(t => inMonthOf(folder, t, ({ db }) => db.pragma('journal_mode', { simple: true })));
  expect(modes).toEqual(['delete', 'wal']);
  expect(existsSync(join(folder, `${monthFileName(monthOf(JULY))}-wal`))).toBe(false);
  // Late samples still find their way.
  put(store, tagNo(1), samplesFrom(JULY + DAY, 10, 2_000));
  expect(timesOf(folder, 1)).toHaveLength(210);
});

it('is done by the writer an hour after the other, in steps, and told once', () => {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'Date'] });
  for (let day = 1; day < 20; day++) put(store, tagNo(1, 'SYS'), samplesFrom(AUGUST + day * DAY, 100, day * 1_000));
  const tags = [{ name: 'T-1', class: 'SYS', interpolation: 'sloped' as const }];
  const state = openStationState({ folder, monthFolder: folder, tags, onSetAside: () => undefined });
  const newest = new Newest();
  newest.set(1, { t: Float64Array.of(NOW), bits: new Uint32Array(2), q: Uint16Array.of(513) }, { i: 0, seq: 99_999 });
  const sent: FromWriter[] = [];
  let woken = 0;
  const upkeep = new Upkeep({
    ...{ store, newest, tail: new Tail(), retentionDays: KEEP },
    tags: () => new TagBook(state.tags, []),
    meta: () => state.meta,
    months: () => state.months,
    send: message => sent.push(message),
    wake: () => woken++,
  });
  upkeep.start();
  expect(upkeep.hasWork).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect([upkeep.hasWork, woken]).toEqual([true, 1]);
  for (let i = 0; i < 200 && sent.length === 0; i++) {
    upkeep.step();
    vi.advanceTimersByTime(100);
  }
  expect(sent).toEqual([
    { kind: 'retired', retired: [{ signalClass: 'SYS', samples: 900, before: AUGUST + 10 * DAY }] },
  ]);
  expect(timesOf(folder, 1)).toHaveLength(1_000);
  upkeep.stop();
  state.db.close();
});

/** One pass; `between` is called after each step. */
function pass(between: (step: number) => void): void {
  const cutoffs = cutoffsAt(KEEP, NOW);
  const parts = { store, newestOf: () => NOW, classOf: () => null };
  const told = { onRemoving: () => undefined, onRetired: () => undefined };
  const running = retentionPass({ ...parts, ...told }, cutoffs);
  for (let step = 0; running.next().done !== true; step++) {
    store.commit();
    between(step);
  }
  store.commit();
}

it('keeps what came into a month while it was looked at', () => {
  put(store, tagNo(1, 'SYS'), samplesFrom(JULY, 100));
  put(store, tagNo(2, 'SYS'), samplesFrom(JULY, 100));
  const late = samplesFrom(JULY + 2 * DAY, 50, 5_000);
  pass(step => {
    if (step === 0) put(store, tagNo(3, 'AI'), late, 'backfill');
  });
  expect(timesOf(folder, 3)).toEqual([...late.t]);
  expect(timesOf(folder, 1)).toEqual([]);
});

it('takes away axes that a stopped pass has left without chunks', () => {
  const axes = (): number =>
    inMonthOf(folder, AUGUST, ({ db }) => Number(db.prepare('SELECT count(*) FROM axis').pluck().get()));
  for (let i = 0; i < 20; i++) put(store, tagNo(1, 'SYS'), samplesFrom(AUGUST + i * 400_000, 300, i * 1_000));
  put(store, tagNo(1, 'SYS'), samplesFrom(NOW, 10, 90_000));
  class Stop extends Error {}
  const stopped = (): void =>
    pass(() => {
      if (timesOf(folder, 1).length === 10) throw new Stop();
    });
  expect(stopped).toThrow(Stop);
  expect(axes()).toBe(21);
  pass(() => undefined);
  expect(axes()).toBe(1);
  sound();
});

it('goes before a damaged month for which there is no room, and its turn comes again', () => {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'Date'] });
  for (let day = 1; day < 5; day++) put(store, tagNo(1, 'SYS'), samplesFrom(AUGUST + day * DAY, 100, day * 1_000));
  writeFileSync(join(folder, '2026-06.db.damaged'), Buffer.alloc(32_768, 7));
  const tags = [{ name: 'T-1', class: 'SYS', interpolation: 'sloped' as const }];
  const state = openStationState({ folder, monthFolder: folder, tags, onSetAside: () => undefined });
  const sent: FromWriter[] = [];
  let tries = 0;
  const real = store.inMonth.bind(store);
  vi.spyOn(store, 'inMonth').mockImplementation((month, work) => {
    if (month !== monthOf(Date.UTC(2026, 5, 1))) return real(month, work);
    tries++;
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  const upkeep = new Upkeep({
    ...{ store, newest: new Newest(), tail: new Tail(), retentionDays: KEEP },
    tags: () => new TagBook(state.tags, []),
    meta: () => state.meta,
    months: () => state.months,
    send: message => sent.push(message),
    wake: () => undefined,
  });
  upkeep.start();
  for (let i = 0; i < 2_000; i++) {
    vi.advanceTimersByTime(100);
    upkeep.step();
  }
  expect(sent.map(({ kind }) => kind).slice(0, 2)).toEqual(['upkeep-failed', 'retired']);
  expect(tries).toBeGreaterThan(1);
  upkeep.stop();
  state.db.close();
});
