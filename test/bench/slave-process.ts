/** The slave of modbus-slave.ts as a child process of the bench. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FieldChange, ToldChange } from './field-registers.ts';
import type { SlaveOrder, SlaveReport } from './modbus-slave.ts';

export interface Slave {
  readonly pid: number;
  readonly ports: readonly number[];
  take(): Promise<SlaveReport>;
  /** Every reply of the device (of all, if none is named) takes so long from now on. */
  delay(delayMs: number, device?: number): Promise<void>;
  /** Every register holds `value` now, and what masters are told is written down from now on. */
  watch(value: number): Promise<void>;
  /** The field changes by this plan; it goes on by itself. */
  schedule(changes: readonly FieldChange[]): Promise<void>;
  /** What was told since the last call, in the order in which it was. */
  told(): Promise<readonly ToldChange[]>;
  stop(): void;
}

export async function startSlave(devices: number): Promise<Slave> {
  const child = fork(fileURLToPath(new URL('./modbus-slave.ts', import.meta.url)), { stdio: ['ignore', 2, 2, 'ipc'] });
  const ask = <T>(order: SlaveOrder): Promise<T> =>
    new Promise((resolve, reject) => {
      child.once('exit', code => reject(new Error(`the slave ended with ${code}`)));
      child.once('message', answer => {
        child.removeAllListeners('exit');
        resolve(answer as T);
      });
      child.send(order);
    });
  const { ports } = await ask<{ ports: number[] }>({ devices });
  return {
    pid: child.pid ?? 0,
    ports,
    take: () => ask<SlaveReport>({ take: true }),
    delay: async (delayMs, device) => {
      await ask(device === undefined ? { delayMs } : { delayMs, device });
    },
    watch: async value => {
      await ask({ watch: value });
    },
    schedule: async changes => {
      await ask({ changes });
    },
    told: () => ask<readonly ToldChange[]>({ told: true }),
    stop: () => void child.kill(),
  };
}
