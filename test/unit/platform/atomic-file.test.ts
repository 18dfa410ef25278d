/** Whole or not at all: what a write leaves behind when it works and when it does not. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../../main/platform/atomic-file.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const temporaryFolder = useTemporaryFolders();

it('replaces the file and leaves nothing beside it, whatever an earlier run left half-written', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.json');
  await replaceFile(file, 'one');
  writeFileSync(`${file}.new`, 'half of someth');
  await replaceFile(file, '二');
  expect(readFileSync(file, 'utf8')).toBe('二');
  expect(readdirSync(folder)).toEqual(['a.json']);
});

it('leaves the file as it was when it cannot be replaced', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.json');
  writeFileSync(file, 'one');
  mkdirSync(`${file}.new`);
  await expect(replaceFile(file, 'two')).rejects.toThrow();
  expect(readFileSync(file, 'utf8')).toBe('one');
});

it('removes its draft when the name is taken by something that is no file', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.json');
  mkdirSync(file);
  await expect(replaceFile(file, 'two')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['a.json']);
});
