/** A real small filesystem (tmpfs) of one test, filled and emptied on purpose. Only where this process may mount one (Linux, root). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Fills it up with ballast until so many bytes are left, or takes ballast away. */
  leave(bytes: number): void;
  [Symbol.dispose](): void;
}

export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();

function mount(folder: string, megabytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'citygate-test', folder]).status === 0;
}

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'citygate-test-'));
  const isMounted = mount(folder, 1);
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return isMounted;
}

/** @throws when it cannot be mounted; `canMount` says so before */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'citygate-test-'));
  if (!mount(folder, megabytes)) throw new Error('a small disk cannot be mounted here');
  const ballast = join(folder, 'ballast');
  return {
    folder,
    leave(bytes) {
      writeFileSync(ballast, '', { flag: 'a' });
      truncateSync(ballast, 0);
      const { bavail, bsize } = statfsSync(folder);
      // Written, not extended: a hole takes no room.
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
    [Symbol.dispose]() {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
