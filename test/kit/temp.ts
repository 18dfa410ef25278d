/** Folders of one test file: made on demand, removed when the file has run, whatever happened in between. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Registers the clean-up in the file that calls it; call it once at the top of a test file. */
export function useTemporaryFolders(): () => string {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'citygate-test-'));
    folders.push(folder);
    return folder;
  };
}
