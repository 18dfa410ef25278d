/** From rows to alarms: ids, what hides what, what comes from the tag or the device; and that the demo station is complete. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AlarmProject,
  type AlarmSetup,
  alarmSetups,
  alarmWords,
  incompleteAlarms,
  stationAlarms,
} from '../../../main/alarms/definitions.ts';
import { messageOf } from '../../../main/alarms/message.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import { parseExpression, referencesOf } from '../../../shared/expr/parse.ts';
import { ALARM_KINDS, LONGEST_SHELVING_MS } from '../../../shared/model/alarm.ts';
import { DEMO_STATION, ProjectCopy } from '../support/project-copy.ts';

let demo: AlarmProject;
let setups: readonly AlarmSetup[];
beforeAll(async () => {
  demo = await loadProject(DEMO_STATION);
  setups = alarmSetups(demo);
});
const setupOf = (id: string, of = setups) => {
  const found = of.find(s => s.definition.id === id);
  if (found === undefined) throw new Error(`no alarm ${id}`);
  return found;
};

describe('the alarms of a project', () => {
  it('have unique ids, and are one for each row', () => {
    const ids = setups.map(s => s.definition.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, demo.alarms.length)).toEqual(demo.alarms.map(a => `${a.name}/${a.kind}`));
  });

  it('are called by their message, the name of their area and the unit of their tag', () => {
    const words = alarmWords(demo, setups);
    expect(words.size).toBe(setups.length);
    expect(words.get('PT-1101/HH')).toEqual({
      message: { zh: '进站压力高高', en: 'Inlet pressure high-high' },
      areaName: demo.areas.find(({ id }) => id === '1100')?.name,
      unit: demo.tags.find(({ name }) => name === 'PT-1101')?.unit,
    });
    expect(words.get('PT-1101/HH')?.unit).not.toBe('');
    expect(alarmWords({ areas: [], tags: [] }, setups).get('PT-1101/HH')).toMatchObject({
      areaName: { zh: '1100', en: '1100' },
      unit: '',
    });
  });

  it('take area, device and equipment from their tag, and the message from its description', () => {
    expect(setupOf('XI-1001/DISCREP').definition).toMatchObject({
      tag: 'XI-1001',
      area: '1000',
      device: 'PLC',
      equipment: 'XV-1001',
    });
    expect(setupOf('PT-1101/HH').definition).toMatchObject({
      tag: 'PT-1101',
      area: '1100',
      equipment: null,
      texts: { message: { zh: '进站压力高高', en: 'Inlet pressure high-high' } },
    });
    expect(setupOf('FI-1400/H').definition.device).toBeNull();
  });

  it('are of no tag where they are about the consoles, and in the area of their row', () => {
    expect(setupOf('CONSOLE/SOUND').definition).toMatchObject({
      ...{ tag: null, device: null, equipment: null, area: '1960', priority: 3 },
      texts: { message: { zh: '操作站无声音设备', en: 'A console has no sound device' } },
    });
  });

  it('hide the level before them, where there is one', () => {
    expect(setupOf('PT-1303/HH').definition.hides).toEqual(['PT-1303/H']);
    expect(setupOf('PT-1303/LL').definition.hides).toEqual(['PT-1303/L']);
    expect(setupOf('PT-1303/H').definition.hides).toEqual([]);
    expect(setupOf('PT-1304/HH').definition.hides).toEqual([]);
  });

  it('may be shelved as long as their priority allows, unless the row says less', () => {
    for (const { definition } of setups) {
      expect(definition.maxShelveMs, definition.id).toBeLessThanOrEqual(LONGEST_SHELVING_MS[definition.priority]);
    }
    expect(setupOf('PT-1101/LL').definition.maxShelveMs).toBe(4 * 3_600_000);
    expect(setupOf('PT-1701/HH').definition.maxShelveMs).toBe(0);
  });

  it('are judged by conditions that hear of tags and devices that there are', () => {
    const tags = new Set(demo.tags.map(t => t.name));
    const devices = new Set(demo.channels.flatMap(c => c.devices).map(d => d.id));
    const known = { tag: tags, device: devices, consoles: new Set(['sound']) };
    for (const { definition, condition } of stationAlarms(demo)) {
      expect(condition.inputs.length, definition.id).toBeGreaterThan(0);
      for (const { kind, name } of condition.inputs) expect(known[kind].has(name), definition.id).toBe(true);
    }
  });

  it('are compared as exactly as their tag is known: counts to the count, floats to a float', () => {
    const tag = demo.tags.find(t => t.name === 'FQ-1101');
    const row = demo.alarms.find(a => a.name === 'PT-1101' && a.kind === 'H');
    if (tag === undefined || row?.condition.kind !== 'level') throw new Error('not in the demo station');
    const counter = { ...row, name: tag.name, condition: { ...row.condition, tag: tag.name } };
    const both = {
      ...row,
      kind: 'DEV' as const,
      condition: { ...row.condition, kind: 'deviation' as const, other: tag.name },
    };
    const of = alarmSetups({ ...demo, alarms: [row, counter, both] }).slice(0, 3);
    expect(of.map(({ condition }) => 'precision' in condition && condition.precision)).toEqual([
      'float32',
      'float64',
      'float32',
    ]);
  });

  it('say something of every kind, in both languages', () => {
    for (const kind of ALARM_KINDS) {
      const { zh, en } = messageOf(kind, { zh: '压力', en: 'Pressure' });
      expect(zh).toMatch(/^压力/);
      expect(en).toMatch(/^Pressure/);
    }
  });
});

describe('a device without a row', () => {
  it('gets an alarm for its loss, in the area of most of its tags', async () => {
    const copy = new ProjectCopy();
    try {
      copy.write('alarms.csv', 'tag,condition,limit,priority\n');
      const alarms = alarmSetups(await loadProject(copy.directory));
      const devices = demo.channels.flatMap(c => c.devices);
      expect(alarms.map(a => a.definition.id)).toEqual(devices.map(d => `${d.id}/LOST`));
      expect(setupOf('ODR/LOST', alarms)).toMatchObject({
        definition: { tag: null, device: 'ODR', area: '1600', priority: 3, kind: 'LOST' },
        condition: { kind: 'lost', device: 'ODR' },
      });
      expect(setupOf('ODR/LOST', alarms).definition.texts.message).toEqual({
        zh: '加臭机控制器：通信中断',
        en: 'Odoriser controller: communication lost',
      });
    } finally {
      copy.remove();
    }
  });
});

describe('a project of the first format', () => {
  it('loads, and its deviation that says not from what is named as incomplete', async () => {
    const copy = new ProjectCopy();
    try {
      copy.write(
        'alarms.csv',
        'tag,condition,limit,priority,on_delay_s,off_delay_s,deadband\nPT-1102,DEV,0.08,3,30,30,\nXI-1001,DISCREP,bit6,2,20,20,\n',
      );
      const alarms = alarmSetups(await loadProject(copy.directory));
      expect(incompleteAlarms(alarms).map(a => a.id)).toEqual(['PT-1102/DEV']);
      expect(incompleteAlarms(setups)).toEqual([]);
    } finally {
      copy.remove();
    }
  });

  it('with an alarm of an expression has one without tag, device and equipment', async () => {
    const copy = new ProjectCopy();
    try {
      copy.write('alarms.csv', 'tag,condition,limit,priority,area\nBOTH-LOW,EXPR,[PT-1101] < 2,3,1100\n');
      const [own] = alarmSetups(await loadProject(copy.directory));
      expect(own?.definition).toMatchObject({
        id: 'BOTH-LOW/EXPR',
        tag: null,
        device: null,
        equipment: null,
        area: '1100',
        texts: { message: { zh: 'BOTH-LOW', en: 'BOTH-LOW' } },
      });
    } finally {
      copy.remove();
    }
  });
});

describe('the demo station', () => {
  it('says consequence, cause, action and time to respond of every alarm of priority 1 to 3', () => {
    for (const { definition } of setups.filter(s => s.definition.priority < 4)) {
      const { id, texts, timeToRespondS } = definition;
      for (const text of [texts.message, texts.consequence, texts.cause, texts.action]) {
        expect(text.zh, id).toMatch(/\p{Script=Han}/u);
        expect(text.en, id).toMatch(/[a-z]{2}/);
        expect(text.en, id).not.toMatch(/\p{Script=Han}/u);
        // Full-width punctuation, as everywhere.
        expect(text.zh, id).not.toMatch(/\p{Script=Han}[,;:]|[,;:]\p{Script=Han}/u);
      }
      expect(timeToRespondS, id).not.toBeNull();
    }
  });

  it('leaves less time, the higher the priority', () => {
    const mostOf = (priority: number) =>
      Math.max(...setups.filter(s => s.definition.priority === priority).map(s => s.definition.timeToRespondS ?? 0));
    const leastOf = (priority: number) =>
      Math.min(...setups.filter(s => s.definition.priority === priority).map(s => s.definition.timeToRespondS ?? 1e9));
    expect(mostOf(1)).toBeLessThanOrEqual(600);
    expect(mostOf(2)).toBeLessThanOrEqual(1200);
    expect(leastOf(2)).toBeGreaterThanOrEqual(180);
    expect(leastOf(3)).toBeGreaterThanOrEqual(180);
  });

  it('names emergency cards that there are', () => {
    const cards = setups.flatMap(s => (s.definition.card === null ? [] : [s.definition.card]));
    expect(new Set(cards).size).toBe(10);
    for (const card of cards) expect(card).toMatch(/^E(0[1-9]|1[01])$/);
  });

  it('has what trips the ESD in one first-out group', () => {
    const group = setups.filter(s => s.definition.group === 'ESD').map(s => s.definition.id);
    expect(group.toSorted()).toEqual(
      [
        'BE-1851/ON',
        'BE-1852/ON',
        'HS-1001/ON',
        'HS-1002/ON',
        'HS-1003/ON',
        'PT-1102/LL',
        'PT-1304/HH',
        'PT-1354/HH',
        'XA-1803/ON',
      ].toSorted(),
    );
  });

  it.each([
    ['PT-1303/LL', ['XA-1001', 'XA-1002']],
    ['PT-1703/L', ['XA-1001', 'XA-1002']],
    ['PT-1202/L', ['XA-1001', 'XA-1002', 'ZSC-1001']],
    ['VD-1401A/HH', ['ZSC-1401A']],
    ['SI-1401B/L', ['ZSC-1401B']],
    ['PDT-1201B/H', ['ZSC-1201B']],
    ['XI-1101/DISCREP', ['ZSO-1101', 'ZSO-1102']],
    ['PT-1103/H', ['ZSO-1101', 'ZSO-1102']],
    ['FD-1404/H', ['ZSO-1404']],
  ])('suppresses %s by design, by %j', (id, tags) => {
    const { suppressWhen } = setupOf(id).definition;
    const parsed = parseExpression(suppressWhen ?? '');
    const read = parsed.ok ? referencesOf(parsed.expression).map(r => (r.kind === 'tag' ? r.name : r.device)) : [];
    expect(read).toEqual(tags);
  });

  it('has one alarm for a lost device, and no second one that says the same', () => {
    const devices = demo.channels.flatMap(c => c.devices).map(d => d.id);
    const lost = setups.filter(s => s.definition.kind === 'LOST').map(s => s.definition.device);
    expect(lost).toHaveLength(devices.length);
    expect(new Set(lost)).toEqual(new Set(devices));
    const calculations = readFileSync(`${DEMO_STATION}/calculations.yaml`, 'utf8');
    for (const { definition } of setups.filter(s => s.definition.kind === 'ON')) {
      expect(calculations).not.toMatch(new RegExp(`^${definition.tag}: .*lost\\(`, 'm'));
    }
  });

  it('keeps the distribution of priorities near 5 / 15 / 80, with what nobody must answer at once below them', () => {
    const count = (p: number) => setups.filter(s => s.definition.priority === p).length;
    const called = count(1) + count(2) + count(3);
    expect(count(1) / called).toBeLessThan(0.05);
    expect(count(2) / called).toBeLessThan(0.17);
    expect(count(3) / called).toBeGreaterThan(0.78);
    expect(count(4) / setups.length).toBeLessThan(0.05);
  });

  it('shows limits that are bound, by season and by mode, and alarms of what is stale, frozen or an expression', () => {
    const sources = setups.flatMap(({ condition }) =>
      'limit' in condition && typeof condition.limit === 'object' ? [condition.limit] : [],
    );
    const spans = sources.flatMap(({ schedule }) => schedule.map(({ span }) => span.kind));
    const values = sources.flatMap(({ otherwise }) => otherwise.kind);
    expect(new Set([...spans, ...values])).toEqual(new Set(['season', 'mode', 'bound', 'fixed']));
    const kinds = new Set(setups.map(({ definition }) => definition.kind));
    for (const kind of ['STALE', 'FROZEN', 'EXPR'] as const) expect(kinds).toContain(kind);
  });
});
