/** `trends.json`: presets of the project, with every mistake at its place and in both languages. */
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../../main/project/load-project.ts';
import { ProblemList } from '../../../main/project/problem.ts';
import { readTrendsFile } from '../../../main/project/trends-file.ts';
import { DEMO_STATION } from '../support/project-copy.ts';

const known = { tags: new Set(['PT-1', 'FI-2']), systemTags: new Set<string>(), devices: null };
const preset = (over: object = {}) => ({
  id: 'a',
  name: { zh: '进站', en: 'Inlet' },
  tags: ['PT-1', null, 'FI-2'],
  span_h: 8,
  ...over,
});

function read(...presets: readonly object[]) {
  const problems = new ProblemList();
  const source = JSON.stringify({ presets }, null, 1);
  return { found: readTrendsFile('trends.json', source, { known, problems }), problems: problems.all };
}

describe('trends.json', () => {
  it('gives presets that nobody has saved, pens by place', () => {
    const { found, problems } = read(preset());
    expect(problems).toEqual([]);
    expect(found).toMatchObject([{ id: 'project:a', isOfProject: true, who: null, setup: { spanMs: 8 * 3_600_000 } }]);
    expect(found[0]?.setup.pens.map(pen => pen?.tag ?? null)).toEqual([
      'PT-1',
      null,
      'FI-2',
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('comes with the demo station, and tags of it alone', async () => {
    const { presets, tags } = await loadProject(DEMO_STATION);
    expect(presets.length).toBeGreaterThan(2);
    const names = new Set(tags.map(({ name }) => name));
    for (const { setup } of presets) for (const pen of setup.pens) if (pen !== null) expect(names).toContain(pen.tag);
  });

  it.each([
    ['a tag that there is not', [preset({ tags: ['PT-9'] })], 'no tag "PT-9"'],
    ['a tag twice', [preset({ tags: ['PT-1', 'PT-1'] })], '"PT-1" appears twice'],
    ['a name twice', [preset(), preset({ id: 'b', name: { zh: '进站', en: 'Other' } })], 'appears twice'],
    ['an id twice', [preset(), preset({ name: { zh: '出站', en: 'Outlet' } })], 'appears twice'],
    ['a name of dots', [preset({ name: { zh: '…', en: 'Inlet' } })], 'no name for a preset'],
    ['nine pens', [preset({ tags: Array.from({ length: 9 }, () => null) })], 'presets.0.tags'],
  ])('is refused with %s', (_what, presets, en) => {
    const { problems } = read(...presets);
    expect(problems).toHaveLength(1);
    expect(`${problems[0]?.what.en} ${problems[0]?.right.en}`).toContain(en);
    expect(problems[0]?.what.zh).toMatch(/\p{Script=Han}/u);
    expect(problems[0]?.line).toBeGreaterThan(1);
  });
});
