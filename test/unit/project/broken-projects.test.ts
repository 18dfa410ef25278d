/** Broken projects: each mistake is found at its line and column, said in both languages, and all of them at once. */
import { mkdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProject } from '../../../main/project/load-project.ts';
import { ProjectError } from '../../../main/project/problem.ts';
import { describeError } from '../../../main/platform/station-error.ts';
import { ProjectCopy, placeOf, SCENE } from '../support/project-copy.ts';

/** `old` in `file` becomes `to`; the complaint must stand at `mark` (+ `skip` characters) and say `en`. */
interface Case {
  readonly what: string;
  readonly file: string;
  readonly old: string;
  readonly to: string;
  readonly mark: string;
  readonly skip?: number;
  readonly en: string | RegExp;
}

const YAML: Case[] = [
  { what: 'a key that appears twice', file: 'station.yaml', old: 'id: huaxin-gate\n', to: 'id: huaxin-gate\nformat: 2\n', mark: 'format: 2', en: /unique/ },
  { what: 'broken YAML', file: 'station.yaml', old: 'gasDay: { start: "08:00" }', to: 'gasDay: { start: "08:00"', mark: 'demoField: true', skip: -1, en: /syntax/ },
  { what: 'an unknown key', file: 'station.yaml', old: 'demoField: true', to: 'demoField: true\ncolour: red', mark: 'red', en: 'is not right' },
  { what: 'an unknown time zone', file: 'station.yaml', old: 'Asia/Shanghai', to: 'Asia/Nowhere', mark: 'Asia/Nowhere', en: '"timeZone" is not right' },
  { what: 'an impossible gas day', file: 'station.yaml', old: '"08:00"', to: '"25:00"', mark: '"25:00"', en: '"gasDay.start" is not right' },
  { what: 'a port of 70000', file: 'station.yaml', old: 'port: 15022', to: 'port: 70000', mark: '70000', en: '"channels.1.port" is not right' },
  { what: 'an unknown protocol', file: 'station.yaml', old: 'protocol: opcua', to: 'protocol: profibus', mark: 'profibus', en: 'is not right' },
  { what: 'one endpoint for two channels', file: 'station.yaml', old: 'port: 15022', to: 'port: 15023', mark: '15023\n    timeoutMs: 1000\n    devices:\n      - { id: FCA', en: 'twice' },
  { what: 'a device id used twice', file: 'station.yaml', old: '{ id: SIS,', to: '{ id: PLC,', mark: '{ id: PLC, unit: 2', skip: 6, en: '"PLC" appears twice' },
  { what: 'one unit twice on a line', file: 'station.yaml', old: 'id: CP, unit: 32', to: 'id: CP, unit: 31', mark: 'id: CP, unit: 31', skip: 14, en: 'twice' },
  { what: 'an area id used twice', file: 'station.yaml', old: '{ id: "1100"', to: '{ id: "1000"', mark: '{ id: "1000", name: { zh: "进站', skip: 6, en: '"1000" appears twice' },
  { what: 'security that contradicts itself', file: 'station.yaml', old: 'mode: SignAndEncrypt', to: 'mode: None', mark: '{ mode: None', en: 'contradict' },
  { what: 'an alias without anchor', file: 'station.yaml', old: 'Asia/Shanghai', to: '*nobody', mark: '*nobody', en: /syntax/ },
  { what: 'a name in one language only', file: 'station.yaml', old: '{ zh: 华新天然气门站, en: Huaxin City Gate Station }', to: '{ zh: 华新天然气门站 }', mark: 'name: { zh: 华新天然气门站 }', en: 'is not right' },
  { what: 'an expression that does not parse', file: 'calculations.yaml', old: '"[FI-1401A] + [FI-1401B] + if([ZSO-1404], 0, [FI-1401C])"', to: '"[FI-1401A] +"', mark: '"[FI-1401A] +"', en: 'character 13' },
  { what: 'an expression with an unknown tag', file: 'calculations.yaml', old: '[FI-1401A] + [FI-1401B]', to: '[FI-9] + [FI-1401B]', mark: '"[FI-9]', en: '"FI-9"' },
  { what: 'an expression with an unknown device', file: 'calculations.yaml', old: 'lost("SIS")', to: 'lost("SOS")', mark: `'lost("SOS")'`, en: '"SOS"' },
  { what: 'a calculation for a field tag', file: 'calculations.yaml', old: 'FI-1400: ', to: 'PT-1101: { expression: "1" }\nFI-1400: ', mark: '{ expression: "1" }', en: 'not a calculated tag' },
  { what: 'a circle of calculations', file: 'calculations.yaml', old: 'lost("GC")', to: '[XA-1974] + [XA-1973]', mark: '{ expression: \'[XA-1974]', en: 'XA-1973 → XA-1973' },
  { what: 'an entry of another form', file: 'calculations.yaml', old: "{ expression: 'lost(\"GC\")' }", to: '{ formula: 1 }', mark: '{ formula: 1 }', en: '"XA-1973" is not right' },
];

const TAGS: Case[] = [
  { what: 'a tag twice', file: 'tags.csv', old: 'ZSC-1001,1000', to: 'ZSO-1001,1000', mark: 'ZSO-1001,1000,XV-1001,进站紧急切断阀-关', en: 'twice' },
  { what: 'a tag name with a space', file: 'tags.csv', old: 'ZSC-1001,1000', to: 'ZSC 1001,1000', mark: 'ZSC 1001', en: 'not allowed' },
  { what: 'an empty name', file: 'tags.csv', old: 'ZSC-1001,1000', to: ',1000', mark: ',1000,XV-1001,进站紧急切断阀-关', en: '"name" is empty' },
  { what: 'an unknown area', file: 'tags.csv', old: 'ZSC-1001,1000', to: 'ZSC-1001,9999', mark: '9999,XV', en: 'area "9999" is not defined' },
  { what: 'an unknown device', file: 'tags.csv', old: ',CP,holding:0,', to: ',XX,holding:0,', mark: ',XX,holding:0,', skip: 1, en: 'device "XX" is not defined' },
  { what: 'an unknown class', file: 'tags.csv', old: 'CP rectifier output voltage,COM', to: 'CP rectifier output voltage,COMM', mark: 'COMM,', en: '"COMM" is not known' },
  { what: 'a range that is none', file: 'tags.csv', old: 'V,0,60,8.4', to: 'V,60,0,8.4', mark: 'V,60,0,8.4', skip: 5, en: 'range 60…0' },
  { what: 'half a range', file: 'tags.csv', old: 'V,0,60,8.4', to: 'V,0,,8.4', mark: 'V,0,,8.4', skip: 4, en: 'is not a range' },
  { what: 'a decimal comma', file: 'tags.csv', old: 'V,0,60,8.4', to: 'V,0,60,"8,4"', mark: '"8,4"', en: '"8,4" is not a number' },
  { what: 'a scan of 10 ms', file: 'tags.csv', old: 'WX,holding:0,float32,CDAB,,10000', to: 'WX,holding:0,float32,CDAB,,10', mark: 'WX,holding:0,float32,CDAB,,10,', skip: 27, en: '"10" is out of range' },
  { what: 'no scan period', file: 'tags.csv', old: 'WX,holding:0,float32,CDAB,,10000', to: 'WX,holding:0,float32,CDAB,,', mark: 'WX,holding:0,float32,CDAB,,,', skip: 27, en: '"scan_ms" is empty' },
  { what: 'seven decimals', file: 'tags.csv', old: ',8.4,1,CP', to: ',8.4,7,CP', mark: ',8.4,7,CP', skip: 5, en: '"7" is out of range' },
  { what: 'an address of another protocol', file: 'tags.csv', old: 'CP,holding:2,', to: 'CP,40003,', mark: '40003', en: '"40003" is not understood' },
  { what: 'an unknown type', file: 'tags.csv', old: 'CP,holding:2,float32', to: 'CP,holding:2,double', mark: 'double', en: '"double" is not known' },
  { what: 'a float in a coil', file: 'tags.csv', old: 'CP,holding:2,float32', to: 'CP,coil:2,float32', mark: 'CP,coil:2,float32', skip: 10, en: 'coil cannot hold float32' },
  { what: 'a 32-bit value without word order', file: 'tags.csv', old: 'CP,holding:2,float32,CDAB', to: 'CP,holding:2,float32,', mark: 'CP,holding:2,float32,', skip: 21, en: '"" is not known' },
  { what: 'a 32-bit value in the last register', file: 'tags.csv', old: 'CP,holding:2,', to: 'CP,holding:65535,', mark: 'holding:65535', en: 'past 65535' },
  { what: 'a write function that cannot write there', file: 'tags.csv', old: 'PLC,holding:4000,uint16,,6', to: 'PLC,holding:4000,uint16,,5', mark: 'PLC,holding:4000,uint16,,5', skip: 25, en: 'function 5' },
  { what: 'a calculated tag with a device', file: 'tags.csv', old: 'PLC communication lost,CALC,,,,0,2,,', to: 'PLC communication lost,CALC,,,,0,2,PLC,', mark: 'lost,CALC,,,,0,2,PLC', skip: 17, en: 'has no "device"' },
  { what: 'one cell too many', file: 'tags.csv', old: 'PLC CPU fault or switchover,', to: 'PLC CPU, fault or switchover,', mark: 'discrete:36,bit,,,1000,', skip: 23, en: 'one cell too many' },
  { what: 'a quote that never ends', file: 'tags.csv', old: '"Pipe-to-soil potential, inlet line (Cu/CuSO4)"', to: '"Pipe-to-soil potential', mark: '"Pipe-to-soil', en: 'not closed' },
  { what: 'an unknown column', file: 'tags.csv', old: 'scan_ms,note', to: 'scan_ms,remark', mark: 'remark', en: 'unknown column "remark"' },
  { what: 'a column twice', file: 'tags.csv', old: 'scan_ms,note', to: 'scan_ms,unit', mark: 'scan_ms,unit', skip: 8, en: 'column "unit" appears twice' },
  { what: 'a calculated tag without calculation', file: 'tags.csv', old: 'KI-2013,2000', to: 'KI-2014,2000', mark: 'KI-2014', en: 'has no calculation' },
];

const ALARMS: Case[] = [
  { what: 'limits out of order', file: 'alarms.csv', old: 'PT-1353,H,1.6,', to: 'PT-1353,H,1.3,', mark: 'PT-1353,H,1.3', skip: 10, en: 'H 1.3 is not above L 1.38' },
  { what: 'equal limits', file: 'alarms.csv', old: 'PT-1353,HH,1.68', to: 'PT-1353,HH,1.6', mark: 'PT-1353,HH,1.6', skip: 11, en: 'HH 1.6 is not above H 1.6' },
  { what: 'a limit outside the range', file: 'alarms.csv', old: 'PT-1353,HH,1.68', to: 'PT-1353,HH,168', mark: '168,1,', en: 'limit 168 lies outside' },
  { what: 'a limit that is no number', file: 'alarms.csv', old: 'PT-1353,H,1.6,', to: 'PT-1353,H,much,', mark: 'much', en: '"much" is not a number' },
  { what: 'no limit', file: 'alarms.csv', old: 'PT-1353,L,1.38,', to: 'PT-1353,L,,', mark: 'PT-1353,L,,', skip: 10, en: '"limit" is empty' },
  { what: 'an unknown tag', file: 'alarms.csv', old: 'PT-1354,HH', to: 'PT-9999,HH', mark: 'PT-9999', en: '"PT-9999" does not exist' },
  { what: 'an unknown condition', file: 'alarms.csv', old: 'PT-1354,HH', to: 'PT-1354,HHH', mark: 'HHH', en: '"HHH" is not known' },
  { what: 'a condition twice', file: 'alarms.csv', old: 'PT-1353,HH,1.68', to: 'PT-1353,H,1.68', mark: 'PT-1353,H,1.68', skip: 8, en: 'appears twice' },
  { what: 'priority 5', file: 'alarms.csv', old: 'PT-1354,HH,1.68,4', to: 'PT-1354,HH,1.68,5', mark: '1.68,5,', skip: 5, en: '"5" is out of range' },
  { what: 'no priority', file: 'alarms.csv', old: 'PT-1354,HH,1.68,4', to: 'PT-1354,HH,1.68,', mark: '1.68,,', skip: 5, en: '"priority" is empty' },
];

const SCENES: Case[] = [
  { what: 'an unknown tag in a scene', file: 'scenes/small.json', old: 'PT-1101', to: 'PT-9999', mark: '"PT-9999"', en: '"PT-9999" does not exist' },
  { what: 'a wrong expression in a scene', file: 'scenes/small.json', old: 'PT-1101', to: '=[PT-1101', mark: '"=[PT-1101"', en: 'character 1' },
  { what: 'a node outside the scene', file: 'scenes/small.json', old: '10,\n        10', to: '10,\n        99', mark: '[\n        10', en: 'outside the scene' },
  { what: 'a level that does not exist', file: 'scenes/small.json', old: '"level": 2', to: '"level": 7', mark: '"level": 7', skip: 9, en: '"level" is not right' },
  { what: 'JSON that is cut off', file: 'scenes/small.json', old: '  ]\n}', to: '', mark: '    }\n', skip: 5, en: /syntax/ },
];

describe('a broken project', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
  });
  afterEach(() => copy.remove());

  it('is not what the copies are before they are broken', async () => {
    expect(await copy.problems()).toEqual([]);
  });

  it.each([...YAML, ...TAGS, ...ALARMS, ...SCENES])('with $what in $file is refused at its place, in both languages', async c => {
    copy.edit(c.file, c.old, c.to);
    const problems = await copy.problems();
    const place = copy.find(c.file, c.mark, c.skip);
    expect(problems.map(placeOf)).toContain(place);
    const here = problems.filter(p => placeOf(p) === place);
    expect(here.map(p => `${p.what.en} — ${p.right.en}`).join('\n')).toMatch(c.en);
    for (const { what, right } of problems) {
      expect(what.zh).toMatch(/\p{Script=Han}/u);
      expect(right.zh).toMatch(/\p{Script=Han}/u);
      expect(what.en).not.toMatch(/\p{Script=Han}/u);
      expect(right.en).not.toBe('');
    }
  });

  it.each(['much', ''])('complains once about one wrong limit %j, not about what follows from it', async limit => {
    copy.edit('alarms.csv', 'PT-1353,L,1.38,', `PT-1353,L,${limit},`);
    expect((await copy.problems()).map(placeOf)).toEqual([copy.find('alarms.csv', `PT-1353,L,${limit},`, 10)]);
  });

  it('points into a row whose quoted cells run over several lines', async () => {
    copy.edit('tags.csv', 'Pig receiver inlet valve open limit,DI', '"Pig receiver\ninlet valve",DX');
    expect((await copy.problems()).map(placeOf)).toEqual([copy.find('tags.csv', ',DX', 1)]);
  });

  it('names every unknown key at its own place', async () => {
    copy.edit('station.yaml', 'demoField: true', 'demoField: true\ncolour: red\nsize: big');
    expect((await copy.problems()).map(placeOf)).toEqual([
      copy.find('station.yaml', 'red'),
      copy.find('station.yaml', 'big'),
    ]);
  });

  it.each(['station.yaml', 'tags.csv', 'alarms.csv', 'calculations.yaml', 'scenes'])('without %s says so', async file => {
    rmSync(copy.path(file), { recursive: true });
    const missing = (await copy.problems()).find(p => p.file === file);
    expect(missing).toMatchObject({ line: 0, what: { en: 'the file does not exist' } });
  });

  it.each(['station.yaml', 'tags.csv', 'alarms.csv', 'calculations.yaml', 'scenes/small.json'])('with %s not in UTF-8 says so', async file => {
    copy.write(file, Buffer.concat([Buffer.from(copy.read(file)), Buffer.from([0xd5, 0xbe, 0xbf, 0xd8])]));
    const problems = await copy.problems();
    expect(problems.filter(p => p.file === file)).toMatchObject([{ line: 0, what: { en: 'the file is not UTF-8 text' } }]);
  });

  it.each(['station.yaml', 'tags.csv', 'alarms.csv', 'calculations.yaml', 'scenes/small.json'])('with %s empty, or a folder in its place, is refused and never crashes', async file => {
    copy.write(file, '');
    const empty = await copy.problems();
    expect(empty.some(p => p.file === file || p.file === 'tags.csv')).toBe(true);
    rmSync(copy.path(file));
    mkdirSync(copy.path(file));
    expect((await copy.problems()).find(p => p.file === file)?.what.en).toContain('cannot be read');
  });

  it.each([
    ['a bomb of aliases', `a: &a [1,1,1,1,1,1,1,1,1,1]\n${'bcdefghi'.replace(/./g, (k, i: number) => `${k}: &${k} [${Array.from({ length: 10 }, () => `*${'abcdefgh'[i]}`).join(',')}]\n`)}`],
    ['endless nesting', '['.repeat(100_000)],
    ['prototypes', '__proto__: { a: 1 }\nconstructor: 1\n'],
    ['control characters', 'a: "\u0000\u0007"\n\u0001'],
  ])('invariant 6: with %s as station.yaml is refused and never crashes', async (_what, text) => {
    copy.write('station.yaml', text);
    const problems = await copy.problems();
    expect(problems.some(p => p.file === 'station.yaml')).toBe(true);
  });

  it('invariant 6: with an endless expression is refused and never crashes', async () => {
    copy.edit('calculations.yaml', 'lost("GC")', `1${'+1'.repeat(200_000)}`);
    expect((await copy.problems())[0]?.what.en).toContain('too long');
  });

  it('with a scene id twice names the file of the first, also when another scene before it is broken', async () => {
    copy.write('scenes/a.json', '{');
    copy.write('scenes/b.json', JSON.stringify({ ...SCENE, id: 'twin' }));
    copy.write('scenes/c.json', JSON.stringify({ ...SCENE, id: 'twin' }));
    const twin = (await copy.problems()).find(p => p.file === 'scenes/c.json');
    expect(twin).toMatchObject({ what: { en: 'scene "twin" appears twice' }, right: { en: 'the other one is scenes/b.json' } });
  });

  it('with several ids twice in a scene points at each', async () => {
    const node = SCENE.nodes[0];
    copy.write('scenes/small.json', JSON.stringify({ ...SCENE, nodes: [node, node], pipes: [{ id: 'a', path: [[0, 0], [1, 1]], flow: 'NOBODY' }] }));
    const texts = (await copy.problems()).map(p => p.what.en);
    expect(texts).toEqual(['id "a" appears twice', 'id "a" appears twice', 'tag "NOBODY" does not exist']);
  });

  it('tells all mistakes of all files at once, sorted by place, printed as file:line:column in both languages', async () => {
    const breaks = [...YAML, ...TAGS, ...ALARMS, ...SCENES].filter(c =>
      ['an unknown time zone', 'an area id used twice', 'an expression with an unknown tag', 'an unknown class', 'a range that is none', 'limits out of order', 'priority 5', 'an unknown tag in a scene'].includes(c.what),
    );
    for (const c of breaks) copy.edit(c.file, c.old, c.to);
    const error = await loadProject(copy.directory).catch((e: unknown) => e);
    if (!(error instanceof ProjectError)) throw error;
    const places = error.problems.map(placeOf);
    const expected = breaks.map(c => copy.find(c.file, c.mark, c.skip));
    // A station.yaml that does not pass its schema is not read further: its second mistake waits.
    const second = expected[breaks.findIndex(c => c.what === 'an area id used twice')];
    for (const place of expected.filter(p => p !== second)) expect(places).toContain(place);
    expect(error.code).toBe('bad-project');
    for (const place of places) {
      expect(error.message).toContain(`  ${place} `);
      expect(error.zh.message).toContain(`  ${place} `);
    }
    expect(describeError(error)).toContain(error.zh.message);
    const lines = error.problems.map(p => [p.file, p.line, p.column] as const);
    expect(lines).toEqual(lines.toSorted((a, b) => a[0].localeCompare(b[0]) || a[1] - b[1] || a[2] - b[2]));
  });
});
