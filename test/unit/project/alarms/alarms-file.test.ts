/** `alarms.csv` row by row: what each column means, what an empty cell means, and what each mistake is told. */
import { describe, expect, it } from 'vitest';
import { ALARM_COLUMNS, limitsByTag, readAlarmsFile } from '../../../../main/project/alarms-file.ts';
import { ProblemList } from '../../../../main/project/problem.ts';
import { readStationFile } from '../../../../main/project/station-file.ts';
import { readTagsFile } from '../../../../main/project/tags-file.ts';
import { type AlarmRowCells, MISTAKES, RIGHT } from './alarm-rows.table.ts';

const STATION = `
format: 1
id: t
name: &name { zh: 测, en: T }
timeZone: UTC
gasDay: { start: "08:00" }
areas: [{ id: "1", name: *name }, { id: "2", name: *name }]
channels: [{ id: a, protocol: modbus-tcp, host: h, port: 1, devices: [{ id: PLC, name: *name }] }]
`;

const TAGS = `name,area,zh,en,class,unit,low,high,decimals,device,address,type,scan_ms
PT-1,1,压力,Pressure,AI,MPa,0,1,3,PLC,holding:0,float32,1000
PT-2,1,压力二,Pressure 2,AI,MPa,0,1,3,PLC,holding:2,float32,1000
TT-1,1,温度,Temperature,AI,°C,-20,80,1,PLC,holding:4,float32,1000
SP,1,设定,Set point,AO,MPa,0,1,3,PLC,holding:6,float32,1000
XI-1,1,状态字,Status word,DI,,,,0,PLC,holding:8,uint16,1000
HC-1,1,命令,Command,DO,,,,0,PLC,holding:9,uint16,1000
ZSO-1,1,开到位,Open,DI,,,,0,PLC,discrete:0,bit,1000
ZSC-1,1,关到位,Closed,DI,,,,0,PLC,discrete:1,bit,1000
SLOW,1,慢,Slow,AI,MPa,0,1,3,PLC,holding:10,float32,60000
`;

const NAMES = ALARM_COLUMNS.map(c => c.name);
const PLAIN: AlarmRowCells = { tag: 'PT-1', condition: 'H', limit: '0.5', priority: '3' };

function read(rows: readonly AlarmRowCells[], columns: readonly string[] = NAMES) {
  const problems = new ProblemList();
  const { names } = readStationFile('station.yaml', STATION, problems);
  const tags = readTagsFile('tags.csv', TAGS, { names, problems }) ?? [];
  expect(problems.all).toEqual([]);
  const cells = rows.map(row => columns.map(c => `"${({ ...PLAIN, ...row }[c] ?? '').replaceAll('"', '""')}"`));
  const source = [columns, ...cells].map(line => line.join(',')).join('\n');
  const known = { tags: new Set(tags.map(t => t.tag.name)), systemTags: new Set<string>(), devices: names.devices };
  const alarms = readAlarmsFile('alarms.csv', source, { tags, known, areas: names.areas, cards: null, problems });
  return { alarms, problems: problems.all, source };
}

function alarmOf(row: AlarmRowCells, columns?: readonly string[]) {
  const { alarms, problems } = read([row], columns);
  expect(problems).toEqual([]);
  expect(alarms).toHaveLength(1);
  return alarms[0];
}

describe('a row that is right', () => {
  it.each(RIGHT)('with $what is read as it is meant', ({ row, condition }) => {
    expect(alarmOf(row)?.condition).toEqual(condition);
  });

  it('carries what a person is told and may do', () => {
    expect(
      alarmOf({
        area: '2',
        message_zh: '压力高',
        message_en: 'Pressure high',
        consequence_zh: '超压',
        consequence_en: 'over-pressure',
        cause_zh: '失效',
        cause_en: 'failure',
        action_zh: '切换',
        action_en: 'change over',
        respond_s: '600',
        card: 'E01',
        latching: 'yes',
        group: 'ESD',
        suppress_when: '[ZSC-1] or lost("PLC")',
        re_alarm_min: '30',
        shelve_h: '2.5',
        on_delay_s: '1.5',
        off_delay_s: '0',
      }),
    ).toMatchObject({
      name: 'PT-1',
      kind: 'H',
      priority: 3,
      area: '2',
      texts: {
        message: { zh: '压力高', en: 'Pressure high' },
        consequence: { zh: '超压', en: 'over-pressure' },
        cause: { zh: '失效', en: 'failure' },
        action: { zh: '切换', en: 'change over' },
      },
      timeToRespondS: 600,
      card: 'E01',
      isLatching: true,
      group: 'ESD',
      suppressWhen: '[ZSC-1] or lost("PLC")',
      reAlarmAfterMs: 1_800_000,
      maxShelveMs: 9_000_000,
      delays: { onDelayMs: 1500, offDelayMs: 0 },
    });
  });

  it('may leave all that empty', () => {
    expect(alarmOf({})).toMatchObject({
      area: null,
      texts: { message: null, consequence: null, cause: null, action: null },
      timeToRespondS: null,
      card: null,
      isLatching: false,
      group: null,
      suppressWhen: null,
      reAlarmAfterMs: null,
      maxShelveMs: null,
    });
  });

  it.each<[string, AlarmRowCells, number, number]>([
    ['a pressure', {}, 0.02, 15_000],
    ['a temperature', { tag: 'TT-1', limit: '40' }, 1, 60_000],
    [
      'a deviation, which must leave a place to clear at',
      { condition: 'DEV', limit: '0.02', second_tag: 'PT-2' },
      0.01,
      15_000,
    ],
    ['a rate', { condition: 'ROC', limit: '0.5/min' }, 0.05, 15_000],
  ])('gets the usual deadband and delays of %s where it says none', (_what, row, deadband, delayMs) => {
    const alarm = alarmOf(row);
    expect(alarm?.condition).toMatchObject({ deadband });
    expect(alarm?.delays).toEqual({ onDelayMs: delayMs, offDelayMs: delayMs });
  });

  it.each<[string, AlarmRowCells]>([
    ['a state', { tag: 'ZSO-1', condition: 'ON', limit: '1' }],
    ['a bad signal', { condition: 'BAD', limit: 'bad' }],
    ['a device', { tag: 'PLC', condition: 'LOST', limit: 'lost' }],
    ['an expression', { tag: 'MINE', condition: 'EXPR', limit: '[PT-1] > [PT-2]' }],
  ])('gets the delays of a state for %s', (_what, row) => {
    expect(alarmOf(row)?.delays).toEqual({ onDelayMs: 5000, offDelayMs: 5000 });
  });

  it('outlasts a page that is loaded anew where it is about consoles', () => {
    const sound = { tag: 'CONSOLE', condition: 'SOUND', limit: 'missing' };
    expect(alarmOf(sound)?.delays).toEqual({ onDelayMs: 5000, offDelayMs: 15_000 });
    expect(alarmOf({ ...sound, off_delay_s: '3' })?.delays.offDelayMs).toBe(3000);
  });

  it('may say that there is no deadband and no delay', () => {
    const alarm = alarmOf({ deadband: '0', on_delay_s: '0', off_delay_s: '0' });
    expect(alarm?.condition).toMatchObject({ deadband: 0 });
    expect(alarm?.delays).toEqual({ onDelayMs: 0, offDelayMs: 0 });
  });
});

describe('a file of the first format', () => {
  const OLD = ['tag', 'condition', 'limit', 'priority', 'on_delay_s', 'off_delay_s', 'deadband'];

  it('means what it meant', () => {
    expect(alarmOf({ on_delay_s: '5', off_delay_s: '6', deadband: '0.01' }, OLD)).toMatchObject({
      condition: { kind: 'level', deadband: 0.01 },
      delays: { onDelayMs: 5000, offDelayMs: 6000 },
      priority: 3,
    });
    expect(alarmOf({ tag: 'XI-1', condition: 'DISCREP', limit: 'bit6' }, OLD)?.condition).toEqual({
      kind: 'state',
      tag: 'XI-1',
      test: { kind: 'bit', bit: 6, isSet: true },
    });
  });

  it('may have a deviation of which it could not say from what, which then can never come', () => {
    expect(alarmOf({ condition: 'DEV', limit: '0.08' }, OLD)?.condition).toMatchObject({ kind: 'incomplete' });
  });
});

describe('a mistake', () => {
  it.each(MISTAKES)('such as $what is told at its cell, in both languages', ({ row, column, en }) => {
    const { problems, source } = read([row]);
    const line = source.split('\n')[1] ?? '';
    const before = NAMES.slice(0, NAMES.indexOf(column));
    const at =
      before.reduce((sum, c) => sum + `"${({ ...PLAIN, ...row }[c] ?? '').replaceAll('"', '""')}",`.length, 0) + 1;
    expect(problems.map(p => `${p.line}:${p.column} ${p.what.en} — ${p.right.en}`).join('\n')).toContain(`2:${at} `);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(`${problem?.what.en} — ${problem?.right.en}`).toMatch(en);
    expect(problem?.what.zh).toMatch(/\p{Script=Han}/u);
    expect(problem?.right.zh).toMatch(/\p{Script=Han}/u);
    expect(line).not.toBe('');
  });

  it('in the order of limits is told, but not of limits that move', () => {
    const rows = [
      { condition: 'H', limit: '0.5' },
      { condition: 'HH', limit: '0.4' },
    ];
    expect(read(rows).problems.map(p => p.what.en)).toEqual(['HH 0.4 is not above H 0.5']);
    expect(
      read([
        { condition: 'H', limit: '0.5' },
        { condition: 'HH', limit: '[SP]' },
      ]).problems,
    ).toEqual([]);
  });

  it('of a condition twice is told once, for names of expressions as for tags', () => {
    const row = { tag: 'MINE', condition: 'EXPR', limit: '[PT-1] > 0.5' };
    expect(read([row, row]).problems.map(p => p.what.en)).toEqual(['EXPR of MINE appears twice']);
  });
});

describe('the limits that are drawn', () => {
  it('are the plain numbers', () => {
    const { alarms } = read([
      { condition: 'L', limit: '0.2' },
      { condition: 'H', limit: '0.5' },
      { condition: 'HH', limit: '[SP]' },
      { tag: 'PT-2', condition: 'H', limit: '0.5', schedule: '01-01..02-01 = 0.4' },
    ]);
    expect([...limitsByTag(alarms)]).toEqual([['PT-1', { L: 0.2, H: 0.5 }]]);
  });
});
