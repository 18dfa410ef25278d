/** A small file that remembers over restarts: the last thing saved counts, and no damage of it is a reason not to start. */
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../../main/platform/log.ts';
import { SettingsFile } from '../../../main/platform/settings-file.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const temporaryFolder = useTemporaryFolders();
const schema = z.object({ n: z.number() });
const EMPTY = { n: -1 };

describe('SettingsFile', () => {
  let folder: string;
  let lines: string[];
  const path = () => join(folder, 'sub', 'settings.json');
  const aside = () => join(folder, 'sub', 'settings-unused.json');
  const open = () =>
    new SettingsFile({
      file: path(),
      schema,
      empty: EMPTY,
      log: createLog('t', { level: 'debug', write: line => void lines.push(line) }),
    });
  const put = (text: string) => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    writeFileSync(path(), text);
  };

  beforeEach(() => {
    folder = temporaryFolder();
    lines = [];
  });

  it('is empty, without a word and without a trace, where nothing was saved', () => {
    expect(open().read()).toBe(EMPTY);
    expect([readdirSync(folder), lines]).toEqual([[], []]);
  });

  it('gives back what was saved last, also of many saves at once, and makes the folder for it', async () => {
    const file = open();
    for (let n = 0; n < 20; n++) file.save({ n });
    await file.saved();
    expect(open().read()).toEqual({ n: 19 });
    expect(readdirSync(join(folder, 'sub'))).toEqual(['settings.json']);
    file.save({ n: 99 });
    await file.saved();
    expect([open().read(), lines]).toEqual([{ n: 99 }, []]);
  });

  it('writes what was given to it, not what became of that later', async () => {
    const file = open();
    const value = { n: 1 };
    file.save({ n: 0 });
    file.save(value);
    value.n = 2;
    await file.saved();
    expect(open().read()).toEqual({ n: 1 });
  });

  it('can be read by people', async () => {
    const file = open();
    file.save({ n: 1 });
    await file.saved();
    expect(readFileSync(path(), 'utf8')).toBe('{\n "n": 1\n}\n');
  });

  it('does not mind the draft of a write that was killed', async () => {
    put('{"n":5}');
    writeFileSync(`${path()}.new`, '{"n"');
    expect(open().read()).toEqual({ n: 5 });
    const file = open();
    file.save({ n: 6 });
    await file.saved();
    expect([open().read(), lines]).toEqual([{ n: 6 }, []]);
  });

  it.each([
    ['cut off', '{"n":'],
    ['empty', ''],
    ['full of zeroes', '\0'.repeat(64)],
    ['of another form', '{"n":"1"}'],
  ])('keeps a file aside that is %s, and goes on as if there were none', async (_what, text) => {
    put(text);
    const file = open();
    expect(file.read()).toBe(EMPTY);
    expect(readFileSync(aside(), 'utf8')).toBe(text);
    expect(lines).toEqual([expect.stringContaining(`warn  t: ${path()} cannot be used and is kept as ${aside()}: `)]);
    file.save({ n: 3 });
    await file.saved();
    expect(open().read()).toEqual({ n: 3 });
  });

  it('goes on also when a damaged file cannot be put aside', () => {
    put('damaged');
    mkdirSync(join(aside(), 'full'), { recursive: true });
    expect(open().read()).toBe(EMPTY);
    expect(lines).toEqual([expect.stringContaining('cannot be used'), expect.stringContaining('cannot be put aside')]);
  });

  it('leaves a file alone that cannot be read: it may only be somebody else who holds it', () => {
    mkdirSync(path(), { recursive: true });
    expect(open().read()).toBe(EMPTY);
    expect(lines).toEqual([expect.stringContaining('cannot be read')]);
    expect(readdirSync(join(folder, 'sub'))).toEqual(['settings.json']);
  });

  it('says once that it cannot write, writes again with the next change, and says it again when it fails anew', async () => {
    const file = open();
    const save = async (n: number) => {
      file.save({ n });
      await file.saved();
    };
    // Where the draft should be there is a folder.
    mkdirSync(`${path()}.new`, { recursive: true });
    await save(1);
    await save(2);
    expect(lines).toEqual([expect.stringContaining('cannot be written')]);
    expect(open().read()).toBe(EMPTY);
    rmdirSync(`${path()}.new`);
    await save(3);
    expect([open().read(), lines.length]).toEqual([{ n: 3 }, 1]);
    mkdirSync(`${path()}.new`);
    await save(4);
    expect([open().read(), lines.length]).toEqual([{ n: 3 }, 2]);
  });
});
