/** The lock that keeps two runs of the outer scripts out of each other's way. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../scripts/lib/lock.mjs';

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citygate-lock-'));
  path = join(folder, 'deep/work.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('lets one run work at a time and tells the other that it waits', async () => {
  const seen = [];
  let letGo;
  const first = withLock(path, () => new Promise(resolve => (letGo = resolve)));
  const second = withLock(
    path,
    () => seen.push('second'),
    () => seen.push('waiting'),
  );
  await expect.poll(() => seen).toEqual(['waiting']);
  letGo();
  await Promise.all([first, second]);
  expect(seen).toEqual(['waiting', 'second']);
  expect(existsSync(path)).toBe(false);
});

it('is given back when the work fails', async () => {
  const failing = withLock(path, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(existsSync(path)).toBe(false);
});

it('is taken over from a run that no longer lives', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  await withLock(path, () => undefined);
  writeFileSync(path, String(gone));
  await expect(withLock(path, () => 'done')).resolves.toBe('done');
});
