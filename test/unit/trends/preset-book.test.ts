/** Named trend setups: on the disk before they are told, two who use one name hear of each other, those of the project stay. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../main/platform/log.ts';
import { PresetBook, type PresetOutcome } from '../../../main/trends/preset-book.ts';
import type { PresetSetup, TrendPreset } from '../../../shared/model/trend-preset.ts';
import { presetKey, presetName, presetNameProblem } from '../../../shared/trend/preset-name.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';
import { HandClock } from '../support/hand-clock.ts';

const folderOf = useTemporaryFolders();
const SETUP: PresetSetup = {
  pens: [{ tag: 'PT-1', isHidden: false, axis: 2 }, null],
  spanMs: 3_600_000,
  stacked: true,
};
const OF_PROJECT: TrendPreset = {
  ...{ id: 'project:a', name: { zh: '调压', en: 'Regulation' }, setup: SETUP, version: 1, isOfProject: true },
  ...{ who: null, at: null },
};

function bookIn(folder: string): PresetBook {
  const log = createLog('presets', { level: 'error', write: () => undefined });
  return new PresetBook({ dataDirectory: folder, ofProject: [OF_PROJECT], clock: new HandClock(), log });
}

const save = (book: PresetBook, name: string, over: { who?: string; replaces?: number | null } = {}) =>
  book.save({ name, setup: SETUP, who: over.who ?? '李', replaces: over.replaces ?? null });

function presetOf(outcome: PresetOutcome): TrendPreset {
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return outcome.preset;
}

const names = (book: PresetBook): string[] => book.all.map(({ name }) => name.zh);

describe('trend presets', () => {
  it('are there after a restart with everything of their setup, behind those of the project and by name', async () => {
    const folder = folderOf();
    const book = bookIn(folder);
    const saved = presetOf(await save(book, '进站'));
    presetOf(await save(book, '加臭'));
    expect(saved).toMatchObject({ version: 1, who: '李', name: { zh: '进站', en: '进站' }, setup: SETUP });
    const again = bookIn(folder);
    expect(names(again)).toEqual(['调压', '加臭', '进站']);
    expect(again.all.find(({ id }) => id === saved.id)).toEqual(saved);
  });

  it('are replaced by who has seen them, and nobody else', async () => {
    const book = bookIn(folderOf());
    const first = presetOf(await save(book, 'Inlet'));
    expect(await save(book, 'INLET', { who: 'Wang' })).toMatchObject({ kind: 'taken', preset: { who: '李' } });
    const second = presetOf(await save(book, 'Inlet', { who: 'Wang', replaces: 1 }));
    expect(second).toMatchObject({ id: first.id, version: 2, who: 'Wang' });
    expect(await save(book, 'Inlet', { replaces: 1 })).toMatchObject({ kind: 'taken', preset: { version: 2 } });
  });

  it('let one of two who save the same name at once know of the other', async () => {
    const book = bookIn(folderOf());
    const both = await Promise.all([save(book, 'Night'), save(book, 'Night', { who: 'Wang' })]);
    expect(both).toMatchObject([{ kind: 'done' }, { kind: 'taken', preset: { who: '李', version: 1 } }]);
  });

  it('get another name that nobody has, and go', async () => {
    const book = bookIn(folderOf());
    const { id } = presetOf(await save(book, 'a1'));
    presetOf(await save(book, 'b1'));
    const by = { id, who: 'Wang' };
    expect(await book.rename({ ...by, version: 1, name: 'B1' })).toMatchObject({ kind: 'taken' });
    expect(await book.rename({ ...by, version: 1, name: 'Regulation' })).toMatchObject({ kind: 'taken' });
    expect(presetOf(await book.rename({ ...by, version: 1, name: 'c1' }))).toMatchObject({ version: 2, setup: SETUP });
    expect(await book.remove({ id, version: 1 })).toMatchObject({ kind: 'changed', preset: { version: 2 } });
    expect(await book.remove({ id, version: 2 })).toMatchObject({ kind: 'done' });
    expect(await book.remove({ id, version: 2 })).toEqual({ kind: 'unknown' });
    expect(names(book)).toEqual(['调压', 'b1']);
  });

  it('of the project are neither changed nor written over', async () => {
    const book = bookIn(folderOf());
    const of = { id: OF_PROJECT.id, version: 1 };
    expect(await save(book, 'regulation', { replaces: 1 })).toMatchObject({ kind: 'of-project' });
    expect(await book.rename({ ...of, name: 'x1', who: '李' })).toMatchObject({ kind: 'of-project' });
    expect(await book.remove(of)).toMatchObject({ kind: 'of-project' });
  });

  it('are told after each change and not after a refusal', async () => {
    const book = bookIn(folderOf());
    let told = 0;
    book.subscribe(() => told++);
    await save(book, 'x1');
    await save(book, 'x1');
    expect(told).toBe(1);
  });

  it('begin anew when their file is damaged, which is kept aside', async () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'trend-presets.json'), '{"format":1,"presets":[{"id":7}]}');
    const book = bookIn(folder);
    expect(names(book)).toEqual(['调压']);
    presetOf(await save(book, 'x1'));
    expect(readFileSync(join(folder, 'trend-presets-unused.json'), 'utf8')).toContain('"id":7');
  });

  it('stay what they were when the disk takes nothing', async () => {
    const folder = folderOf();
    const book = bookIn(folder);
    writeFileSync(join(folder, 'trend-presets.json.new'), '');
    const lost = bookIn(join(folder, 'trend-presets.json.new'));
    expect(await save(lost, 'x1')).toEqual({ kind: 'not-kept' });
    expect([names(lost), names(book)]).toEqual([['调压'], ['调压']]);
  });
});

describe('the name of a preset', () => {
  it('is kept composed and with single blanks, and is one name in any case and width', () => {
    expect(presetName('  Re\u0301sumé  \t 1 ')).toBe('Résumé 1');
    expect(presetKey('ＡＢＣ  1')).toBe(presetKey(' abc 1'));
    expect(presetKey('abc')).not.toBe(presetKey('abd'));
  });

  it.each([
    ['', 'empty'],
    ['–––', 'no-letters'],
    ['x'.repeat(41), 'too-long'],
    ['a\u200b', 'control'],
    ['1#调压', null],
    ['𠮷'.repeat(40), null],
  ])('%j: %s', (name, problem) => expect(presetNameProblem(name)).toBe(problem));
});
