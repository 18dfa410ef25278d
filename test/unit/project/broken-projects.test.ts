/** Broken projects: each mistake is found at its line and column, said in both languages, and all of them at once. */
import { mkdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeError } from '../../../main/platform/station-error.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import { ProjectError } from '../../../main/project/problem.ts';
import { ProjectCopy, placeOf, SCENE } from '../support/project-copy.ts';
import { ALARMS, SCENES, TAGS, YAML } from './broken-projects.table.ts';

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

  it('with a scene id twice names the file of the first, also when another scene before it is broken', async () => {
    copy.write('scenes/a.json', '{');
    copy.write('scenes/b.json', JSON.stringify({ ...SCENE, id: 'twin' }));
    copy.write('scenes/c.json', JSON.stringify({ ...SCENE, id: 'twin' }));
    const twin = (await copy.problems()).find(p => p.file === 'scenes/c.json');
    expect(twin).toMatchObject({
      what: { en: 'scene "twin" appears twice' },
      right: { en: 'the other one is scenes/b.json' },
    });
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
