/**
 * Devices made of Debian's libmodbus: the C program beside this file, built once for each test file with the system's compiler.
 * What they say about themselves comes from inside the C program, never from this project's own codec.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';
import { isBitTable, type ModbusTable } from '../../shared/modbus/register-field.ts';
import { PeerProcess, type WatchedPeer } from './peer-process.ts';

const SOURCE = join(import.meta.dirname, 'libmodbus-peer.c');
const BUILD_LIMIT_MS = 60_000;
/** Items of each table unless told: beyond them the library answers with exception 2. */
const SIZE = 500;

/** One write that the library carried out. */
export interface CarriedOut {
  readonly function: number;
  readonly address: number;
  /** What the first register or bit held afterwards. */
  readonly value: number;
  /** Epoch ms. */
  readonly at: number;
}

export interface LibmodbusReport {
  /** Connections taken since the start, and those that are open. */
  readonly connections: number;
  readonly open: number;
  readonly requests: number;
  /** On a serial line: requests for other units, and what was no frame. */
  readonly foreign: number;
  readonly broken: number;
  /** Requests by function code. */
  readonly byFunction: Readonly<Record<string, number>>;
  readonly writes: readonly CarriedOut[];
}

export class LibmodbusPeer implements WatchedPeer {
  readonly port: number;
  readonly process: PeerProcess;

  constructor(process: PeerProcess, port: number) {
    this.process = process;
    this.port = port;
  }

  /** Two bytes a register in the order of the wire, one byte a bit, as they stand in the library's own memory. */
  async get(table: ModbusTable, address: number, count: number): Promise<Buffer> {
    return Buffer.from(await this.process.ask(`get ${table} ${address} ${count}`), 'hex');
  }

  async set(table: ModbusTable, address: number, bytes: Uint8Array): Promise<void> {
    await this.process.ask(`set ${table} ${address} ${Buffer.from(bytes).toString('hex')}`);
  }

  /** Waits so long before each reply, ms, and serves nobody meanwhile. */
  async delay(ms: number): Promise<void> {
    await this.process.ask(`delay ${ms}`);
  }

  async report(): Promise<LibmodbusReport> {
    const report: LibmodbusReport = JSON.parse(await this.process.ask('report'));
    return report;
  }

  /** Of a unit that the library does not tell from others. */
  async held(_unit: number, table: ModbusTable, address: number, count: number): Promise<readonly number[]> {
    const bytes = await this.get(table, address, count);
    return Array.from({ length: count }, (_, i) =>
      isBitTable(table) ? bytes.readUInt8(i) : bytes.readUInt16BE(i * 2),
    );
  }

  async written(_unit: number, address: number): Promise<readonly number[]> {
    return (await this.report()).writes.flatMap(write => (write.address === address ? [write.value] : []));
  }
}

/** What the device holds from the start: register n holds n, every third bit is set. */
export const libmodbusTruth = (table: ModbusTable, address: number): number =>
  isBitTable(table) ? Number(address % 3 === 0) : address;

export interface Libmodbus {
  /** A Modbus TCP device that answers for every unit. */
  tcp(options?: { readonly port?: number; readonly size?: number }): Promise<LibmodbusPeer>;
  /** A device on a serial line, 8N1. */
  rtu(options: {
    readonly path: string;
    readonly unit: number;
    readonly baudRate?: number;
    readonly size?: number;
  }): Promise<LibmodbusPeer>;
}

/** Registers building and clean-up in the file that calls it; call it once at the top of a test file. */
export function useLibmodbus(): Libmodbus {
  const started: PeerProcess[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'citygate-libmodbus-'));
    const flags = ['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror', '-I/usr/include/modbus'];
    const args = [...flags, '-o', join(folder, 'peer'), SOURCE, '-lmodbus'];
    await promisify(execFile)('gcc', args, { timeout: BUILD_LIMIT_MS });
  }, BUILD_LIMIT_MS);
  afterAll(async () => {
    await Promise.all(started.map(peer => peer.stop()));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (...args: readonly (string | number)[]): Promise<LibmodbusPeer> => {
    const { peer, place } = await PeerProcess.start(join(folder, 'peer'), args.map(String));
    started.push(peer);
    return new LibmodbusPeer(peer, Number(place));
  };
  return {
    tcp: ({ port = 0, size = SIZE } = {}) => start('tcp', port, size),
    rtu: ({ path, unit, baudRate = 19_200, size = SIZE }) => start('rtu', path, baudRate, unit, size),
  };
}
