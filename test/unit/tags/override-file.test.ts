/** The register on disk: kept over restarts, and never a reason not to start. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type KeptOverride, OverrideFile } from '../../../main/tags/override-file.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const temporaryFolder = useTemporaryFolders();
const NOW = 1_800_000_000_000;
const PT: KeptOverride = {
  tag: 'PT-1101',
  kind: 'force',
  value: -0.25,
  who: '李',
  why: '变送器检修',
  since: NOW,
  until: NOW + 1,
};

describe('OverrideFile', () => {
  let folder: string;
  const path = () => join(folder, 'overrides.json');
  const load = () => new OverrideFile(folder).load(NOW);

  beforeEach(() => {
    folder = temporaryFolder();
  });

  it('gives back what was saved last, and nothing where nothing was', async () => {
    expect(await load()).toEqual({ overrides: [], damage: null });
    const file = new OverrideFile(folder);
    await file.save([PT, { ...PT, tag: 'B' }]);
    await file.save([PT]);
    expect(await load()).toEqual({ overrides: [PT], damage: null });
    expect(readdirSync(folder)).toEqual(['overrides.json']);
  });

  it('does not mind the draft of a write that was killed', async () => {
    await new OverrideFile(folder).save([PT]);
    writeFileSync(`${path()}.new`, '{"format":1,"overr');
    expect((await load()).overrides).toEqual([PT]);
    await new OverrideFile(folder).save([]);
    expect((await load()).overrides).toEqual([]);
  });

  it.each([
    ['cut off', '{"format":1,"overrides":[{"tag":"PT'],
    ['empty', ''],
    ['full of zeroes', '\0'.repeat(200)],
    ['of another format', '{"format":2,"overrides":[]}'],
    ['with a value that is no number', JSON.stringify({ format: 1, overrides: [{ ...PT, value: null }] })],
    ['with an unknown kind', JSON.stringify({ format: 1, overrides: [{ ...PT, kind: 'write' }] })],
    ['a list', '[]'],
  ])('keeps a file aside that is %s, says what is wrong, and starts with none', async (_what, text) => {
    writeFileSync(path(), text);
    const { overrides, damage } = await load();
    expect(overrides).toEqual([]);
    expect(damage).toMatchObject({ aside: `overrides-damaged-${NOW}.json`, detail: expect.stringMatching(/./) });
    expect(readFileSync(join(folder, `overrides-damaged-${NOW}.json`), 'utf8')).toBe(text);
    await new OverrideFile(folder).save([PT]);
    expect((await load()).overrides).toEqual([PT]);
  });

  it('keeps aside what cannot even be read', async () => {
    mkdirSync(path());
    expect(await load()).toMatchObject({ overrides: [], damage: { aside: `overrides-damaged-${NOW}.json` } });
    expect(readdirSync(folder)).toEqual([`overrides-damaged-${NOW}.json`]);
  });

  it('tells in both languages why it cannot be written', async () => {
    mkdirSync(`${path()}.new`);
    await expect(new OverrideFile(folder).save([PT])).rejects.toMatchObject({
      code: 'overrides-not-written',
      message: expect.stringContaining('overrides.json'),
      zh: { message: expect.stringContaining('无法写入') },
    });
  });
});
