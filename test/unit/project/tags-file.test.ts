/** `tags.csv` row by row: what each column means, and what each broken rule is told. */
import { describe, expect, it } from 'vitest';
import { ProblemList } from '../../../main/project/problem.ts';
import { readStationFile } from '../../../main/project/station-file.ts';
import { readTagsFile, TAG_COLUMNS } from '../../../main/project/tags-file.ts';
import { LOGS } from './tags/log-rows.table.ts';
import { type BadRow, FORMS, ORDERS, type Row, SPANS } from './tags/tag-rows.table.ts';
import { VALUES, WRITES } from './tags/value-rows.table.ts';

/** TCP takes what the protocol allows; SMALL has limits; ONE counts from 1; ALL is the broadcast of a line; UA is OPC UA. */
const STATION = `
format: 1
id: t
name: &name { zh: 测, en: T }
timeZone: UTC
gasDay: { start: "08:00" }
areas: [{ id: "1", name: *name }]
channels:
  - { id: a, protocol: modbus-tcp, host: h, port: 1, devices: [
      { id: TCP, unit: 1, name: *name },
      { id: SMALL, unit: 2, name: *name, limits: { maxRegisters: 4, forbidden: ["holding:200-210", "input:50"] } },
      { id: ONE, unit: 3, name: *name, addressBase: 1, limits: { forbidden: ["coil:7"] } } ] }
  - { id: b, protocol: modbus-rtu-tcp, host: h, port: 2, devices: [
      { id: ALL, unit: 0, name: *name, limits: { maxRegisters: 1, forbidden: ["holding:1-9"] } } ] }
  - { id: c, protocol: opcua, host: h, port: 3, devices: [{ id: UA, name: *name }] }
`;

const COLUMNS = TAG_COLUMNS.map(c => c.name);
const PLAIN: Row = {
  name: 'X',
  area: '1',
  zh: '点',
  en: 'Point',
  class: 'AI',
  decimals: '1',
  device: 'TCP',
  address: 'holding:100',
  type: 'uint16',
  scan_ms: '1000',
};

const cellsOf = (row: Row): string[] => COLUMNS.map(column => ({ ...PLAIN, ...row })[column] ?? '');

function read(rows: readonly Row[], station = STATION) {
  const problems = new ProblemList();
  const { names } = readStationFile('station.yaml', station, problems);
  if (station === STATION) expect(problems.all).toEqual([]);
  const source = [COLUMNS, ...rows.map(cellsOf)].map(cells => cells.join(',')).join('\n');
  const tags = readTagsFile('tags.csv', source, { names, problems });
  return { tags: tags?.map(t => t.tag) ?? [], problems: problems.all.filter(p => p.file === 'tags.csv') };
}

/** The one tag of a row that is right. */
function tagOf(row: Row) {
  const { tags, problems } = read([row]);
  expect(problems).toEqual([]);
  expect(tags).toHaveLength(1);
  return tags[0];
}

describe('a row that is right', () => {
  it.each<[string, Row, Record<string, unknown>]>([
    ['a coil', { address: 'coil:7', type: 'bit' }, { table: 'coil', offset: 7, type: 'bit', order: 'AB' }],
    ['a coil, counted from 1', { address: '00008', type: 'bit' }, { table: 'coil', offset: 7 }],
    ['a register of a device that counts from 1', { device: 'ONE', address: 'holding:100' }, { offset: 99 }],
    ['the classic notation on that device', { device: 'ONE', address: '40100' }, { table: 'holding', offset: 99 }],
    ['the last register', { address: 'holding:65535' }, { offset: 65_535 }],
    ['a bit of a register', { address: '40101.3', type: 'bit' }, { offset: 100, type: 'bit', bit: 3, order: 'AB' }],
    ['a bit of swapped bytes', { address: 'input:9.3', type: 'bit', order: 'BA' }, { bit: 3, order: 'BA' }],
    ['a text', { address: 'holding:100x8', type: 'string' }, { offset: 100, type: 'string', length: 8, order: 'AB' }],
    [
      'a text of 125 registers',
      { address: 'holding:1x125', type: 'string', order: 'BA' },
      { length: 125, order: 'BA' },
    ],
    ['a plain big-endian float', { type: 'float32' }, { type: 'float32', order: 'ABCD' }],
    ['a swapped double', { type: 'float64', order: 'GHEFCDAB' }, { type: 'float64', order: 'GHEFCDAB' }],
    ['a BCD', { type: 'bcd32', order: 'CDAB' }, { type: 'bcd32', order: 'CDAB' }],
    ['the widest value of a small device', { device: 'SMALL', type: 'uint64' }, { offset: 100 }],
    ['a register beside a forbidden one', { device: 'SMALL', address: 'holding:199' }, { offset: 199 }],
    [
      'a broadcast, where nothing is read',
      { device: 'ALL', address: 'holding:5', type: 'uint32', write: '16' },
      { offset: 5 },
    ],
    [
      'a totaliser in two parts of one kind',
      { address: '40009*100+40011', type: 'float32', order: 'CDAB' },
      {
        offset: 8,
        type: 'float32',
        order: 'CDAB',
        split: { factor: 100, plus: { offset: 10, type: 'float32', order: 'CDAB' } },
      },
    ],
    [
      'a totaliser with a second part of its own',
      { address: 'holding:8*1+holding:10:float32:CDAB', type: 'uint32', order: 'BADC' },
      { type: 'uint32', order: 'BADC', split: { factor: 1, plus: { offset: 10, type: 'float32', order: 'CDAB' } } },
    ],
    [
      'a second part of another type, plain unless it says more',
      { address: 'holding:8*0.5+holding:6:uint16', type: 'uint32', order: 'CDAB' },
      { split: { factor: 0.5, plus: { offset: 6, type: 'uint16', order: 'AB' } } },
    ],
    [
      'parts that just fit into a request',
      { device: 'SMALL', address: 'holding:100*100+holding:102', type: 'float32' },
      { split: { plus: { offset: 102 } } },
    ],
  ])('%s', (_what, row, address) => {
    expect(tagOf(row)?.address).toMatchObject({ kind: 'modbus', ...address });
  });

  it.each([
    ['5', { address: 'coil:7', type: 'bit' }],
    ['15', { address: 'coil:7', type: 'bit' }],
    ['6', {}],
    ['6', { type: 'bcd16', order: 'BA' }],
    ['16', {}],
    ['16', { type: 'int64' }],
    ['22', { address: 'holding:100.3', type: 'bit' }],
    ['23', {}],
    ['23', { type: 'float32' }],
    ['22', { device: 'ALL', address: 'holding:100.3', type: 'bit' }],
  ])('is written with function %s: %j', (write, row) => {
    const tag = tagOf({ ...row, write });
    expect(tag).toMatchObject({ writable: true, address: { writeFunction: Number(write) } });
  });

  it('is read only unless it says how it is written', () => {
    const tag = tagOf({});
    expect(tag?.writable).toBe(false);
    expect(tag?.address).not.toHaveProperty('writeFunction');
  });

  it('of OPC UA is written when its write column says opcua', () => {
    const node = { device: 'UA', address: 'nsu=urn:a;s=X', type: '' };
    expect(tagOf(node)).toMatchObject({ writable: false, address: { kind: 'opcua', nodeId: 'nsu=urn:a;s=X' } });
    expect(tagOf({ ...node, write: 'opcua', scaling: '*0.1', frozen_s: '60', fast_ms: '100' })).toMatchObject({
      writable: true,
      scaling: { kind: 'linear', gain: 0.1, offset: 0 },
      frozenAfterMs: 60_000,
      fastPeriodMs: 100,
    });
  });

  it('has no scaling, clamp, frozen time or fast scan unless it says so', () => {
    expect(tagOf({ scan_ms: '5000' })).toMatchObject({
      periodMs: 5_000,
      fastPeriodMs: 5_000,
      scaling: null,
      isClamped: false,
      frozenAfterMs: null,
    });
  });

  it('keeps scaling, clamp, frozen time and fast scan', () => {
    const row = {
      low: '0',
      high: '6.3',
      scaling: 'sqrt 4..20 -> 0..6.3',
      clamp: 'yes',
      frozen_s: '0.3',
      fast_ms: '50',
    };
    expect(tagOf({ ...row, scan_ms: '100' })).toMatchObject({
      periodMs: 100,
      fastPeriodMs: 50,
      scaling: { kind: 'sqrt', rawLow: 4, rawHigh: 20, low: 0, high: 6.3 },
      isClamped: true,
      frozenAfterMs: 300,
    });
  });

  it('may be a table that rises and falls as long as nothing is written through it', () => {
    expect(tagOf({ scaling: 'table 0=0 50=10 100=5' })?.scaling?.kind).toBe('table');
    expect(tagOf({ scaling: 'table 0=9 50=1 100=-5', write: '6' })?.writable).toBe(true);
  });

  it('of a calculated tag is neither written nor scaled, and as fast as it is', () => {
    expect(tagOf({ class: 'CALC', device: '', address: '', type: '' })).toMatchObject({
      device: null,
      address: null,
      writable: false,
      periodMs: 1_000,
      fastPeriodMs: 1_000,
      scaling: null,
      frozenAfterMs: null,
    });
  });

  it('may bear a name that only looks like one of the station', () => {
    expect(tagOf({ name: 'SYSTEM.A' })?.name).toBe('SYSTEM.A');
  });
});

describe('the logging of a row', () => {
  const CALC = { class: 'CALC', device: '', address: '', type: '' };

  it.each<[string, unknown]>([
    ['', { kind: 'all' }],
    ['all', { kind: 'all' }],
    ['none', { kind: 'none' }],
    ['change 0.01 600s', { kind: 'change', deadband: 0.01, maxIntervalMs: 600_000 }],
    ['change 0 1h', { kind: 'change', deadband: 0, maxIntervalMs: 3_600_000 }],
    ['compress .5  2.5 min', { kind: 'compress', deviation: 0.5, maxIntervalMs: 150_000 }],
    ['compress 1e-3 24h', { kind: 'compress', deviation: 0.001, maxIntervalMs: 86_400_000 }],
    ['compress 9.99 2s', { kind: 'compress', deviation: 9.99, maxIntervalMs: 2_000 }],
  ])('%j is understood, of field tags as of calculated ones', (log, logging) => {
    const row = { log, low: '0', high: '10', unit: 'MPa' };
    expect(tagOf(row)?.logging).toEqual(logging);
    expect(tagOf({ ...row, ...CALC })?.logging).toEqual(logging);
  });

  it.each<[string, Row, 'stepped' | 'sloped']>([
    ['a measurement', { unit: 'MPa', decimals: '2' }, 'sloped'],
    ['a measurement in whole units', { unit: 'V', decimals: '0' }, 'sloped'],
    ['a ratio', { unit: '', decimals: '4' }, 'sloped'],
    ['a command value', { class: 'AO', unit: '%' }, 'sloped'],
    ['a calculated number', { ...CALC, unit: 'm³/h' }, 'sloped'],
    ['a digital input', { class: 'DI', unit: '', decimals: '0' }, 'stepped'],
    ['a digital output that is a number with decimals', { class: 'DO', decimals: '2' }, 'stepped'],
    ['a bit of a register', { class: 'COM', address: 'holding:1.3', type: 'bit', decimals: '1' }, 'stepped'],
    ['a text', { class: 'COM', address: 'holding:1x8', type: 'string', decimals: '1' }, 'stepped'],
    ['a status word', { class: 'COM', unit: '', decimals: '0' }, 'stepped'],
    ['a calculated state', { ...CALC, unit: '', decimals: '0' }, 'stepped'],
    ['a measurement that says so', { unit: 'MPa', stepped: 'yes' }, 'stepped'],
    ['a whole number without unit that says so', { unit: '', decimals: '0', stepped: 'no' }, 'sloped'],
  ])('goes with how its value goes on: %s', (_what, row, interpolation) => {
    expect(tagOf(row)?.interpolation).toBe(interpolation);
  });

  it('may have a deadband where a stepped value is measured, and none where it is a state', () => {
    const row = { unit: 'MPa', stepped: 'yes', log: 'change 0.5 600s' };
    expect(tagOf(row)?.logging).toMatchObject({ kind: 'change', deadband: 0.5 });
    const count = { unit: '', decimals: '0', stepped: 'no' };
    expect(tagOf({ ...count, log: 'change 5 600s' })?.logging).toMatchObject({ kind: 'change', deadband: 5 });
    expect(tagOf({ ...count, log: 'compress 5 600s' })?.logging).toMatchObject({ kind: 'compress', deviation: 5 });
    expect(tagOf({ class: 'DI', log: 'change 0 600s' })?.logging).toMatchObject({ kind: 'change', deadband: 0 });
  });

  it('is not blamed for what is wrong elsewhere in the row', () => {
    const texts = (row: Row) => read([row]).problems.map(p => p.what.en);
    expect(texts({ decimals: 'x', log: 'compress 1 600s' })).toEqual(['"x" is not a number']);
    expect(texts({ scan_ms: 'x', log: 'compress 1 1s' })).toEqual(['"x" is not a number']);
    expect(texts({ low: '5', high: '1', log: 'compress 9 600s' })).toEqual(['range 5…1 is not a range']);
  });
});

describe('a row that is wrong', () => {
  const cases: readonly BadRow[] = [...FORMS, ...ORDERS, ...SPANS, ...WRITES, ...VALUES, ...LOGS];

  it.each(cases)('with $what is told so at its cell, once, in both languages', ({ row, at, en }) => {
    const { problems } = read([row]);
    const cells = cellsOf(row);
    const column = cells.slice(0, COLUMNS.indexOf(at)).reduce((sum, cell) => sum + cell.length + 1, 1);
    expect(problems.map(p => ({ line: p.line, column: p.column, en: `${p.what.en} — ${p.right.en}` }))).toEqual([
      { line: 2, column, en: expect.stringContaining(en) },
    ]);
    for (const { what, right } of problems) {
      expect(what.zh).toMatch(/\p{Script=Han}/u);
      expect(`${right.zh}${right.en}`).not.toMatch(/undefined|NaN|null/);
      expect(right.zh).not.toBe('');
      expect(what.en).not.toMatch(/\p{Script=Han}/u);
      expect(right.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('in several cells is told all of them at once', () => {
    const { problems } = read([
      {
        name: 'SYS.X',
        address: 'holding:1.16',
        order: 'XX',
        write: '99',
        scan_ms: '1',
        fast_ms: '1',
        scaling: '?',
        clamp: 'no',
      },
    ]);
    expect(problems.map(p => p.what.en)).toEqual([
      'tag name "SYS.X" begins with SYS.',
      'address "holding:1.16" has no such bit',
      '"99" is not known',
      '"1" is out of range',
      '"1" is out of range',
      'scaling "?" is not understood',
      '"no" is not known',
    ]);
  });

  it('tells the cause and not what follows from it', () => {
    expect(read([{ scan_ms: '', fast_ms: '5000', frozen_s: '60' }]).problems.map(p => p.what.en)).toEqual([
      '"scan_ms" is empty',
    ]);
    expect(read([{ low: '5', high: '', clamp: 'yes' }]).problems.map(p => p.what.en)).toEqual([
      'range 5… is not a range',
    ]);
    expect(read([{ type: 'int99', order: 'CDAB', write: '22' }]).problems.map(p => p.what.en)).toEqual([
      '"int99" is not known',
    ]);
  });

  it.each([
    ['protocol: modbus-tcp', 'protocol: profibus', [3]],
    ['addressBase: 1', 'addressBase: 2', [3, 4, 5]],
    ['id: ALL, unit: 0', 'id: ALL', [2, 4, 5]],
    ['maxRegisters: 4', 'maxRegisters: 400', [2, 3, 5]],
    ['"holding:200-210"', '"holding:210-200"', [2, 3, 4]],
  ])('is not blamed for a station file in which %s has become %s', (old, to, left) => {
    expect(STATION.split(old)).toHaveLength(2);
    const rows = [
      { name: 'A', device: 'ONE', address: 'holding:0' },
      { name: 'B', device: 'ALL', address: 'holding:0' },
      { name: 'C', device: 'SMALL', address: 'holding:100x5', type: 'string' },
      { name: 'D', device: 'SMALL', address: 'holding:205' },
    ];
    expect(read(rows).problems.map(p => p.line)).toEqual([2, 3, 4, 5]);
    expect(read(rows, STATION.replace(old, to)).problems.map(p => p.line)).toEqual(left);
  });
});

describe('places of a device', () => {
  const problemsOf = (...rows: Row[]) => read(rows.map((row, i) => ({ name: `T${i}`, ...row }))).problems;

  it.each<[string, Row, Row]>([
    ['as another type', {}, { type: 'int16' }],
    ['as bits', {}, { address: 'holding:100.0', type: 'bit' }],
    ['as different bits', { address: 'holding:100.0', type: 'bit' }, { address: 'holding:100.1', type: 'bit' }],
    ['as overlapping values', { type: 'uint32' }, { address: 'holding:101', type: 'uint32' }],
    ['as a text and a number', { address: 'holding:100x4', type: 'string' }, {}],
    [
      'as the first part and the total',
      { type: 'float32' },
      { address: 'holding:100*100+holding:102', type: 'float32' },
    ],
    ['in another table', {}, { address: 'input:100' }],
    ['of another device', {}, { device: 'SMALL' }],
  ])('may be read twice %s', (_how, one, two) => {
    expect(problemsOf(one, two)).toEqual([]);
  });

  it.each<[string, Row, Row]>([
    ['the same', {}, {}],
    ['the same in another notation', {}, { address: '40101' }],
    ['the same in another order', { type: 'uint32', order: 'ABCD' }, { type: 'uint32', order: 'CDAB' }],
    ['the same bit', { address: 'holding:100.3', type: 'bit' }, { address: '40101.3', type: 'bit' }],
    ['the same text', { address: 'holding:100x4', type: 'string' }, { address: 'holding:100x4', type: 'string' }],
    [
      'the same total',
      { address: 'holding:8*100+holding:10', type: 'float32' },
      { address: '40009*100+40011', type: 'float32' },
    ],
    [
      'the same node',
      { device: 'UA', address: 'nsu=urn:a;s=X', type: '' },
      { device: 'UA', address: 'nsu=urn:a;s=X', type: '' },
    ],
  ])('may not be read twice: %s', (_how, one, two) => {
    const problems = problemsOf(one, two);
    expect(problems.map(p => p.line)).toEqual([3]);
    expect(problems[0]?.what.en).toMatch(/^T0 and T1 read the same address/);
    expect(problems[0]?.right.en).toContain('line 2 has it already');
  });
});
