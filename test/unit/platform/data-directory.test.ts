/** One station per data folder, with a second process that really holds it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory, readOccupant } from '../../../main/platform/data-directory.ts';
import { StationError } from '../../../main/platform/station-error.ts';

const HOLDER = fileURLToPath(new URL('holder.ts', import.meta.url));
const NOBODY = '65534';

describe('openDataDirectory', () => {
  let folder: string;
  const children: ChildProcessByStdio<null, Readable, null>[] = [];

  const hold = async (path: string, ...rest: string[]) => {
    const child = spawn(process.execPath, [HOLDER, path, ...rest], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: said.toString().trim() };
  };
  const failureOf = (path: string): StationError => {
    try {
      openDataDirectory(path).release();
    } catch (error) {
      if (error instanceof StationError) return error;
      throw error;
    }
    throw new Error(`${path} was opened`);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'citygate-data-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the folder with all above it, and can be opened again after release', () => {
    const path = join(folder, 'a', 'b');
    const data = openDataDirectory(path);
    expect(data.path).toBe(path);
    data.announce({ pid: 1 });
    expect(existsSync(join(path, 'occupant.json'))).toBe(true);
    data.release();
    expect(existsSync(join(path, 'occupant.json'))).toBe(false);
    openDataDirectory(path).release();
  });

  it('refuses a second station in the same process', () => {
    const data = openDataDirectory(folder);
    expect(failureOf(folder).code).toBe('data-locked');
    data.release();
  });

  it('refuses a folder that another process holds, and says in both languages who it is and where', async () => {
    const { child, said } = await hold(folder);
    expect(said).toBe('holds');
    const error = failureOf(folder);
    expect(error).toMatchObject({ code: 'data-locked', retry: 'operator' });
    for (const text of [error.message, error.zh.message]) {
      expect(text).toContain(`${child.pid}`);
      expect(text).toContain('http://127.0.0.1:1');
    }
    expect(error.zh.message).toMatch(/\p{Script=Han}/u);
  });

  it('invariant 3: kill −9 of the holder frees the folder at once, with nothing to clean up', async () => {
    const { child } = await hold(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    openDataDirectory(folder).release();
  });

  it('refuses a path that is or runs through a file, and leaves the file alone', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    for (const path of [file, join(file, 'below')]) {
      expect(failureOf(path)).toMatchObject({ code: 'data-not-writable', retry: 'operator' });
      expect(failureOf(path).zh.message).toMatch(/\p{Script=Han}/u);
    }
  });

  it.skipIf(process.platform !== 'linux')('refuses a place where no folder can be made, at once', () => {
    expect(failureOf('/proc/citygate/data').code).toBe('data-not-writable');
  });

  it('makes folders below it, and refuses one that runs through a file', () => {
    const data = openDataDirectory(folder);
    expect(data.folder('channels', 'plc')).toBe(join(folder, 'channels', 'plc'));
    expect(data.folder('channels', 'plc')).toBe(join(folder, 'channels', 'plc'));
    writeFileSync(join(folder, 'channels', 'gc'), 'x');
    for (const names of [
      ['channels', 'gc'],
      ['channels', 'gc', 'pki'],
    ]) {
      expect(() => data.folder(...names)).toThrow(StationError);
    }
    data.release();
  });

  it('refuses a folder whose lock file is something else', () => {
    writeFileSync(
      join(folder, 'station.lock'),
      'this is no database, and it is longer than a header of one hundred bytes. '.repeat(20),
    );
    expect(failureOf(folder).code).toBe('data-not-writable');
  });

  // The super-user may write anywhere, so the attempt is made by a process that is not.
  it.skipIf(process.platform === 'win32')('refuses a read-only folder and makes nothing in it', async () => {
    const path = join(folder, 'read-only');
    mkdirSync(path);
    chmodSync(folder, 0o755);
    chmodSync(path, 0o555);
    const { said } = await hold(path, ...(process.getuid?.() === 0 ? [NOBODY] : []));
    expect(said).toBe('data-not-writable');
    expect(existsSync(join(path, 'station.lock'))).toBe(false);
  });
});

describe('readOccupant', () => {
  it.each(['', '{', 'null', '[]', '{"pid":"1"}', '{"url":"http://x"}'])('reads %j as nobody known', text => {
    const folder = mkdtempSync(join(tmpdir(), 'citygate-occupant-'));
    const file = join(folder, 'occupant.json');
    writeFileSync(file, text);
    expect(readOccupant(file)).toBeNull();
    expect(readOccupant(join(folder, 'missing'))).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
