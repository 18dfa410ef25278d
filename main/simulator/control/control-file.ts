/**
 * `control.json` in the field's folder: where the control port of the running field is. Left behind by a kill −9, then it tells the
 * next field which port to take again, so that scripts keep theirs. Its port may by then belong to the field of another folder:
 * nobody may be believed to be the field of this folder before it has said so.
 */
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StationError } from '../../platform/station-error.ts';

/** Longest wait for a field that may still be running and busy, ms; a port where nobody listens refuses at once. */
const ASK_MS = 3000;

const pathIn = (directory: string): string => join(directory, 'control.json');

/** Port of the file, or null when there is none. */
export function readControlPort(directory: string): number | null {
  try {
    const value: unknown = JSON.parse(readFileSync(pathIn(directory), 'utf8'));
    const isPort = typeof value === 'object' && value !== null && 'port' in value && typeof value.port === 'number';
    return isPort ? Number(value.port) : null;
  } catch {
    // Missing or half written: no field to be found through it.
    return null;
  }
}

export function writeControlPort(directory: string, port: number): void {
  writeFileSync(pathIn(directory), `${JSON.stringify({ port, pid: process.pid })}\n`);
}

export function removeControlPort(directory: string): void {
  rmSync(pathIn(directory), { force: true });
}

/** Path by which a field tells which folder it works in, the same through symbolic links. */
export const identityOf = (directory: string): string => realpathSync(directory);

/** A field that works in this folder at this moment, or null. */
export async function findRunningField(directory: string): Promise<{ port: number; pid: number } | null> {
  const port = readControlPort(directory);
  if (port === null) return null;
  const pid = await pidOfField(port, identityOf(directory));
  return pid === null ? null : { port, pid };
}

/** @throws StationError when another field works in this folder: two would overwrite each other's state */
export async function refuseSecondField(directory: string): Promise<void> {
  const running = await findRunningField(directory);
  if (running === null) return;
  throw new StationError({
    code: 'field-running',
    message: `Another demo field already works in ${directory} (process ${running.pid}).`,
    hint: 'Use that one, end it first, or choose another folder with --data. Nothing has been started.',
    retry: 'operator',
    zh: {
      message: `另一个演示现场正在使用目录 ${directory}（进程 ${running.pid}）。`,
      hint: '请使用已运行的实例，或先结束它，或用 --data 指定其他目录。本次没有启动任何部分。',
    },
  });
}

/** Process id of the field behind `port` if that field works in `identity`, else null. */
async function pidOfField(port: number, identity: string): Promise<number | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/state`, { signal: AbortSignal.timeout(ASK_MS) });
    const value: unknown = await response.json();
    const isOurs = typeof value === 'object' && value !== null && 'directory' in value && value.directory === identity;
    return isOurs && 'pid' in value && typeof value.pid === 'number' ? value.pid : null;
  } catch {
    // Nobody there, or somebody else: not a field.
    return null;
  }
}
