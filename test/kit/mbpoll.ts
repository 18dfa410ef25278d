/** Debian's mbpoll: a Modbus TCP client by other people, built on libmodbus. Addresses count from 0 here. */
import { execFile } from 'node:child_process';
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
