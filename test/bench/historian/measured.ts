/** Measured programs of the historian's benches: each in a process of its own, one JSON object on its stdout. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface MeasuredRun {
  /** Beside this file, without `.ts`. */
  readonly program: string;
  readonly order: unknown;
  readonly environment?: Readonly<Record<string, string>>;
  /** Kept on one core. */
  readonly isPinned?: boolean;
}

/** @throws with what the program said on stderr */
export async function measured<T>({ program, order, environment = {}, isPinned = false }: MeasuredRun): Promise<T> {
  const file = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const own = [process.execPath, file, JSON.stringify(order)];
  const [command = '', ...args] = isPinned ? ['taskset', '-c', '0', ...own] : own;
  const { stdout } = await run(command, args, { env: { ...process.env, ...environment }, maxBuffer: 1e8 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
}

/** Bytes of all files below. */
export function bytesBelow(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.reduce((sum, name) => {
    const entry = statSync(join(folder, name));
    return sum + (entry.isFile() ? entry.size : 0);
  }, 0);
}

/** Takes the files below the folder out of the kernel's cache, so that the next reader waits for the disk. */
export async function dropFromCache(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(folder, name)).isFile(),
  );
  for (const name of names) {
    await run('dd', [`of=${join(folder, name)}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0']);
  }
}

/** Last line of stdout of a measured program. */
export const answer = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** What a measured program was told. */
export const orderOf = <T>(): T => JSON.parse(process.argv[2] ?? '') as T;
