/** Contract, part 4: alarms as screens and scripts see them, from the description to the orders of people. */
import { expect, it } from 'vitest';
import type { AlarmStateName, AlarmStatus } from '../../shared/model/alarm.ts';
import type {
  AlarmContext,
  AlarmJournalPage,
  AlarmPerformance,
  AlarmSuggestion,
} from '../../shared/model/alarm-journal.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import type {
  AlarmActionAnswer,
  AlarmDescription,
  AlarmFile,
  AlarmStreamItem,
} from '../../shared/rpc/alarm-contract.ts';
import { acknowledgeUntil, type Bench, type Item, itemsOf, nthItem, valueOf, withSession } from './contract-bench.ts';
import { waitFor } from './wait-for.ts';

const BY = { who: '李' };
const WHY = { who: '李', why: 'contract test' };
const EVER = { from: 0, to: 8e15 };
const HIGH = 600;
const L1 = 'L-1/H';
const L2 = 'L-2/H';
const alarmItem = (item: Item | undefined): AlarmStreamItem => item?.item as AlarmStreamItem;

/** What each wrong order about alarms is answered. */
export const WRONG_ALARMS: readonly (readonly [string, unknown, string])[] = [
  ['alarms', {}, 'unknown-method'],
  ['alarms.describe', { id: L1 }, 'bad-input'],
  ['alarms.acknowledge', { ids: [], ...BY }, 'bad-input'],
  ['alarms.acknowledge', { ids: Array.from({ length: 201 }, () => L1), ...BY }, 'bad-input'],
  ['alarms.acknowledge', { ids: [L1], who: ' ' }, 'bad-input'],
  ['alarms.acknowledge', { ids: [L1], seen: { [L1]: -1 }, ...BY }, 'bad-input'],
  ['alarms.acknowledgeArea', { area: '1000', seen: 0.5, ...BY }, 'bad-input'],
  ['alarms.acknowledgeArea', BY, 'bad-input'],
  ['alarms.reset', { ids: L1, ...BY }, 'bad-input'],
  ['alarms.shelve', { id: L1, until: 1, ...BY }, 'bad-input'],
  ['alarms.shelve', { id: L1, ...WHY }, 'bad-input'],
  ['alarms.unshelve', { id: '', ...BY }, 'bad-input'],
  ['alarms.removeFromService', { id: L1, until: Number.MAX_VALUE, ...WHY }, 'bad-input'],
  ['alarms.returnToService', { id: L1 }, 'bad-input'],
  ['alarms.takeEquipmentOut', { equipment: 'E', ...WHY }, 'bad-input'],
  ['alarms.returnEquipment', { ...BY }, 'bad-input'],
  ['alarms.silence', { who: ' ' }, 'bad-input'],
  ['alarms.journal', { from: 1, to: 0 }, 'bad-input'],
  ['alarms.journal', { ...EVER, events: ['explode'] }, 'bad-input'],
  ['alarms.export', { from: 1, to: 0, format: 'csv', language: 'zh' }, 'bad-input'],
  ['alarms.export', { ...EVER, format: 'pdf', language: 'zh' }, 'bad-input'],
  ['alarms.performance', { from: 1, to: 0 }, 'bad-input'],
  ['alarms.performance', { from: -6e13, to: 8.64e15 }, 'bad-input'],
  ['alarms.suggest', { id: L1, days: 93 }, 'bad-input'],
  ['alarms.context', { sequence: 0 }, 'bad-input'],
  ['events.recent', { alarms: 'yes' }, 'bad-input'],
];

export function describeAlarms(at: () => Bench): void {
  const read = () => valueOf<AlarmStreamItem>(at(), 'alarms.read');
  const statusOf = async (id: string): Promise<AlarmStatus | undefined> =>
    (await read()).statuses.find(status => status.id === id);
  const becomes = (id: string, name: AlarmStateName) =>
    waitFor(`${id} to be ${name}`, async () => (await statusOf(id))?.name === name);
  const order = (method: string, input: object) => valueOf<AlarmActionAnswer>(at(), `alarms.${method}`, input);
  const page = (input: object = {}) => valueOf<AlarmJournalPage>(at(), 'alarms.journal', { ...EVER, ...input });
  /** Level 1 is 20 at rest, level 2 is 30. */
  const rest = async () => {
    [at().level[1], at().level[2]] = [20, 30];
    for (const id of [L1, L2]) {
      await waitFor(`${id} to be over`, async () => (await statusOf(id))?.record.state.process === 'normal');
    }
    for (const id of [L1, L2]) await order('acknowledge', { ids: [id], ...BY });
    await order('reset', { ids: [L1], ...BY });
    await becomes(L1, 'NORMAL');
    await becomes(L2, 'NORMAL');
  };

  it('describes every alarm, those of the devices too, with its limit of now', async () => {
    const all = await valueOf<AlarmDescription[]>(at(), 'alarms.describe');
    expect(all.map(alarm => alarm.id)).toEqual([L1, L2, 'PLC/LOST', 'FC/LOST']);
    expect(all[0]).toMatchObject({
      ...{ tag: 'L-1', kind: 'H', priority: 2, area: '1000', device: 'PLC', isLatching: true, limit: HIGH },
      ...{ isLimitHeld: false, deadband: 5, onDelayMs: 0, offDelayMs: 0, suppressWhen: null },
    });
    expect(all[1]).toMatchObject({ equipment: 'TANK', maxShelveMs: 0, relatedTags: [] });
    for (const { texts } of all) expect(texts.message.zh.length * texts.message.en.length).toBeGreaterThan(0);
  });

  it('streams all alarms first, then each change with counts and sound, and every row of it in the journal', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'alarms', input: {} });
      await session.send({ kind: 'open', id: 2, method: 'events', input: { alarms: true } });
      const first = alarmItem(await nthItem(session, 1, 1));
      expect([first.snapshot, first.statuses.length, first.sound]).toEqual([true, 4, { priority: null, ids: [] }]);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      [at().level[1], at().level[2]] = [HIGH, HIGH];
      const isLoud = (items: readonly Item[]) => alarmItem(items.at(-1)).sound.priority === 1;
      await acknowledgeUntil(session, 1, isLoud);
      const item = alarmItem(itemsOf(session, 1).at(-1));
      expect(item).toMatchObject({ snapshot: false, isDurable: true, sound: { ids: [L2] } });
      expect(item.counts.unacknowledged).toEqual([1, 1, 0, 0]);
      const { rows } = await page({ ids: [L2] });
      expect(rows[0]).toMatchObject({ event: 'raise', to: 'UNACK', value: HIGH, limit: HIGH, who: null });
      const told = (await nthItem(session, 2, 1)).item as StationEvent[];
      expect(told).toMatchObject([
        { kind: 'alarm', source: L1, uncertainty: { earlierMs: 200, laterMs: 0, from: 'scan' } },
        { kind: 'alarm', source: L2, uncertainty: { earlierMs: 200, laterMs: 0, from: 'scan' } },
      ]);
    });
    await rest();
  });

  it('counts and sounds for the areas that a client is there for', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'alarms', input: { areas: ['elsewhere'] } });
      await nthItem(session, 1, 1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      at().level[2] = HIGH;
      await acknowledgeUntil(session, 1, items => alarmItem(items.at(-1)).statuses.some(s => s.name === 'UNACK'));
      const { counts, sound } = alarmItem(itemsOf(session, 1).at(-1));
      expect([counts.unacknowledged, sound.priority]).toEqual([[0, 0, 0, 0], null]);
    });
    await rest();
  });

  it('acknowledges by page and by area, resets what is latched, and refuses by name', async () => {
    [at().level[1], at().level[2]] = [HIGH, HIGH];
    await becomes(L1, 'UNACK');
    await becomes(L2, 'UNACK');
    expect(await order('acknowledgeArea', { area: '1000', ...BY })).toMatchObject({
      done: [L1],
      refused: [{ id: L2, code: 'one-by-one' }],
    });
    expect(await order('acknowledge', { ids: [L2], seen: { [L2]: 0 }, ...BY })).toMatchObject({
      done: [],
      refused: [{ id: L2, code: 'called-again' }],
    });
    const { done, refused } = await order('acknowledge', { ids: [L2, L1, 'X/H'], ...BY });
    expect([done, refused.map(r => r.code)]).toEqual([[], ['one-by-one', 'already-acknowledged', 'unknown-alarm']]);
    expect((await order('acknowledge', { ids: [L2], ...BY, comment: '已查看' })).done).toEqual([L2]);
    for (const { text } of refused)
      expect([text.zh, text.en].map(t => /[\u4e00-\u9fff]/.test(t))).toEqual([true, false]);
    expect((await statusOf(L2))?.record).toMatchObject({ acknowledgedBy: '李' });
    expect((await order('reset', { ids: [L1], ...BY })).refused[0]?.code).toBe('still-active');
    at().level[1] = 20;
    await becomes(L1, 'LATCH_ACK');
    expect(await order('reset', { ids: [L1], ...BY })).toEqual({ done: [L1], refused: [], isDurable: true });
    expect((await page({ who: '李', text: '已查看' })).rows.map(row => row.id)).toEqual([L2]);
    await rest();
  });

  it('shelves, takes out of service, and brings back, with an end and a reason', async () => {
    const until = Date.now() + 3_600_000;
    expect((await order('shelve', { id: L1, until, ...WHY })).done).toEqual([L1]);
    expect((await order('shelve', { id: L2, until, ...WHY })).refused[0]?.code).toBe('never-shelved');
    expect((await read()).counts.shelved).toBe(1);
    expect((await order('unshelve', { id: L1, ...BY })).done).toEqual([L1]);
    expect((await order('removeFromService', { id: L1, until, ...WHY })).done).toEqual([L1]);
    expect(await statusOf(L1)).toMatchObject({ name: 'OOS', record: { state: { outOfService: { until, by: '李' } } } });
    expect((await order('returnToService', { id: L1, ...BY })).done).toEqual([L1]);
    expect((await order('takeEquipmentOut', { equipment: 'TANK', until, ...WHY })).done).toEqual([L2]);
    expect((await statusOf(L2))?.name).toBe('SUPPRESSED');
    expect((await order('returnEquipment', { equipment: 'TANK', ...BY })).done).toEqual([L2]);
    expect((await order('returnEquipment', { equipment: 'TANK', ...BY })).refused[0]?.code).toBe('not-out-of-service');
    await rest();
  });

  it('silences everywhere and tells who did it', async () => {
    at().level[2] = HIGH;
    await waitFor('the sound', async () => (await read()).sound.priority === 1);
    expect(await valueOf(at(), 'alarms.silence', BY)).toBeNull();
    expect([(await read()).sound.priority, (await statusOf(L2))?.name]).toEqual([null, 'UNACK']);
    const events = await valueOf<StationEvent[]>(at(), 'events.recent');
    expect(events.findLast(e => e.source === 'alarms')?.text.en).toBe('李 silences the alarms');
    await rest();
  });

  it('gives the journal in pages, newest first, without the whole state', async () => {
    const first = await page({ limit: 2 });
    expect(first.rows).toHaveLength(2);
    expect(first.rows[0]).not.toHaveProperty('after');
    const second = await page({ limit: 2, before: first.next });
    const numbers = [...first.rows, ...second.rows].map(row => row.sequence);
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) - i));
    expect(await page({ ids: ['X/H'] })).toEqual({ rows: [], next: null });
  });

  it('writes the journal as a file, in either form and language', async () => {
    const asked = { ...EVER, from: Date.now() - 600_000, to: Date.now() + 60_000 };
    for (const [format, language] of [
      ['csv', 'zh'],
      ['xlsx', 'en'],
    ] as const) {
      const file = await valueOf<AlarmFile>(at(), 'alarms.export', { ...asked, format, language });
      expect(file.name).toMatch(new RegExp(`^alarms-.*\\.${format}$`));
      expect([file.rows > 5, file.isCut, file.bytes.length > 500]).toEqual([true, false, true]);
    }
  });

  it('counts how well the alarm system works', async () => {
    const asked = { from: Date.now() - 600_000, to: Date.now() + 1 };
    const figures = await valueOf<AlarmPerformance>(at(), 'alarms.performance', asked);
    expect(figures.activations).toBeGreaterThan(2);
    expect(figures.byPriority).toHaveLength(4);
    expect(
      (await valueOf<AlarmPerformance>(at(), 'alarms.performance', { ...asked, areas: ['elsewhere'] })).activations,
    ).toBe(0);
  });

  it('suggests deadband and delays of an alarm, or says that there is none of that name', async () => {
    const suggestion = await valueOf<AlarmSuggestion | null>(at(), 'alarms.suggest', { id: L1, days: 1 });
    expect(suggestion?.id ?? null).toSatisfy((id: string | null) => id === null || id === L1);
    expect(await valueOf(at(), 'alarms.suggest', { id: 'X/H' })).toBeNull();
  });

  it('gives what was around a call of priority 1 or 2, and null where nothing was kept', async () => {
    const calls = (await page({ ids: [L2], events: ['raise'] })).rows;
    const sequence = calls[0]?.sequence ?? 0;
    const context = await valueOf<AlarmContext | null>(at(), 'alarms.context', { sequence });
    expect(context).toMatchObject({ sequence, isComplete: false });
    expect(context?.series.map(s => [s.tag, s.t.length === s.v.length && s.v.length === s.q.length])).toEqual([
      ['L-2', true],
    ]);
    expect(await valueOf(at(), 'alarms.context', { sequence: 1e9 })).toBeNull();
  });
}
