/** What the search over everything finds, and what it puts first. */
import { describe, expect, test } from 'vitest';
import { type Entry, type EntryKind, entriesOf } from '../../../../../renderer/navigation/palette/entries.ts';
import { find, indexOf } from '../../../../../renderer/navigation/palette/find.ts';
import type { StationDescription } from '../../../../../shared/model/station.ts';
import { catalogEn } from '../../../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../../../shared/text/catalog-zh.ts';

const entry = (kind: EntryKind, code: string, zh: string, en: string): Entry => ({
  id: `${kind} ${code} ${en}`,
  kind,
  code,
  text: { zh, en },
  target: { kind: 'object', sought: { tag: code, equipment: null, area: null }, tag: code },
});

const ENTRIES = [
  entry('screen', 'F1', '总览', 'Overview'),
  entry('screen', 'F3', '换热与调压', 'Heating and pressure regulation'),
  entry('view', 'F9', '报警 · 当前', 'Alarms · Current'),
  entry('equipment', 'XV-1001', '进站紧急切断阀', 'Inlet ESD valve'),
  entry('card', 'E05', '进站压力快速下降', 'Fast inlet pressure drop'),
  entry('tag', 'PT-1101', '进站压力', 'Inlet pressure'),
  entry('tag', 'PT-1301A', '1#调压（中压）主路监控调压器后中间压力', 'Regulation 1 duty run pressure between'),
  entry('tag', 'PT-1303', '1#调压（中压）出口汇管压力', 'Regulation 1 outlet header pressure'),
  entry('tag', 'AT-1501.C6+', '色谱组分 C6+', 'GC mole fraction C6+'),
  entry('tag', 'XI-1601', '加臭机状态字', 'Odoriser status word'),
  entry('system', 'SYS.PLC.RTT', 'PLC 往返时间', 'PLC round trip'),
];
const index = indexOf(ENTRIES);
const codes = (typed: string) => find(index, typed, 20).map(({ code }) => code);

describe('the search over everything', () => {
  test.each([
    ['PT-1303', 'PT-1303'],
    ['pt1303', 'PT-1303'],
    ['1303', 'PT-1303'],
    ['ＰＴ－１１０１', 'PT-1101'],
    ['进站压力', 'PT-1101'],
    ['jzyl', 'PT-1101'],
    ['jinzhan yali', 'PT-1101'],
    ['jzjjqdf', 'XV-1001'],
    ['huanre', 'F3'],
    ['tiaoya', 'F3'],
    ['bj', 'F9'],
    ['baojing', 'F9'],
    ['zonglan', 'F1'],
    ['over', 'F1'],
    ['inlet press', 'PT-1101'],
    ['press inlet', 'PT-1101'],
    ['c6+', 'AT-1501.C6+'],
    ['jxj', 'XI-1601'],
    ['jiachou', 'XI-1601'],
    ['f9', 'F9'],
  ])('finds by %s first %s', (typed, code) => {
    expect(codes(typed)[0]).toBe(code);
  });

  test('wants every word', () => {
    expect(codes('inlet regulation')).toEqual([]);
    expect(codes('调压 出口')).toEqual(['PT-1303']);
  });

  test('puts a tag that begins so before one that only holds it, and screens before tags', () => {
    expect(codes('pt')).toEqual(['PT-1101', 'PT-1301A', 'PT-1303']);
    expect(codes('reg')).toEqual(['PT-1301A', 'PT-1303', 'F3']);
    expect(codes('ty')[0]).toBe('F3');
  });

  test('shows all screens and views while nothing is typed, and nothing for what is nowhere', () => {
    expect(codes('  ')).toEqual(['F1', 'F3', 'F9']);
    expect(codes('xyzzy')).toEqual([]);
  });

  test('gives no more than was asked for', () => {
    expect(find(index, 'p', 2)).toHaveLength(2);
  });
});

describe('the entries of a station', () => {
  const description: StationDescription = {
    id: 's',
    name: { zh: '站', en: 'S' },
    version: '1',
    timeZone: 'UTC',
    gasDayStart: '08:00',
    demo: true,
    areas: [],
    devices: [{ id: 'PLC', name: { zh: '站控 PLC', en: 'Station PLC' }, protocol: 'modbus-tcp' }],
    scenes: [
      { id: 'overview', title: { zh: '总览', en: 'Overview' }, level: 1, place: { key: 'F1', areas: [] } },
      { id: 'meter-run', title: { zh: '计量路', en: 'Meter run' }, level: 3 },
    ],
    assets: [],
    startedAt: 1,
    now: 1,
  };
  const entries = entriesOf({
    description,
    tags: [],
    cards: [{ id: 'E01', title: { zh: '出站超压', en: 'Outlet over-pressure' } }],
    catalogs: { zh: catalogZh, en: catalogEn },
  });

  test('are its screens, details too, every view and its devices, each once', () => {
    const targets = entries.map(({ target }) => (target.kind === 'place' ? target.place : null));
    expect(targets).toContainEqual({ screen: 'scene', scene: null });
    expect(targets).toContainEqual({ screen: 'scene', scene: 'meter-run' });
    expect(targets).toContainEqual({ screen: 'support', tab: 'procedures', item: 'E01' });
    expect(targets).toContainEqual({ screen: 'alarms', tab: 'journal', alarm: null });
    expect(targets).toContainEqual({ screen: 'communication', part: 'devices', device: 'PLC' });
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });
});
