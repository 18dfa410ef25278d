/** Figures as they are asked of the archive: how alarms were before the span is found out. */
import { expect, it } from 'vitest';
import { askPerformance } from '../../../../main/alarms/figures/performance-question.ts';
import type { AlarmPriority } from '../../../../shared/model/alarm.ts';
import type { AlarmJournalFilter, AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import { acknowledge, clear, HOUR, MINUTE, paged, raise, row, START } from './journal-rows.ts';

const fits = (r: AlarmJournalRow, { from, to, ids, events, areas }: AlarmJournalFilter): boolean =>
  r.received >= from &&
  r.received < to &&
  (ids?.includes(r.id) ?? true) &&
  (events?.includes(r.event) ?? true) &&
  (areas?.includes(r.area) ?? true);

const archiveOf = (rows: readonly AlarmJournalRow[]) => ({
  page: (filter: AlarmJournalFilter, { limit }: { limit: number }) =>
    Promise.resolve({
      rows: rows
        .filter(r => fits(r, filter))
        .toReversed()
        .slice(0, limit),
      next: null,
    }),
  later: (filter: AlarmJournalFilter, { limit }: { limit: number }) =>
    Promise.resolve(rows.filter(r => fits(r, filter)).slice(0, limit)),
  rows: (filter: AlarmJournalFilter) => paged(rows.filter(r => fits(r, filter))),
});

const ask = (rows: readonly AlarmJournalRow[], part: { to?: number; now?: number; areas?: string[] } = {}) => {
  const alarms = [...new Map(rows.map(r => [r.id, r])).values()];
  const { to = START + HOUR, now = START + 90 * HOUR, areas } = part;
  return askPerformance({ archive: archiveOf(rows), alarms, timeZone: 'UTC', now }, { from: START, to, areas });
};

const LONG_AGO = START - 40 * HOUR;
const note = (ms: number): AlarmJournalRow => row({ received: ms, event: 're-alarm', from: 'ACK', to: 'UNACK' });

it('an alarm that has stood since before the span is stale, however much was written about it since', async () => {
  const rows = [raise(LONG_AGO), ...Array.from({ length: 50 }, (_, i) => note(LONG_AGO + i * MINUTE))];
  expect((await ask(rows)).stale).toEqual([{ id: 'PT-1/H', since: LONG_AGO }]);
  expect((await ask([...rows, clear(START - 30 * HOUR)])).stale).toEqual([]);
});

it('one that was hidden before the span counts as hidden in it', async () => {
  const shelve = row({ received: START - 3 * HOUR, event: 'shelve', to: 'SHELVED', who: '张工' });
  expect((await ask([shelve])).hiddenHours.shelved).toBe(1);
});

it('a call from before the span waits until it is acknowledged in it', async () => {
  const found = await ask([raise(START - 3 * HOUR), clear(START - 2 * HOUR), acknowledge(START + MINUTE)]);
  expect(found.acknowledgeSeconds[2]?.worst).toBe((3 * HOUR + MINUTE) / 1000);
  const answered = await ask([raise(START - 3 * HOUR), acknowledge(START - 2 * HOUR), acknowledge(START + MINUTE)]);
  expect(answered.acknowledgeSeconds[2]).toBeNull();
});

it('a span that begins in a flood says so', async () => {
  const rows = Array.from({ length: 14 }, (_, i) => raise(START - MINUTE + i * 5_000, { id: `T-${i}/H` }));
  expect((await ask(rows)).floods).toMatchObject([{ from: START, activations: 2 }]);
});

it('the span ends now at the latest, so that the time to come is not counted as quiet', async () => {
  const found = await ask([raise(START)], { to: START + 100 * HOUR, now: START + 2 * HOUR });
  expect(found).toMatchObject({ to: START + 2 * HOUR, perHour: 0.5 });
  expect(await ask([raise(START)], { now: START - HOUR })).toMatchObject({ to: START, calls: 0 });
});

it('the span begins with the journal, whole pieces later: time that is not known is not counted as quiet', async () => {
  const first = START + 25 * MINUTE;
  const found = await ask([raise(first), raise(START + 40 * MINUTE)]);
  expect(found).toMatchObject({ from: START + 20 * MINUTE, to: START + HOUR, calls: 2, perHour: 3 });
  expect([...found.tenMinutes]).toEqual([1, 0, 1, 0]);
  expect(await ask([])).toMatchObject({ from: START, to: START + HOUR });
  expect(await ask([raise(START + 5 * HOUR)])).toMatchObject({ from: START + HOUR, to: START + HOUR, calls: 0 });
});

it('only the wanted areas are looked at', async () => {
  const other = { id: 'B/H', area: 'outlet', priority: 2 as AlarmPriority };
  const found = await ask([raise(LONG_AGO, other), raise(START), raise(START + 1, other)], { areas: ['inlet'] });
  expect(found).toMatchObject({ calls: 1, stale: [] });
});
