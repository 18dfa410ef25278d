/** Debian's mbpoll: a Modbus client by other people, built on libmodbus. Addresses count from 0 here. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ModbusTable } from '../../shared/modbus/register-field.ts';

const TABLE: Readonly<Record<ModbusTable, string>> = { coil: '0', discrete: '1', input: '3', holding: '4' };
const PROGRAM_LIMIT_MS = 15_000;

export interface MbpollPlace {
  readonly port: number;
  readonly unit?: number;
  readonly table: ModbusTable;
  readonly address: number;
  /** How a register is shown or written; plain words unless told. mbpoll's 32 bits have the low word first. */
  readonly as?: 'hex' | 'int' | 'float';
}

/** Values in the order of their addresses. Rejects with what mbpoll said when it could not read them. */
export async function mbpollRead(place: MbpollPlace, count = 1): Promise<readonly number[]> {
  const text = await run(place, ['-c', String(count)], []);
  const values = [...text.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map(match => Number(match[1]));
  if (values.length !== count) throw new Error(`mbpoll read ${values.length} of ${count}: ${text}`);
  return values;
}

/** Rejects with what mbpoll said when the device refused. */
export async function mbpollWrite(place: MbpollPlace, values: readonly number[]): Promise<void> {
  const text = await run(place, [], values.map(String));
  if (!text.includes(`Written ${values.length} reference`)) throw new Error(`mbpoll wrote nothing: ${text}`);
}

function run(
  { port, unit = 1, table, address, as }: MbpollPlace,
  more: readonly string[],
  values: readonly string[],
): Promise<string> {
  const type = as === undefined ? TABLE[table] : `${TABLE[table]}:${as}`;
  const words = ['-0', '-1', '-p', String(port), '-a', String(unit), '-t', type, '-r', String(address), ...more];
  return new Promise((resolve, reject) => {
    const args = [...words, '127.0.0.1', ...(values.length === 0 ? [] : ['--', ...values])];
    execFile('mbpoll', args, { timeout: PROGRAM_LIMIT_MS }, (error, stdout, stderr) => {
      const text = `${stdout}${stderr}`;
      if (error === null || stdout.includes('Written')) resolve(text);
      else reject(new Error(`mbpoll: ${text}`));
    });
  });
}

export interface MbpollLoop {
  /** Answers that it has printed. */
  readonly polls: number;
  /** What it could not read, in its own words. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

/**
 * Reads again and again, as an engineer's laptop on the same device does.
 * @param words mbpoll's own, as for one read @param everyMs more than 10
 */
export function startMbpoll(words: readonly string[], everyMs: number): MbpollLoop {
  // Into a pipe it would print nothing for minutes.
  const args = ['-oL', 'mbpoll', '-0', '-l', String(everyMs), ...words];
  const child = spawn('stdbuf', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let polls = 0;
  const failures: string[] = [];
  child.stdout.on('data', (text: Buffer) => {
    polls += text.toString().match(/-- Polling/g)?.length ?? 0;
  });
  child.stderr.on('data', (text: Buffer) => void failures.push(text.toString().trim()));
  return {
    get polls() {
      return polls;
    },
    failures,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
