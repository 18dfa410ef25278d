import { afterEach, describe, expect, it } from 'vitest';
import { EventLog } from '../../../../main/events/event-log.ts';
import { alarmActions } from '../../../../main/handlers/alarms/alarm-actions.ts';
import { readJournal } from '../../../../main/handlers/alarms/alarm-queries.ts';
import type { Caller } from '../../../../main/handlers/handlers.ts';
import { alarm } from '../../alarms/support/alarm-rig.ts';
import { StationRig } from '../../alarms/support/station-rig.ts';

const OPERATOR: Caller = { role: 'operator', where: '10.0.0.7' };
const ENGINEER: Caller = { role: 'engineer', where: 'console' };
const LI = { who: 'Li', comment: 'seen' };
const EVER = { from: 0, to: 8e15, limit: 100 };
const NEVER = new AbortController().signal;

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});

function station() {
  const equipment = 'E-1';
  const rig = new StationRig([
    alarm('A/H', { priority: 1, equipment }),
    alarm('B/H', { priority: 2, equipment, isLatching: true }),
    alarm('C/H'),
  ]).start();
  rigs.push(rig);
  const events = new EventLog(rig.clock);
  return { rig, events, act: alarmActions(rig.alarms, events), until: rig.clock.now() + 3_600_000 };
}
const lastRow = (rig: StationRig) => rig.archive.all.at(-1);

describe('orders of people about alarms', () => {
  it('are rows with who, from where and the comment, durable when they are answered', async () => {
    const { rig, act } = station();
    await rig.set({ B: 12 });
    const answer = await act['alarms.acknowledge']({ ids: ['B/H', 'C/H'], ...LI }, OPERATOR);
    expect(answer.done).toEqual(['B/H']);
    expect(answer.refused).toMatchObject([{ id: 'C/H', code: 'nothing-to-acknowledge' }]);
    for (const { text } of answer.refused) expect([text.zh, text.en].every(t => t.length > 3)).toBe(true);
    expect(lastRow(rig)).toMatchObject({ event: 'acknowledge', who: 'Li', where: '10.0.0.7', comment: 'seen' });
  });

  it('say when the disk has not taken them: they are answered after a second all the same', async () => {
    const { rig, act } = station();
    await rig.set({ A: 12, C: 12 });
    expect(await act['alarms.acknowledge']({ ids: ['A/H'], ...LI }, OPERATOR)).toMatchObject({ isDurable: true });
    rig.archive.isRefusing = true;
    const answer = await act['alarms.acknowledge']({ ids: ['C/H'], ...LI }, OPERATOR);
    expect(answer).toMatchObject({ done: ['C/H'], isDurable: false });
    rig.archive.isRefusing = false;
  });

  it('acknowledge only what was seen', async () => {
    const { rig, act } = station();
    await rig.set({ A: 12, C: 12 });
    const seen = { 'A/H': 0, 'C/H': 2 };
    const one = await act['alarms.acknowledge']({ ids: ['A/H'], seen, ...LI }, OPERATOR);
    expect([one.done, one.refused.map(r => r.code)]).toEqual([[], ['called-again']]);
    const answer = await act['alarms.acknowledge']({ ids: ['A/H', 'C/H'], seen, ...LI }, OPERATOR);
    expect([answer.done, answer.refused.map(r => r.code)]).toEqual([['C/H'], ['one-by-one']]);
    await rig.set({ B: 12 });
    const area = await act['alarms.acknowledgeArea']({ area: '1300', seen: 3, ...LI }, OPERATOR);
    expect(area.refused.map(r => `${r.id} ${r.code}`)).toEqual(['A/H one-by-one', 'B/H called-again']);
  });

  it('acknowledge an area but its priority 1, which is named', async () => {
    const { rig, act } = station();
    await rig.set({ A: 12, B: 12, C: 12 });
    const answer = await act['alarms.acknowledgeArea']({ area: '1300', ...LI }, OPERATOR);
    expect([answer.done, answer.refused.map(r => `${r.id} ${r.code}`)]).toEqual([['B/H', 'C/H'], ['A/H one-by-one']]);
  });

  it('reset a latched alarm', async () => {
    const { rig, act } = station();
    await rig.set({ B: 12 });
    await rig.set({ B: 1 });
    await act['alarms.acknowledge']({ ids: ['B/H'], ...LI }, OPERATOR);
    expect((await act['alarms.reset']({ ids: ['B/H'], ...LI }, OPERATOR)).done).toEqual(['B/H']);
    expect(lastRow(rig)).toMatchObject({ event: 'reset', to: 'NORMAL', who: 'Li' });
  });

  it('shelve with reason and end; priority 2 only for whoever decides as a supervisor', async () => {
    const { rig, act, until } = station();
    const order = { id: 'B/H', until, who: 'Li', why: 'repair' };
    expect((await act['alarms.shelve'](order, OPERATOR)).refused[0]?.code).toBe('needs-supervisor');
    expect((await act['alarms.shelve'](order, ENGINEER)).done).toEqual(['B/H']);
    expect(lastRow(rig)?.after.state.shelved).toMatchObject({ until, by: 'Li', reason: 'repair' });
    expect((await act['alarms.unshelve']({ id: 'B/H', ...LI }, OPERATOR)).done).toEqual(['B/H']);
  });

  it('take out of service and bring back, one alarm or a whole piece of equipment', async () => {
    const { rig, act, until } = station();
    const order = { until, who: 'Wang', why: 'permit 12' };
    expect((await act['alarms.removeFromService']({ id: 'C/H', ...order }, ENGINEER)).done).toEqual(['C/H']);
    expect((await act['alarms.takeEquipmentOut']({ equipment: 'E-1', ...order }, ENGINEER)).done.toSorted()).toEqual([
      'A/H',
      'B/H',
    ]);
    await rig.set({ A: 12, B: 12, C: 12 });
    expect(rig.archive.all.some(row => row.isAnnounced)).toBe(false);
    expect((await act['alarms.returnToService']({ id: 'C/H', ...LI }, ENGINEER)).done).toEqual(['C/H']);
    expect((await act['alarms.returnEquipment']({ equipment: 'E-1', ...LI }, ENGINEER)).done.toSorted()).toEqual([
      'A/H',
      'B/H',
    ]);
    expect(
      rig.archive.all
        .filter(row => row.isAnnounced)
        .map(row => row.id)
        .toSorted(),
    ).toEqual(['A/H', 'B/H', 'C/H']);
  });

  it('silence as an event, because no alarm changes', async () => {
    const { rig, act, events } = station();
    await rig.set({ C: 12 });
    expect(await act['alarms.silence']({ who: 'Li', areas: ['1300'] }, OPERATOR)).toBeNull();
    expect(rig.alarms.item(null, null).sound.priority).toBeNull();
    expect(events.recent(9)).toMatchObject([{ kind: 'operation', source: 'alarms' }]);
    expect(events.recent(9)[0]?.text).toEqual({ zh: 'Li 消音，区域 1300', en: 'Li silences the alarms of area 1300' });
    await act['alarms.silence']({}, OPERATOR);
    const [nameless] = events.recent(1);
    expect(nameless).toMatchObject({
      where: '10.0.0.7',
      text: { zh: '消音（无人登记值班）', en: 'The alarms are silenced, nobody is on duty' },
    });
    expect(nameless).not.toHaveProperty('who');
    expect(rig.archive.all).toHaveLength(1);
  });
});

it('leaves sounding what has come after the last row that the person had', async () => {
  const { rig, act } = station();
  await rig.set({ C: 12 });
  const { sequence } = rig.alarms.item(null, null);
  await rig.set({ A: 12 });
  await act['alarms.silence']({ who: 'Li', heard: sequence }, OPERATOR);
  expect(rig.alarms.item(null, null).sound.ids).toEqual(['A/H']);
});

describe('pages of the journal', () => {
  it('go on where the page before ended, and have what the caller has just done', async () => {
    const { rig, act } = station();
    await rig.set({ A: 12, B: 12, C: 12 });
    void act['alarms.acknowledge']({ ids: ['A/H'], ...LI }, OPERATOR);
    const first = await readJournal(rig.alarms, { ...EVER, limit: 3 }, NEVER);
    expect(first.rows.map(row => `${row.id} ${row.event}`)).toEqual(['A/H acknowledge', 'C/H raise', 'B/H raise']);
    const second = await readJournal(rig.alarms, { ...EVER, before: first.next ?? 0 }, NEVER);
    expect([second.rows.map(row => row.sequence), second.next]).toEqual([[1], null]);
  });

  it('ask the archive for what was given and for nothing else', async () => {
    const { rig } = station();
    await rig.set({ A: 12, B: 12 });
    const { rows } = await readJournal(rig.alarms, { ...EVER, ids: ['B/H'], priorities: undefined }, NEVER);
    expect(rows.map(row => row.id)).toEqual(['B/H']);
  });

  it('refuse a span that ends before it begins', async () => {
    const { rig } = station();
    await expect(readJournal(rig.alarms, { ...EVER, to: -1 }, NEVER)).rejects.toMatchObject({ code: 'bad-input' });
  });
});
