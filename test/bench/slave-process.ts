/** The slave of modbus-slave.ts as a child process of the bench. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SlaveReport } from './modbus-slave.ts';

export interface Slave {
  readonly ports: readonly number[];
  take(): Promise<SlaveReport>;
  stop(): void;
}

export async function startSlave(devices: number): Promise<Slave> {
  const child = fork(fileURLToPath(new URL('./modbus-slave.ts', import.meta.url)), { stdio: ['ignore', 2, 2, 'ipc'] });
  const ask = <T>(message: object): Promise<T> =>
    new Promise((resolve, reject) => {
      child.once('exit', code => reject(new Error(`the slave ended with ${code}`)));
      child.once('message', answer => {
        child.removeAllListeners('exit');
        resolve(answer as T);
      });
      child.send(message);
    });
  const { ports } = await ask<{ ports: number[] }>({ devices });
  return { ports, take: () => ask<SlaveReport>({ take: true }), stop: () => void child.kill() };
}
