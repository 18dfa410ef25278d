/** Figures of the alarm system: each rule by hand, and all of them against a plain recount of random journals. */
import { describe, expect, it } from 'vitest';
import { alarmPerformance, type PerformanceQuestion } from '../../../../main/alarms/figures/performance.ts';
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import { randomOf } from '../../support/samples.ts';
import { acknowledge, clear, HOUR, MINUTE, paged, raise, randomJournal, row, START } from './journal-rows.ts';
import { naivePerformance } from './naive-performance.ts';

const DAY = 24 * HOUR;
const figures = (rows: readonly AlarmJournalRow[], part: Partial<PerformanceQuestion> = {}) =>
  alarmPerformance(paged(rows), { from: START, to: START + DAY, timeZone: 'Asia/Shanghai', ...part });
const many = (count: number, stepMs: number, from = START): AlarmJournalRow[] =>
  Array.from({ length: count }, (_, i) => raise(from + i * stepMs, { id: `T-${i}/H` }));

describe('rates', () => {
  it('count calls, not what came while nobody was called', async () => {
    const hidden = raise(START + 5, { from: 'SHELVED', to: 'SHELVED', isHidden: true, isAnnounced: false });
    const again = row({ received: START + MINUTE, event: 're-alarm', from: 'ACK', to: 'UNACK', isAnnounced: true });
    const found = await figures([raise(START), hidden, again]);
    expect(found).toMatchObject({ calls: 2, activations: 1, perDay: 2, per10Min: 2 / 144, perHour: 2 / 24 });
    expect(found.tenMinutes).toHaveLength(144);
    expect(found.tenMinutes[0]).toBe(2);
  });

  it('put a call at the turn of ten minutes into the later piece, and one at the end into none', async () => {
    const found = await figures([
      ...many(1, 0, START + 10 * MINUTE - 1),
      ...many(1, 0, START + 10 * MINUTE),
      ...many(1, 0, START + DAY),
    ]);
    expect([...found.tenMinutes.slice(0, 3)]).toEqual([1, 1, 0]);
    expect(found.calls).toBe(2);
  });

  it('more than 10 in ten minutes and more than 30 in an hour are told as shares, 10 and 30 are not', async () => {
    const hour = (n: number, count: number) => many(count, HOUR / 40, START + n * HOUR);
    const found = await figures([...many(10, 1000), ...many(11, 1000, START + HOUR), ...hour(2, 30), ...hour(3, 31)]);
    expect(found).toMatchObject({ shareOver10: 1 / 144, shareOver30: 1 / 24, peakPer10Min: 11 });
  });

  it('a day is one of the station: 23 and 25 hours when the clocks change', async () => {
    const spring = { from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22), timeZone: 'Europe/Berlin' };
    expect((await figures([raise(spring.from + HOUR)], spring)).perDay).toBe(1);
    const autumn = { from: Date.UTC(2026, 9, 24, 22), to: Date.UTC(2026, 9, 25, 23), timeZone: 'Europe/Berlin' };
    const found = await figures([raise(autumn.from + HOUR)], autumn);
    expect(found.perDay).toBe(1);
    expect(found.perHour).toBe(1 / 25);
  });

  it('of no time and of no rows are zero', async () => {
    expect(await figures([], { to: START })).toMatchObject({
      calls: 0,
      perDay: 0,
      perHour: 0,
      per10Min: 0,
      floodShare: 0,
      shareOver10: 0,
    });
    expect(await figures([])).toMatchObject({
      activations: 0,
      topShare: 0,
      acknowledgeSeconds: [null, null, null, null],
    });
  });

  it('go on in the order of the rows when the clock of the station is corrected by less than a minute', async () => {
    const found = await figures([raise(START + HOUR), raise(START + HOUR - MINUTE + 1, { sequence: 2 })]);
    expect([...found.tenMinutes.slice(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, 2]);
  });
});

describe('a clock that is set back by an hour', () => {
  it('makes no peak, no flood and no chatter of what came in the hour that is lived through twice', async () => {
    const before = many(12, 5 * MINUTE);
    const found = await figures([...before, ...many(16, 3.75 * MINUTE, START + 1)]);
    expect(found).toMatchObject({ calls: 28, activations: 28, peakPer10Min: 3, floods: [], shareOver10: 0 });
    expect([...found.tenMinutes.slice(0, 7)]).toEqual([3, 3, 2, 3, 3, 2, 0]);
    const one = { id: 'A/H' };
    const three = [raise(START + HOUR, one), raise(START + 59 * MINUTE - 1, one), raise(START + 60 * MINUTE, one)];
    expect((await figures(three)).chattering).toEqual([]);
    const two = [raise(START + HOUR - 90_000, one), raise(START + HOUR, one), raise(START + 50 * MINUTE, one)];
    expect((await figures(two)).chattering).toEqual([]);
  });

  it('ends a flood at its last call, and another may come', async () => {
    const rows = [...many(12, 1000, START + HOUR), ...many(12, 1000, START + 5 * MINUTE)];
    expect((await figures(rows)).floods).toMatchObject([
      { from: START + HOUR + 10_000, to: START + HOUR + 11_000, activations: 12 },
      { from: START + 5 * MINUTE + 10_000, activations: 12 },
    ]);
  });

  it('tells no time to acknowledge of a call from before, and hours hidden as they were lived through', async () => {
    const shelve = row({ ...raise(START), id: 'S/H', event: 'shelve', to: 'SHELVED', isAnnounced: false });
    const rows = [shelve, raise(START + HOUR), acknowledge(START + MINUTE), raise(START + 30 * MINUTE, { id: 'B/H' })];
    const found = await figures(rows, { to: START + 2 * HOUR });
    expect(found.acknowledgeSeconds[2]).toBeNull();
    expect(found.hiddenHours.shelved).toBeCloseTo(1 + 119 / 60, 9);
  });
});

describe('a flood', () => {
  it('begins with the eleventh call within ten minutes and ends when fewer than five are left', async () => {
    const found = await figures(many(11, MINUTE / 2));
    // The fifth newest came at 3 min: ten minutes later four are left.
    expect(found.floods).toEqual([{ from: START + 5 * MINUTE, to: START + 13 * MINUTE, activations: 11 }]);
    expect(found.floodShare).toBeCloseTo(8 / 1440, 12);
  });

  it('is none with ten calls, nor with eleven over more than ten minutes', async () => {
    expect((await figures(many(10, 1000))).floods).toEqual([]);
    expect((await figures(many(11, MINUTE))).floods).toEqual([]);
  });

  it('lasts while one comes every two minutes, and on beyond the end of the span', async () => {
    const steady = many(40, 2 * MINUTE, START + 2 * MINUTE);
    const found = await figures([...many(11, 1000), ...steady], { to: START + HOUR });
    expect(found.floods).toEqual([{ from: START + 10_000, to: null, activations: 40 }]);
  });

  it('that began before the span is counted from its begin on', async () => {
    const found = await figures([...many(11, 1000, START - MINUTE), ...many(2, 1000)]);
    expect(found.floods).toMatchObject([{ from: START, activations: 2 }]);
    expect(found.calls).toBe(2);
  });
});

describe('bad actors', () => {
  it('three activations within a minute are chatter, with what was counted while it was held', async () => {
    const calm = [0, 30, 60, 90].map(s => raise(START + s * 1000, { id: 'CALM/H' }));
    const wild = [0, 20, 59, 200].map(s => raise(START + s * 1000, { id: 'WILD/H' }));
    const held = row({
      received: START + 90_000,
      id: 'WILD/H',
      event: 'chatter',
      from: 'UNACK',
      to: 'UNACK',
      activations: 50,
    });
    const found = await figures([...calm, ...wild, held].toSorted((a, b) => a.received - b.received));
    expect(found.chattering).toEqual([{ id: 'WILD/H', activations: 53, share: 53 / 58 }]);
    expect(found.top).toMatchObject([
      { id: 'WILD/H', activations: 54 },
      { id: 'CALM/H', activations: 4 },
    ]);
    expect(found.calls).toBe(8);
  });

  it('fleeting is what went within ten seconds and without an action', async () => {
    const quick = [raise(START), clear(START + 10_000)];
    const slow = [raise(START, { id: 'SLOW/H' }), clear(START + 10_001, { id: 'SLOW/H' })];
    const seen = [
      raise(START, { id: 'SEEN/H' }),
      acknowledge(START + 3000, { id: 'SEEN/H' }),
      clear(START + 5000, { id: 'SEEN/H' }),
    ];
    expect((await figures([...quick, ...slow, ...seen])).fleeting).toEqual([
      { id: 'PT-1/H', activations: 1, share: 1 / 3 },
    ]);
  });

  it('ten come first, most activations first, equal ones by name', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => i).flatMap(i =>
      many(1 + (i === 3 ? 1 : 0), HOUR).map(r => ({ ...r, id: `T-${String(i).padStart(2, '0')}/H` })),
    );
    const { top, topShare } = await figures(rows);
    expect(top.map(({ id }) => id).slice(0, 3)).toEqual(['T-03/H', 'T-00/H', 'T-01/H']);
    expect(top).toHaveLength(10);
    expect(topShare).toBeCloseTo(11 / 13, 12);
  });
});

describe('what stands', () => {
  it('is stale when active for longer than a day, unless it is hidden', async () => {
    const start = [
      { id: 'OLD/H', priority: 3, name: 'ACK', activeSince: START - 1, calledAt: null },
      { id: 'DAY/H', priority: 3, name: 'ACK', activeSince: START, calledAt: null },
      { id: 'OUT/H', priority: 3, name: 'OOS', activeSince: START - HOUR, calledAt: null },
    ] as const;
    const found = await figures([], { start });
    expect(found.stale).toEqual([{ id: 'OLD/H', since: START - 1 }]);
    expect(found.hiddenHours).toEqual({ shelved: 0, suppressed: 0, outOfService: 24 });
  });

  it('waits for its acknowledgement from its first call on, by priority', async () => {
    const one = { id: 'A/H', priority: 1 } as const;
    const rows = [
      raise(START, one),
      clear(START + 20_000, one),
      raise(START + 30_000, { ...one, from: 'RTN_UNACK' }),
      acknowledge(START + 40_000, one),
      ...Array.from({ length: 20 }, (_, i) => [
        raise(START + HOUR + (i * HOUR) / 2),
        acknowledge(START + HOUR + (i * HOUR) / 2 + (i + 1) * 1000),
      ]).flat(),
    ];
    const found = await figures(rows);
    expect(found.acknowledgeSeconds[0]).toEqual({ count: 1, p50: 40, p95: 40, worst: 40 });
    expect(found.acknowledgeSeconds[2]).toEqual({ count: 20, p50: 10, p95: 19, worst: 20 });
    expect(found.acknowledgeSeconds[1]).toBeNull();
  });

  it('is acknowledged by nobody when the station does it for what was known before', async () => {
    const found = await figures([raise(START), acknowledge(START, { who: null })]);
    expect(found.acknowledgeSeconds[2]).toBeNull();
  });

  it('stands no longer when the project has it no longer', async () => {
    const gone = row({ received: START + HOUR, event: 'retire', from: 'UNACK', to: 'NORMAL' });
    const start = [
      { id: 'PT-1/H', priority: 3, name: 'UNACK', activeSince: START - HOUR, calledAt: START - HOUR } as const,
    ];
    const seen = acknowledge(START + 2 * HOUR, { from: 'NORMAL' });
    const found = await figures([gone, seen], { start });
    expect([found.stale, found.acknowledgeSeconds[2]]).toEqual([[], null]);
  });

  it('a person who shelves an alarm has answered its call', async () => {
    const shelve = row({ received: START + MINUTE, event: 'shelve', from: 'UNACK', to: 'SHELVED', who: '张工' });
    const back = row({ received: START + HOUR, event: 'unshelve', from: 'SHELVED', to: 'UNACK', isAnnounced: true });
    const found = await figures([raise(START), shelve, back, acknowledge(START + HOUR + 5000)]);
    expect(found.acknowledgeSeconds[2]).toMatchObject({ count: 1, worst: 5 });
    expect(found.hiddenHours.shelved).toBeCloseTo(59 / 60, 12);
  });
});

describe('any journal', () => {
  it('has the floods that a count at every instant finds', async () => {
    const random = randomOf(9);
    let now = START - HOUR;
    const rows = Array.from({ length: 1_500 }, (_, i) => {
      now += Math.floor(random() * (i % 50 < 20 ? 60_000 : 5 * MINUTE));
      return raise(now, { id: `T-${i % 40}/H` });
    });
    const to = now - HOUR;
    const wanted = naivePerformance(rows, START, to).floods;
    expect(wanted.length).toBeGreaterThan(20);
    expect((await figures(rows, { to })).floods.map(({ from, to: end }) => ({ from, to: end }))).toEqual(wanted);
  });

  it.each([1, 2, 3, 4, 5, 6])('is counted as a plain recount counts it (%i)', async seed => {
    const rows = randomJournal(randomOf(seed), { count: 3_000, gapMs: 5 * HOUR });
    const to = START + (seed % 2 === 0 ? 3 : 6) * DAY;
    const found = await figures(rows, { to });
    const wanted = naivePerformance(rows, START, to);
    expect(wanted.calls).toBeGreaterThan(50);
    const bare = (shares: typeof found.top) => shares.map(({ id, activations }) => ({ id, activations }));
    expect([...found.tenMinutes]).toEqual(wanted.tenMinutes);
    expect(found).toMatchObject({
      calls: wanted.calls,
      activations: wanted.activations,
      byPriority: wanted.byPriority,
    });
    expect(found.floods.map(({ from, to }) => ({ from, to }))).toEqual(wanted.floods);
    expect(bare(found.top)).toEqual(wanted.top.slice(0, 10));
    expect(bare(found.chattering)).toEqual(wanted.chattering);
    expect(bare(found.fleeting)).toEqual(wanted.fleeting);
    expect(found.stale.map(({ id }) => id).toSorted()).toEqual(wanted.stale);
    for (const kind of ['shelved', 'suppressed', 'outOfService'] as const) {
      expect(found.hiddenHours[kind]).toBeCloseTo(wanted.hidden[kind], 6);
    }
    wanted.waits.forEach((waits, p) => {
      const sorted = waits.toSorted((a, b) => a - b);
      const of = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / 1000;
      const told = found.acknowledgeSeconds[p];
      expect(told?.count ?? 0).toBe(waits.length);
      if (told === null || told === undefined) return;
      expect(told.worst).toBe((sorted.at(-1) ?? 0) / 1000);
      expect(Math.abs(told.p50 - of(0.5))).toBeLessThanOrEqual(of(0.5) * 0.005 + 0.0005);
      expect(Math.abs(told.p95 - of(0.95))).toBeLessThanOrEqual(of(0.95) * 0.005 + 0.0005);
    });
  });
});
