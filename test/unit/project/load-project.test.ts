/** The demo station loads; and what one gets for one that loads differently written. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProject } from '../../../main/project/load-project.ts';
import { DEMO_STATION, ProjectCopy, SCENE } from '../support/project-copy.ts';

describe('loadProject', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
  });
  afterEach(() => copy.remove());

  it('loads the demo station: 230 tags, 208 of the field and 22 calculated, each with what it needs', async () => {
    const project = await loadProject(DEMO_STATION);
    expect(project.tags).toHaveLength(230);
    const field = project.tags.filter(t => t.device !== null);
    const calculated = project.tags.filter(t => t.device === null);
    expect([field.length, calculated.length]).toEqual([208, 22]);
    for (const tag of field) expect(tag.address, tag.name).not.toBeNull();
    expect(new Set(project.calculations.map(c => c.tag))).toEqual(new Set(calculated.map(t => t.name)));
    expect(new Set(project.tags.map(t => t.name)).size).toBe(230);
    expect(project).toMatchObject({
      id: 'huaxin-gate',
      timeZone: 'Asia/Shanghai',
      gasDayStart: '08:00',
      demoField: true,
    });
    for (const { description } of project.tags) {
      expect(description.zh).not.toBe('');
      expect(description.en).not.toBe('');
    }
  });

  it('gives every piece of equipment that a tag names its asset, and the bits of its status word', async () => {
    const { assets, tags } = await loadProject(DEMO_STATION);
    const ids = new Set(assets.map(a => a.id));
    // A flow computer is the electronics of its meter, which is the asset.
    const named = new Set(tags.map(t => t.equipment.replace('FC-', 'FE-')).filter(e => e !== ''));
    expect([...named].filter(e => !ids.has(e))).toEqual([]);
    expect(assets.find(a => a.id === 'XV-1001')).toMatchObject({
      type: 'valve',
      tags: { open: 'ZSO-1001', closed: 'ZSC-1001', status: 'XI-1001', command: 'HC-1001', dp: 'PDT-1001' },
      fail: 'close',
      travelLimitS: 15,
    });
    expect(assets.find(a => a.id === 'XV-1001')?.bits[0]).toEqual({
      bit: 0,
      is: 'remote',
      text: { zh: '远控', en: 'Remote' },
    });
  });

  it('names for every asset of the demo station a screen that there is', async () => {
    const { assets, scenes } = await loadProject(DEMO_STATION);
    const known = scenes.map(({ id }) => id);
    expect(assets.filter(({ scene }) => scene === undefined || !known.includes(scene)).map(({ id }) => id)).toEqual([]);
  });

  it('does without assets.json', async () => {
    rmSync(copy.path('assets.json'));
    expect((await loadProject(copy.directory)).assets).toEqual([]);
  });

  it('keeps what tags.csv says: address, type, order, write function, and the limits of alarms.csv', async () => {
    const { tags } = await loadProject(DEMO_STATION);
    const tag = (name: string) => tags.find(t => t.name === name);
    expect(tag('EI-1921')).toMatchObject({
      address: { kind: 'modbus', table: 'holding', offset: 0, type: 'float32', order: 'CDAB' },
      device: 'CP',
      writable: false,
    });
    expect(tag('HC-1001')).toMatchObject({ address: { writeFunction: 6 }, writable: true });
    expect(tag('PT-1353')?.limits).toEqual({ LL: 1.25, L: 1.38, H: 1.6, HH: 1.68 });
    expect(tag('ZSO-1001')?.limits).toEqual({});
  });

  it.each([
    ['without BOM', (text: string) => text.replace('\ufeff', '')],
    ['with LF', (text: string) => text.replaceAll('\r\n', '\n')],
    ['with CRLF', (text: string) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')],
    ['with BOM and empty lines at the end', (text: string) => `\ufeff${text.replace('\ufeff', '')}\n\n`],
  ])('loads the same project with its files saved %s', async (_how, save) => {
    const expected = await loadProject(copy.directory);
    for (const file of ['tags.csv', 'alarms.csv', 'station.yaml', 'calculations.yaml', 'scenes/small.json']) {
      copy.write(file, save(copy.read(file)));
    }
    expect(await loadProject(copy.directory)).toEqual(expected);
  });

  it('takes quoted cells with commas, quotes and line ends', async () => {
    copy.edit(
      'tags.csv',
      '收球筒进口阀-开到位,Pig receiver inlet valve open limit',
      '"收球筒,进口阀","Pig ""receiver""\ninlet, open"',
    );
    const { tags } = await loadProject(copy.directory);
    expect(tags.find(t => t.name === 'ZSO-1101')?.description).toEqual({
      zh: '收球筒,进口阀',
      en: 'Pig "receiver"\ninlet, open',
    });
  });

  it('takes JSON scenes indented with tabs', async () => {
    copy.write('scenes/small.json', JSON.stringify(JSON.parse(copy.read('scenes/small.json')), null, '\t'));
    expect((await loadProject(copy.directory)).scenes).toHaveLength(1);
  });

  it('leaves what is no scene file alone', async () => {
    copy.write('scenes/notes.txt', 'not a scene');
    expect((await loadProject(copy.directory)).scenes.map(s => s.id)).toEqual(['small']);
  });

  it('refuses two screens with one key, at each: nobody knows which is meant', async () => {
    const placed = (id: string) => JSON.stringify({ ...SCENE, id, place: { key: 'F2' } });
    copy.write('scenes/small.json', placed('small'));
    copy.write('scenes/twin.json', placed('twin'));
    const problems = await copy.problems();
    expect(problems.map(({ file, what, right }) => [file, what.en, right.en])).toEqual([
      ['scenes/small.json', 'key F2 appears twice', 'scenes/twin.json has it too; a key leads to one screen'],
      ['scenes/twin.json', 'key F2 appears twice', 'scenes/small.json has it too; a key leads to one screen'],
    ]);
  });

  it('does without emergency cards and interlocks', async () => {
    rmSync(copy.path('procedures.json'));
    rmSync(copy.path('interlocks.json'));
    expect((await loadProject(copy.directory)).support).toEqual({ procedures: null, interlocks: null });
  });
});
