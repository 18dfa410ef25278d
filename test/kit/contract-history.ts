/** Contract, part 3: the history as scripts ask for it: pages, aggregates, states, instants; what is refused; giving up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type {
  AggregateSeries,
  HistoryLastValues,
  HistoryStates,
  HistoryStatus,
  SliceValue,
  TrendSeries,
} from '../../shared/model/history.ts';
import type { BackupResult, CheckResult, VerifyResult } from '../../shared/model/history-care.ts';
import { GOOD, NOT_CONFIGURED } from '../../shared/model/quality.ts';
import type { RawHistory } from '../../shared/rpc/contract.ts';
import { type Bench, list, valueOf, withSession } from './contract-bench.ts';
import { waitFor } from './wait-for.ts';

const MINUTE = 60_000;
/** Up to now, and a little beyond: whatever has been recorded. */
const span = () => ({ from: Date.now() - 10 * MINUTE, to: Date.now() + MINUTE });

export function describeHistory(at: () => Bench): void {
  it('gives the stored samples of a tag page by page, none twice and none left out', async () => {
    const asked = { tag: 'L-1', ...span() };
    const whole = await waitFor('six samples', async () => {
      const { samples, next } = await valueOf<RawHistory>(at(), 'history.raw', asked);
      expect(next).toBeNull();
      return samples.t.length >= 6 && samples;
    });
    const to = (list(whole.t).at(-1) ?? 0) + 1;
    const times: number[] = [];
    let after: RawHistory['next'] = null;
    do {
      const page: RawHistory = await valueOf(at(), 'history.raw', {
        ...asked,
        to,
        limit: 4,
        ...(after === null ? {} : { after }),
      });
      expect(page.samples.t.length).toBeLessThanOrEqual(4);
      times.push(...list(page.samples.t));
      after = page.next;
    } while (after !== null);
    expect(times).toEqual(list(whole.t));
    expect([whole.v.length, whole.q.length, whole.seq.length]).toEqual(Array(3).fill(whole.t.length));
    expect(new Set(list(whole.v))).toEqual(new Set([20]));
    expect(new Set(list(whole.q))).toEqual(new Set([GOOD]));
    const all = await valueOf<RawHistory>(at(), 'history.raw', { ...asked, to, versions: 'all' });
    expect(all.samples.t.length).toBeGreaterThanOrEqual(whole.t.length);
  });

  it('adds the samples before and after a span where they are asked for', async () => {
    // Two replies may come within one millisecond.
    const [first, second, third] = await waitFor('a sample between two others', async () => {
      const { samples } = await valueOf<RawHistory>(at(), 'history.raw', { tag: 'L-2', ...span() });
      const t = list(samples.t);
      const i = t.findIndex((time, k) => (t[k - 1] ?? time) < time && time < (t[k + 1] ?? time));
      return i > 0 && t.slice(i - 1, i + 2);
    });
    const inside = { tag: 'L-2', from: second, to: third };
    const bare = await valueOf<RawHistory>(at(), 'history.raw', inside);
    expect(list(bare.samples.t)).toEqual([second]);
    const bound = await valueOf<RawHistory>(at(), 'history.raw', { ...inside, bounds: true });
    expect(list(bound.samples.t)).toEqual([first, second, third]);
  });

  it('draws a trend from samples or buckets, with no number where there was none', async () => {
    const [few, later] = await valueOf<TrendSeries[]>(at(), 'history.trend', {
      tags: ['L-1', 'LATER'],
      ...span(),
      columns: 4_096,
    });
    expect(few).toMatchObject({ tag: 'L-1', isStepped: false, buckets: null, marks: [] });
    expect(list(few?.samples?.v ?? []).at(-1)).toBe(20);
    expect(later?.tag).toBe('LATER');
    const [many] = await waitFor(
      'more than 40 samples',
      async () => {
        const found = await valueOf<TrendSeries[]>(at(), 'history.trend', { tags: ['L-1'], ...span(), columns: 10 });
        return (found[0]?.buckets ?? null) !== null && found;
      },
      20_000,
    );
    const { count = [], max = [] } = many?.buckets ?? {};
    expect([count.length, max.length]).toEqual([10, 10]);
    const filled = list(count).findIndex(n => n > 0);
    expect(max[filled]).toBe(20);
    // NaN over a session, null in JSON.
    expect(Number.isNaN(max[list(count).indexOf(0)] ?? Number.NaN)).toBe(true);
  });

  it('gives aggregates of equal steps, each with its quality and how much of the step was good', async () => {
    const { samples } = await valueOf<RawHistory>(at(), 'history.raw', { tag: 'L-1', ...span() });
    const from = samples.t[0] ?? 0;
    const series = await valueOf<AggregateSeries[]>(at(), 'history.aggregate', {
      tags: ['L-1', 'L-2'],
      aggregates: ['Maximum', 'PercentGood', 'Count'],
      from: from - 1_000,
      to: from + 1_000,
      stepMs: 1_000,
    });
    expect(series.map(s => [s.tag, s.aggregate])).toEqual(
      ['L-1', 'L-2'].flatMap(tag => ['Maximum', 'PercentGood', 'Count'].map(name => [tag, name])),
    );
    const [maximum, percentGood] = series;
    expect([maximum?.v.length, maximum?.q.length, maximum?.percentGood.length]).toEqual([2, 2, 2]);
    expect([maximum?.from, maximum?.stepMs]).toEqual([from - 1_000, 1_000]);
    expect(Number.isNaN(maximum?.v[0] ?? Number.NaN)).toBe(true);
    expect(maximum?.v[1]).toBe(20);
    expect(percentGood?.v[0]).toBe(0);
    expect(percentGood?.v[1]).toBeGreaterThan(0);
  });

  it('gives the value in force at an instant with the time of its sample and its age', async () => {
    const now = Date.now() + MINUTE;
    const [level, none] = await valueOf<SliceValue[]>(at(), 'history.slice', { tags: ['L-3', 'L-0'], at: now });
    expect(level).toMatchObject({ tag: 'L-3', value: 40, q: GOOD });
    expect((level?.time ?? 0) + (level?.ageMs ?? 0)).toBe(now);
    expect(none?.tag).toBe('L-0');
    expect(await valueOf(at(), 'history.slice', { tags: ['L-3'], at: 5 })).toEqual([
      { tag: 'L-3', value: null, q: 0, time: null, ageMs: null },
    ]);
  });

  it('gives the newest sample of every tag', async () => {
    const last = await valueOf<HistoryLastValues>(at(), 'history.lastValues');
    const place = last.tags.indexOf('L-2');
    expect([last.v[place], last.q[place], last.isLive[place]]).toEqual([30, GOOD, 1]);
    expect(Math.abs((last.t[place] ?? 0) - Date.now())).toBeLessThan(MINUTE);
    expect(last.q[last.tags.indexOf('LATER')]).toBe(NOT_CONFIGURED);
    for (const column of [last.t, last.v, last.q, last.isLive]) expect(column.length).toBe(last.tags.length);
  });

  it('tells how recording goes on, and leaves no value unaccounted for', async () => {
    const before = await valueOf<HistoryStatus>(at(), 'history.status');
    expect(before).toMatchObject({ state: 'recording', trouble: null, lost: 0, unaccounted: 0 });
    const after = await waitFor('more stored', async () => {
      const status = await valueOf<HistoryStatus>(at(), 'history.status');
      return status.stored > before.stored && status;
    });
    expect(after.unaccounted).toBe(0);
    expect(after.offered).toBe(after.stored + after.pending);
    expect(after.commitP99Ms).toBeGreaterThan(0);
  });

  it('copies the history while it goes on, proves the copy, and finds nothing wrong with either', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'citygate-backup-'));
    try {
      const backup = await valueOf<BackupResult>(at(), 'history.backup', { folder });
      expect(backup.samples).toBeGreaterThan(0);
      const proof = await valueOf<VerifyResult>(at(), 'history.verifyBackup', { folder });
      expect(proof).toMatchObject({ folder, isGood: true, problems: [] });
      expect(proof.samples).toBe(backup.samples);
      const check = await valueOf<CheckResult>(at(), 'history.check', { isDeep: true });
      expect(check).toMatchObject({ isDeep: true, problemCount: 0 });
      const status = await valueOf<HistoryStatus>(at(), 'history.status');
      expect(status.lastBackup).toMatchObject({ folder, isVerified: true });
      expect(status.lastCheck).toMatchObject({ isDeep: true, problems: 0 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each([
    ['relative', 'history.backup'],
    ['/proc/citygate', 'history.backup'],
    [join(tmpdir(), 'citygate-no-backup-here'), 'history.verifyBackup'],
  ] as const)('refuses %s for %s with the reason', async (folder, method) => {
    const envelope = await at().transport.call(method, { folder });
    expect(envelope).toMatchObject({ ok: false, error: { code: 'not-possible' } });
    if (!envelope.ok) expect(envelope.error.message).toContain(folder);
  });

  it('knows no states of a measurement', async () => {
    const envelope = await at().transport.call('history.states', { tag: 'L-1', ...span() });
    expect(envelope).toMatchObject({ ok: false, error: { code: 'not-possible' } });
    const stepped = await valueOf<HistoryStates>(at(), 'history.states', { tag: 'SYS.PLC.state', ...span() });
    expect(stepped.states.reduce((sum, { ms }) => sum + ms, 0)).toBeGreaterThan(0);
    expect(stepped.percentGood).toBeGreaterThan(0);
  });

  it('ignores a cancel of what is answered or was never asked, and goes on', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'cancel', id: 1 });
      await session.send({ kind: 'call', id: 1, method: 'history.raw', input: { tag: 'L-1', ...span() } });
      const reply = () => session.messages.find(m => m.kind === 'reply' && m.id === 1);
      expect(await waitFor('the answer', reply)).toMatchObject({ reply: { ok: true } });
      await session.send({ kind: 'cancel', id: 1 });
      await session.send({ kind: 'call', id: 2, method: 'history.status', input: {} });
      await waitFor('the next answer', () => session.messages.some(m => m.kind === 'reply' && m.id === 2));
    });
  });
}

const RAW = { tag: 'L-1', from: 1, to: 2 };
const STEPS = { tags: ['L-1'], aggregates: ['Average'], from: 0, to: 1_000, stepMs: 100 };
const TREND = { tags: ['L-1'], from: 1, to: 2, columns: 100 };

/** Wrong questions about the history with the code of their answer. */
export const WRONG_HISTORY: readonly (readonly [string, unknown, string])[] = [
  ['history.recent', { tags: ['L-0'], from: 0 }, 'bad-input'],
  ['history.recent', { tags: ['L-0'], from: 1e300 }, 'bad-input'],
  ['history.trend', { ...TREND, tags: ['nobody'] }, 'unknown-tag'],
  ['history.trend', { ...TREND, to: 1 }, 'bad-input'],
  ['history.trend', { ...TREND, columns: 5 }, 'bad-input'],
  ['history.trend', { ...TREND, tags: Array.from({ length: 17 }, () => 'L-1') }, 'bad-input'],
  ['history.raw', { ...RAW, tag: 'nobody' }, 'unknown-tag'],
  ['history.raw', { ...RAW, tag: 'toString' }, 'unknown-tag'],
  ['history.raw', { ...RAW, to: 1 }, 'bad-input'],
  ['history.raw', { ...RAW, to: 0 }, 'bad-input'],
  ['history.raw', { ...RAW, to: 9e15 }, 'bad-input'],
  ['history.raw', { ...RAW, from: null }, 'bad-input'],
  ['history.raw', { ...RAW, from: '1' }, 'bad-input'],
  ['history.raw', { ...RAW, limit: 0 }, 'bad-input'],
  ['history.raw', { ...RAW, limit: 65_537 }, 'bad-input'],
  ['history.raw', { ...RAW, after: { t: 1, taken: -1 } }, 'bad-input'],
  ['history.raw', { ...RAW, after: 7 }, 'bad-input'],
  ['history.raw', { ...RAW, versions: 'old' }, 'bad-input'],
  ['history.raw', { ...RAW, more: true }, 'bad-input'],
  ['history.aggregate', { ...STEPS, tags: [] }, 'bad-input'],
  ['history.aggregate', { ...STEPS, tags: ['nobody'] }, 'unknown-tag'],
  ['history.aggregate', { ...STEPS, tags: Array.from({ length: 65 }, () => 'L-1') }, 'bad-input'],
  ['history.aggregate', { ...STEPS, aggregates: ['Mean'] }, 'bad-input'],
  ['history.aggregate', { ...STEPS, aggregates: [] }, 'bad-input'],
  ['history.aggregate', { ...STEPS, to: 0 }, 'bad-input'],
  ['history.aggregate', { ...STEPS, stepMs: 0 }, 'bad-input'],
  ['history.aggregate', { ...STEPS, stepMs: -5 }, 'bad-input'],
  ['history.aggregate', { ...STEPS, stepMs: 1, to: 8e15 }, 'bad-input'],
  ['history.aggregate', { ...STEPS, counterModulus: 0 }, 'bad-input'],
  ['history.states', { tag: 'nobody', from: 1, to: 2 }, 'unknown-tag'],
  ['history.states', { tag: 'SYS.PLC.state', from: 2, to: 1 }, 'bad-input'],
  ['history.slice', { tags: ['nobody'], at: 1 }, 'unknown-tag'],
  ['history.slice', { tags: ['L-1'], at: null }, 'bad-input'],
  ['history.slice', { tags: Array.from({ length: 10_001 }, () => 'L-1'), at: 1 }, 'bad-input'],
  ['history.lastValues', { tag: 'L-1' }, 'bad-input'],
  ['history.status', { disk: true }, 'bad-input'],
  ['history.backup', { folder: '' }, 'bad-input'],
  ['history.backup', { folder: 7 }, 'bad-input'],
  ['history.check', { isDeep: 'yes' }, 'bad-input'],
];
