/** When a folder's files are said to have changed: at rest, once, and whatever became of the time before. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderLook } from '../../../main/scenes/folder-watch.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const temporary = useTemporaryFolders();

function stand() {
  const folder = temporary();
  const failures: unknown[] = [];
  let calls = 0;
  let failure: Error | null = null;
  const look = folderLook({
    folder,
    ending: '.json',
    onChange: async () => {
      calls += 1;
      if (failure !== null) throw failure;
    },
    onFailure: error => void failures.push(error),
  });
  /** How often it has called in this look. */
  const looked = async (): Promise<number> => {
    const before = calls;
    await look();
    return calls - before;
  };
  return {
    looked,
    failures,
    write: (text: string, name = 'a.json') => writeFileSync(join(folder, name), text),
    fail: (error: Error | null): void => {
      failure = error;
    },
  };
}

test('a change is told when two looks agree, once, and not while a file is being written', async () => {
  const { looked, write } = stand();
  write('{');
  expect([await looked(), await looked(), await looked()]).toEqual([0, 1, 0]);
  write('{"half');
  expect(await looked()).toBe(0);
  write('{"half": "done"}');
  expect(await looked()).toBe(0);
  expect([await looked(), await looked()]).toEqual([1, 0]);
});

test('files of another kind are nobody’s business', async () => {
  const { looked, write } = stand();
  write('{}');
  await looked();
  await looked();
  write('x', 'a.json~');
  expect([await looked(), await looked()]).toEqual([0, 0]);
});

test('a failure is handed on, and the next change calls again', async () => {
  const { looked, write, fail, failures } = stand();
  const mistake = new TypeError('a mistake');
  write('{}');
  fail(mistake);
  expect([await looked(), await looked()]).toEqual([0, 1]);
  expect(failures).toEqual([mistake]);
  fail(null);
  write('{"a": 1}');
  expect([await looked(), await looked()]).toEqual([0, 1]);
});
