/** Devices made of Debian's python3-pymodbus: the Python program beside this file, run by the system's own Python. */
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ModbusTable } from '../../shared/modbus/register-field.ts';
import { PeerProcess, type WatchedPeer } from './peer-process.ts';

const PYTHON = '/usr/bin/python3';
const PROGRAM = join(import.meta.dirname, 'pymodbus-peer.py');

/** One write that pymodbus carried out. */
interface PymodbusWrite {
  readonly unit: number;
  readonly table: ModbusTable;
  readonly address: number;
  readonly values: readonly number[];
}

export class PymodbusPeer implements WatchedPeer {
  readonly port: number;
  readonly process: PeerProcess;

  constructor(process: PeerProcess, port: number) {
    this.process = process;
    this.port = port;
  }

  async held(unit: number, table: ModbusTable, address: number, count: number): Promise<readonly number[]> {
    const values: number[] = JSON.parse(await this.process.ask(`get ${unit} ${table} ${address} ${count}`));
    return values;
  }

  async written(unit: number, address: number): Promise<readonly number[]> {
    const writes: PymodbusWrite[] = JSON.parse(await this.process.ask('report'));
    return writes.flatMap(write => (write.unit === unit && write.address === address ? write.values.slice(0, 1) : []));
  }
}

export interface Pymodbus {
  tcp(port?: number): Promise<PymodbusPeer>;
  rtuOverTcp(port?: number): Promise<PymodbusPeer>;
  serial(path: string, baudRate?: number): Promise<PymodbusPeer>;
}

/** Registers the clean-up in the file that calls it; call it once at the top of a test file. */
export function usePymodbus(): Pymodbus {
  const started: PeerProcess[] = [];
  afterAll(async () => {
    await Promise.all(started.map(peer => peer.stop()));
  });
  const start = async (...args: readonly (string | number)[]): Promise<PymodbusPeer> => {
    const { peer, place } = await PeerProcess.start(PYTHON, [PROGRAM, ...args.map(String)]);
    started.push(peer);
    return new PymodbusPeer(peer, Number(place));
  };
  return {
    tcp: (port = 0) => start('tcp', port),
    rtuOverTcp: (port = 0) => start('rtu-tcp', port),
    serial: (path, baudRate = 19_200) => start('serial', path, baudRate),
  };
}
