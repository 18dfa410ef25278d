/** Broken projects: each mistake is found at its line and column, said in both languages, and all of them at once. */
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeError } from '../../../main/platform/station-error.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import { ProjectError } from '../../../main/project/problem.ts';
import { ProjectCopy, placeOf, SCENE } from '../support/project-copy.ts';
import { ASSETS } from './broken-assets.table.ts';
import { YAML } from './broken-projects.table.ts';
import { SCENES } from './broken-scenes.table.ts';
import { SUPPORT } from './broken-support.table.ts';
import { ALARMS, TAGS } from './broken-tables.table.ts';

describe('a broken project', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
  });
  afterEach(() => copy.remove());

  it('is not what the copies are before they are broken', async () => {
    expect(await copy.problems()).toEqual([]);
  });

  it.each([
    ...YAML,
    ...TAGS,
    ...ALARMS,
    ...SCENES,
    ...ASSETS,
    ...SUPPORT,
  ])('with $what in $file is refused at its place, in both languages', async c => {
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

  it.each([
    ['station.yaml', 'timeZone: [', 1],
    ['tags.csv', '"', 1],
    ['calculations.yaml', 'a: [', 1],
  ])('does not blame other files for names that %s would have given, had it been readable', async (file, text, count) => {
    copy.write(file, text);
    const problems = await copy.problems();
    const others = problems.filter(p => p.file !== file).map(p => p.what.en);
    // Calculated tags are known; that nothing calculates them is a fact.
    expect(others.filter(en => !en.includes('has no calculation'))).toEqual([]);
    expect(problems.length).toBeGreaterThanOrEqual(count);
  });

  it('names every unknown key at its own place', async () => {
    copy.edit('station.yaml', 'demoField: true', 'demoField: true\ncolour: red\nsize: big');
    expect((await copy.problems()).map(placeOf)).toEqual([
      copy.find('station.yaml', 'red'),
      copy.find('station.yaml', 'big'),
    ]);
  });

  it.each([
    'station.yaml',
    'tags.csv',
    'alarms.csv',
    'calculations.yaml',
    'scenes',
  ])('without %s says so', async file => {
    rmSync(copy.path(file), { recursive: true });
    const missing = (await copy.problems()).find(p => p.file === file);
    expect(missing).toMatchObject({ line: 0, what: { en: 'the file does not exist' } });
  });

  it.each([
    'station.yaml',
    'tags.csv',
    'alarms.csv',
    'calculations.yaml',
    'scenes/small.json',
  ])('with %s not in UTF-8 says so', async file => {
    copy.write(file, Buffer.concat([Buffer.from(copy.read(file)), Buffer.from([0xd5, 0xbe, 0xbf, 0xd8])]));
    const problems = await copy.problems();
    expect(problems.filter(p => p.file === file)).toMatchObject([
      { line: 0, what: { en: 'the file is not UTF-8 text' } },
    ]);
  });

  it.each([
    'station.yaml',
    'tags.csv',
    'alarms.csv',
    'calculations.yaml',
    'scenes/small.json',
  ])('with %s empty, or a folder in its place, is refused and never crashes', async file => {
    copy.write(file, '');
    const empty = await copy.problems();
    expect(empty.some(p => p.file === file || p.file === 'tags.csv')).toBe(true);
    rmSync(copy.path(file));
    mkdirSync(copy.path(file));
    expect((await copy.problems()).find(p => p.file === file)?.what.en).toContain('cannot be read');
  });

  it.each([
    [
      'a bomb of aliases',
      `a: &a [1,1,1,1,1,1,1,1,1,1]\n${'bcdefghi'.replace(/./g, (k, i: number) => `${k}: &${k} [${Array.from({ length: 10 }, () => `*${'abcdefgh'[i]}`).join(',')}]\n`)}`,
    ],
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

  it('with a copy of a scene blames the copy, whose name is not its id, and not what it was copied from', async () => {
    copy.write('scenes/a-copy.json', JSON.stringify({ ...SCENE, place: { key: 'F2' } }));
    copy.write('scenes/My copy.json', JSON.stringify(SCENE));
    copy.write('scenes/small.json', JSON.stringify({ ...SCENE, place: { key: 'F2' } }));
    const told = (await copy.problems()).map(p => `${placeOf(p)} ${p.what.en} — ${p.right.en}`);
    expect(told).toEqual([
      'scenes/a-copy.json:1:7 id "small" is not the name of the file a-copy.json — make the id "a-copy", or name the file small.json',
      'scenes/My copy.json:1:7 id "small" is not the name of the file My copy.json — name the file small.json',
    ]);
  });

  it('with several ids twice in a scene points at each', async () => {
    const node = SCENE.nodes[0];
    copy.write(
      'scenes/small.json',
      JSON.stringify({
        ...SCENE,
        nodes: [node, node],
        pipes: [
          {
            id: 'a',
            path: [
              [0, 0],
              [1, 1],
            ],
            flow: 'NOBODY',
          },
        ],
      }),
    );
    const texts = (await copy.problems()).map(p => p.what.en);
    expect(texts).toEqual(['id "a" appears twice', 'id "a" appears twice', 'tag "NOBODY" does not exist']);
  });

  it('that is not there, or is a file, is one problem and not one for each file of it', async () => {
    const nowhere = join(copy.directory, 'nowhere');
    const problems = async (directory: string) => {
      const error = await loadProject(directory).catch((e: unknown) => e);
      if (!(error instanceof ProjectError)) throw error;
      return error.problems;
    };
    expect(await problems(nowhere)).toMatchObject([{ file: nowhere, what: { en: 'the folder does not exist' } }]);
    writeFileSync(nowhere, '');
    expect(await problems(nowhere)).toMatchObject([{ file: nowhere, what: { en: 'it is not a folder' } }]);
  });

  it('with a file of 33 MB is refused before it is read', async () => {
    truncateSync(copy.path('alarms.csv'), 33 * 1024 * 1024);
    expect(await copy.problems()).toMatchObject([
      { file: 'alarms.csv', line: 0, what: { en: 'the file has 33.0 MB, which is too many' } },
    ]);
  });

  it('with one wrong value in station.yaml still has its other files checked, and nothing blamed falsely', async () => {
    copy.edit('station.yaml', 'Asia/Shanghai', 'Mars/Base');
    copy.edit('station.yaml', 'protocol: opcua', 'protocol: profibus');
    copy.edit('tags.csv', 'PLC,discrete:1,bit', 'PLC,discrete:x,bit');
    copy.edit('calculations.yaml', 'lost("SIS")', 'lost("SSI")');
    expect((await copy.problems()).map(placeOf)).toEqual([
      copy.find('calculations.yaml', `'lost("SSI")'`),
      copy.find('station.yaml', 'Mars/Base'),
      copy.find('station.yaml', 'profibus'),
      copy.find('tags.csv', 'discrete:x'),
    ]);
  });

  it.each([
    ['a number as area id', '{ id: "1100",', '{ id: 1100,'],
    ['an area without id', '{ id: "1100",', '{'],
    ['a device without id', '{ id: SIS,', '{'],
    ['a device with an impossible id', '{ id: SIS,', '{ id: "S I S",'],
  ])('with %s in station.yaml blames no tag for it', async (_what, old, to) => {
    copy.edit('station.yaml', old, to);
    expect((await copy.problems()).map(p => p.file)).toEqual(['station.yaml']);
  });

  it('with one broken calculation or node still has the others checked', async () => {
    copy.edit('calculations.yaml', 'lost("SIS")', 'lost("SSI")');
    copy.edit('calculations.yaml', `{ expression: 'lost("GC")' }`, '{ expression: 1 }');
    copy.write(
      'scenes/small.json',
      JSON.stringify({
        ...SCENE,
        nodes: [{ id: 'b' }, { ...SCENE.nodes[0], bind: { value: 'NOBODY' } }],
      }),
    );
    const texts = (await copy.problems()).map(p => p.what.en);
    expect(texts).toEqual([
      '"XA-1973.expression" cannot be 1',
      'the expression names device "SSI", which does not exist',
      '"nodes.0.symbol" is missing',
      '"nodes.0.at" is missing',
      'tag "NOBODY" does not exist',
    ]);
  });

  it.each([
    ['tags.csv', 'name,area,', 'nam,area,', ['unknown column "nam"', 'the heading lacks name']],
    ['tags.csv', 'PLC,discrete:1,bit', 'PLC,discrete:1,int99', ['"int99" is not known']],
    ['tags.csv', 'XV-1001,进站紧急切断阀-开到位,Inlet', 'XV-1001,进站紧急切断阀-开到位,"Inlet', null],
    ['tags.csv', 'PLC communication lost,CALC', 'PLC communication lost,CALK', ['"CALK" is not known']],
    ['alarms.csv', 'PT-1354,HH', 'PT-1354,HHH', ['"HHH" is not known']],
  ])('tells the cause and not what follows from it: in %s, %s → %s', async (file, old, to, expected) => {
    copy.edit(file, old, to);
    const texts = (await copy.problems()).map(p => p.what.en);
    if (expected === null) expect(texts).toMatchObject([expect.stringContaining('this quote is not closed')]);
    else expect(texts.toSorted()).toEqual(expected.toSorted());
  });

  it('prints one line a problem, whatever control characters the file holds', async () => {
    copy.edit(
      'tags.csv',
      'Pig receiver inlet valve open limit,DI',
      'Pig receiver inlet valve open limit,"D\n\u001b[2J"',
    );
    const error = await loadProject(copy.directory).catch((e: unknown) => e);
    if (!(error instanceof ProjectError)) throw error;
    expect(error.message.split('\n')).toHaveLength(2);
    expect(error.message).not.toContain('\u001b');
  });

  it('prints at most 50 of many problems, some of every file, how many are left, and keeps them all', async () => {
    copy.write('tags.csv', copy.read('tags.csv').replaceAll(',PLC,', ',PLK,'));
    copy.edit('calculations.yaml', 'lost("SIS")', 'lost("SSI")');
    const error = await loadProject(copy.directory).catch((e: unknown) => e);
    if (!(error instanceof ProjectError)) throw error;
    expect(error.problems.length).toBeGreaterThan(60);
    for (const [text, left] of [
      [error.message, /… and (\d+) more$/],
      [error.zh.message, /…… 另有 (\d+) 处$/],
    ] as const) {
      const lines = text.split('\n').slice(1, -1);
      expect(lines.length).toBeLessThanOrEqual(50);
      expect(lines.some(line => line.includes('calculations.yaml'))).toBe(true);
      expect(Number(left.exec(text)?.[1])).toBe(error.problems.length - lines.length);
    }
  });

  it('tells all mistakes of all files at once, sorted by place, printed as file:line:column in both languages', async () => {
    const breaks = [...YAML, ...TAGS, ...ALARMS, ...SCENES].filter(c =>
      [
        'an unknown time zone',
        'an area id used twice',
        'an expression with an unknown tag',
        'an unknown class',
        'a range that is none',
        'limits out of order',
        'priority 5',
        'an unknown tag in a scene',
      ].includes(c.what),
    );
    for (const c of breaks) copy.edit(c.file, c.old, c.to);
    const error = await loadProject(copy.directory).catch((e: unknown) => e);
    if (!(error instanceof ProjectError)) throw error;
    const places = error.problems.map(placeOf);
    const expected = breaks.map(c => copy.find(c.file, c.mark, c.skip));
    for (const place of expected) expect(places).toContain(place);
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
