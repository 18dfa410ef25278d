import { describe, expect, it } from 'vitest';
import { type AlarmLineParts, AlarmLines, mergedByTime } from '../../../main/events/alarm-lines.ts';
import { alarmRowsLost, alarmText, incompleteAlarmsText, judgementTexts } from '../../../main/events/alarm-texts.ts';
import { EventLog } from '../../../main/events/event-log.ts';
import { EventOutlet, recentEvents } from '../../../main/handlers/events.ts';
import { ALARM_EVENTS } from '../../../shared/model/alarm.ts';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import { alarm, OPERATOR } from '../alarms/support/alarm-rig.ts';
import { StationRig } from '../alarms/support/station-rig.ts';

const { definition } = alarm('A/H', {
  device: 'GC',
  texts: {
    message: { zh: '压力高', en: 'Pressure high' },
    consequence: { zh: '', en: '' },
    cause: { zh: '', en: '' },
    action: { zh: '', en: '' },
  },
});
const ROW: AlarmJournalRow = {
  ...{ sequence: 1, time: 500, received: 510, id: 'A/H', tag: 'A', priority: 3, area: 'X', event: 'raise' },
  ...{ from: 'NORMAL', to: 'UNACK', value: 6.3200001716613, limit: 6.3, who: null, where: null, comment: '' },
  ...{ isHidden: false, isFirstOut: false, isAnnounced: true, activations: 1 },
};
const linesOf = (over: Partial<AlarmLineParts> = {}) =>
  new AlarmLines({
    definitions: [definition],
    periodMs: new Map([['A/H', 200]]),
    stamping: new Set<string>(),
    offsetOf: () => null,
    ...over,
  });
const TEXT = { zh: '事', en: 'event' };

describe('an alarm in the stream of events', () => {
  it('says what, with value and limit as people read them', () => {
    expect(alarmText(ROW, definition)).toEqual({
      zh: '压力高：条件成立，值 6.32，限值 6.3',
      en: 'Pressure high: condition true, value 6.32, limit 6.3',
    });
    expect(alarmText({ ...ROW, limit: null }, definition).en).toBe('Pressure high: condition true, value 6.32');
    expect(alarmText({ ...ROW, value: null, limit: null }, undefined).en).toBe('A/H: condition true');
  });

  it('calls an alarm as the journal has it, whatever the project calls it today', () => {
    const words = { message: { zh: '旧名', en: 'Old name' }, areaName: TEXT, unit: 'bar' };
    expect(alarmText({ ...ROW, words, value: null }, definition)).toEqual({
      zh: '旧名：条件成立',
      en: 'Old name: condition true',
    });
  });

  it('says in both languages how many rows were lost', () => {
    expect([alarmRowsLost(1).en, alarmRowsLost(7).en]).toEqual([
      expect.stringContaining('1 row of the alarm journal lost'),
      expect.stringContaining('7 rows of the alarm journal lost'),
    ]);
    expect(alarmRowsLost(7).zh).toContain('丢失 7 条');
  });

  it('says that nobody was called by what happened to a hidden one', () => {
    expect(alarmText({ ...ROW, isHidden: true, to: 'SHELVED', value: null }, definition)).toEqual({
      zh: '压力高：条件成立（搁置）',
      en: 'Pressure high: condition true (shelved)',
    });
  });

  it('says what was done and why; by whom and from where are fields of the event, and not said twice', () => {
    const row: AlarmJournalRow = { ...ROW, event: 'shelve', who: '李', where: 'console', comment: '检修' };
    expect(alarmText(row, definition)).toEqual({
      zh: '压力高：搁置：检修',
      en: 'Pressure high: shelve: 检修',
    });
    expect(linesOf().lineOf(row)).toMatchObject({ who: '李', where: 'console' });
  });

  it('says of which consoles it is that cannot be heard, and knows the time of it exactly', () => {
    const sound = { ...alarm('CONSOLE/SOUND').definition, tag: null };
    const lines = linesOf({ definitions: [sound], periodMs: new Map() });
    const line = lines.lineOf({ ...ROW, id: sound.id, tag: null, value: 1, limit: null, where: '10.0.0.7' });
    expect(line).toMatchObject({ where: '10.0.0.7', text: { zh: '无：条件成立，值 1（操作站 10.0.0.7）' } });
    expect(line).not.toHaveProperty('uncertainty');
  });

  it('has words for everything that can happen, and counts chatter', () => {
    for (const event of ALARM_EVENTS) {
      const { zh, en } = alarmText({ ...ROW, event }, definition);
      expect(zh).toMatch(/^压力高：.*[\u4e00-\u9fff]/);
      expect(en).toMatch(/^Pressure high: [a-z]/);
    }
    expect(alarmText({ ...ROW, event: 'chatter', activations: 40 }, definition).en).toMatch(/ 40 activations$/);
    expect(alarmText({ ...ROW, event: 'chatter', activations: 1 }, definition).en).toMatch(/ 1 activation$/);
  });

  it('has the source time and how well it is known; what people do is known exactly', () => {
    const lines = linesOf();
    expect(lines.lineOf(ROW)).toMatchObject({
      sequence: 1,
      time: 500,
      received: 510,
      uncertainty: { earlierMs: 200, laterMs: 0, from: 'scan' },
      kind: 'alarm',
      source: 'A/H',
      tag: 'A',
      area: 'X',
      alarm: { priority: 3, event: 'raise', isFirstOut: false },
    });
    expect(lines.lineOf({ ...ROW, event: 'acknowledge' })).not.toHaveProperty('uncertainty');
    expect(lines.lineOf({ ...ROW, event: 'suppress' })).not.toHaveProperty('uncertainty');
    const lost = alarm('PLC/LOST').definition;
    const ofLoss = linesOf({ definitions: [lost], periodMs: new Map() }).lineOf({ ...ROW, id: 'PLC/LOST', tag: null });
    expect(ofLoss).not.toHaveProperty('uncertainty');
    expect(lines.lineOf({ ...ROW, id: 'B/H' }).uncertainty).toEqual({ earlierMs: 0, laterMs: 0, from: 'unknown' });
  });

  it('may be off by the clock of its device as well where that gives the time: by what it was then, if that is asked', () => {
    const lines = linesOf({ stamping: new Set(['GC']), offsetOf: () => -30 });
    expect(lines.lineOf(ROW).uncertainty).toEqual({ earlierMs: 230, laterMs: 30, from: 'device' });
    expect(lines.lineOf(ROW, () => 5).uncertainty).toEqual({ earlierMs: 205, laterMs: 5, from: 'device' });
  });

  it('is an operation when a person did it, and an alarm when the station did', () => {
    const lines = linesOf();
    expect(lines.lineOf({ ...ROW, event: 'acknowledge', who: '李', where: 'local' })).toMatchObject({
      ...{ kind: 'operation', who: '李', where: 'local' },
    });
    expect(lines.lineOf({ ...ROW, event: 'unshelve' }).kind).toBe('alarm');
  });

  it('waits for a slow client, and shows one that is too slow a gap', () => {
    const lines = linesOf();
    lines.take([ROW, { ...ROW, sequence: 2 }]);
    expect(lines.after(1).map(line => line.sequence)).toEqual([2]);
    expect(lines.after(2)).toEqual([]);
    lines.take(Array.from({ length: 10_000 }, (_, i) => ({ ...ROW, sequence: i + 3 })));
    expect(lines.after(0)).toHaveLength(10_000);
    expect(lines.after(0)[0]?.sequence).toBe(3);
  });

  it('names incomplete alarms and what each needs, as many as a line can bear', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ id: `T${i}/DEV`, needs: { zh: '缺位号', en: 'no tag' } }));
    const { zh, en } = incompleteAlarmsText(many);
    expect(en).toMatch(/^30 alarms are incomplete and can never come: T0\/DEV \(no tag\), .*T19\/DEV \(no tag\) …$/);
    expect(zh).toMatch(/^30 个报警配置不完整，不会触发：T0\/DEV（缺位号）、/);
    expect(incompleteAlarmsText(many.slice(0, 1)).en).not.toContain('…');
  });
});

describe('alarms that cannot be judged', () => {
  it('are named, as many as a line can bear, and those that can be judged again in a line of their own', () => {
    const blind = Array.from({ length: 30 }, (_, i) => `T${i}/H`);
    const [gone, back, ...more] = judgementTexts({ blind, judged: ['A/H'] });
    expect(gone?.en).toMatch(/^30 alarms cannot be judged: T0\/H, .*T19\/H …$/);
    expect(back).toEqual({ zh: '1 个报警恢复判断：A/H', en: '1 alarm can be judged again, or need not: A/H' });
    expect(more).toEqual([]);
    expect(judgementTexts({ blind: [], judged: [] })).toEqual([]);
  });
});

describe('one stream of alarms and events', () => {
  it('is by time, for whoever asks for alarms, and without them for everybody else', async () => {
    const rig = new StationRig([alarm('A/H')]).start();
    const events = new EventLog(rig.clock);
    const parts = { events, alarms: rig.alarms, alarmLines: linesOf() };
    const ask = async (input: { limit: number; alarms: boolean }) =>
      (await recentEvents(parts, input, new AbortController().signal)).map(e => e.source);
    events.add('device', 'PLC', TEXT);
    rig.clock.advance(10);
    await rig.set({ A: 12 });
    rig.clock.advance(10);
    events.add('clock', 'clock', TEXT);
    rig.clock.advance(10);
    await rig.alarms.engine.acknowledge(['A/H'], OPERATOR);
    expect(await ask({ limit: 10, alarms: true })).toEqual(['PLC', 'A/H', 'clock', 'A/H']);
    expect(await ask({ limit: 3, alarms: true })).toEqual(['A/H', 'clock', 'A/H']);
    expect(await ask({ limit: 10, alarms: false })).toEqual(['PLC', 'clock']);
    await rig.alarms.stop();
  });

  it('has rows that were told while the disk took none', async () => {
    const rig = new StationRig([alarm('A/H')]).start();
    const alarmLines = linesOf();
    await rig.set({ A: 12 });
    const [row] = rig.archive.all;
    if (row === undefined) throw new Error('no row');
    alarmLines.take([row, { ...row, sequence: 2, event: 'clear' }]);
    const parts = { events: new EventLog(rig.clock), alarms: rig.alarms, alarmLines };
    const all = await recentEvents(parts, { limit: 9, alarms: true }, new AbortController().signal);
    expect(all.map(e => e.sequence)).toEqual([1, 2]);
    await rig.alarms.stop();
  });

  it('goes through as many pages of the journal as it was asked for', async () => {
    const rig = new StationRig([alarm('A/H')]).start();
    for (let i = 0; i < 3; i++) await rig.set({ A: i % 2 === 0 ? 12 : 1 });
    const [row] = rig.archive.all;
    if (row === undefined) throw new Error('no row');
    for (let i = 4; i <= 2_500; i++) rig.archive.all.push({ ...row, sequence: i });
    const parts = { events: new EventLog(rig.clock), alarms: rig.alarms, alarmLines: linesOf() };
    const all = await recentEvents(parts, { limit: 2_200, alarms: true }, new AbortController().signal);
    expect([all.length, all[0]?.sequence, all.at(-1)?.sequence]).toEqual([2_200, 301, 2_500]);
    await rig.alarms.stop();
  });

  it('gives an open client both, each once', () => {
    const rig = new StationRig([alarm('A/H')]);
    const events = new EventLog(rig.clock);
    const lines = linesOf();
    let woken = 0;
    const outlet = new EventOutlet(events, () => woken++, lines);
    events.add('device', 'PLC', TEXT);
    lines.take([ROW]);
    // The row is of long ago, as its source tells.
    expect(outlet.take()?.map(e => e.source)).toEqual(['A/H', 'PLC']);
    expect(outlet.take()).toBeNull();
    outlet.close();
    lines.take([{ ...ROW, sequence: 2 }]);
    events.add('device', 'PLC', TEXT);
    expect(woken).toBe(2);
  });

  it('keeps the order of each series where times are the same', () => {
    const line = (sequence: number) => ({ sequence, time: 5, kind: 'alarm', source: 'a', text: TEXT }) as const;
    expect(mergedByTime([line(1), line(2)], [line(3)]).map(e => e.sequence)).toEqual([1, 2, 3]);
  });
});
