import { describe, expect, it } from 'vitest';
import { createLog } from '../../main/platform/log.ts';
import type { FieldReady } from '../../main/simulator/field-messages.ts';
import { FieldLauncher, type FieldProcess } from '../../main/simulator-launcher.ts';
import { waitFor } from '../kit/wait-for.ts';

const READY: FieldReady = {
  kind: 'ready',
  endpoints: { plc: { host: '127.0.0.1', port: 1502 } },
  controlPort: 1,
  certificates: {},
};

type Exit = (code: number | null, signal?: NodeJS.Signals | null) => void;

/** A process that does what the test says once it has been told to start. */
class ScriptedProcess implements FieldProcess {
  readonly pid = 1;
  readonly #onStart: (process: ScriptedProcess) => void;
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #exits: Exit[] = [];

  constructor(onStart: (process: ScriptedProcess) => void) {
    this.#onStart = onStart;
  }

  send(): void {
    setImmediate(() => this.#onStart(this));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messages.push(listener);
  }

  onExit(listener: Exit): void {
    this.#exits.push(listener);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.end(null, signal);
  }

  say(message: unknown): void {
    for (const listener of this.#messages) listener(message);
  }

  end(code: number | null, signal: NodeJS.Signals | null = null): void {
    for (const listener of this.#exits.splice(0)) listener(code, signal);
  }
}

/** A launcher whose processes follow the script one after the other, and go on with its last entry. */
function launcherOf(script: readonly ((process: ScriptedProcess) => void)[]) {
  const forked: ScriptedProcess[] = [];
  const told: string[] = [];
  const lines: string[] = [];
  const launcher = new FieldLauncher({
    projectDirectory: 'project',
    dataDirectory: 'data',
    secrets: {},
    forkField: () => {
      const process = new ScriptedProcess(script[Math.min(forked.length, script.length - 1)] ?? (() => undefined));
      forked.push(process);
      return process;
    },
    log: createLog('test', { level: 'info', write: line => void lines.push(line) }),
    onRestart: what => void told.push(what),
  });
  return { launcher, forked, told, lines };
}

const dies = (process: ScriptedProcess): void => process.end(null, 'SIGKILL');
const works = (process: ScriptedProcess): void => process.say(READY);

describe('start of the demo field', () => {
  it('is tried again when the process dies before it has said anything', async () => {
    const { launcher, forked, told, lines } = launcherOf([dies, dies, works]);
    expect(await launcher.start()).toEqual(READY);
    expect(forked).toHaveLength(3);
    expect(told).toEqual([]);
    expect(lines.filter(line => line.includes('was ended by SIGKILL'))).toHaveLength(2);
    await launcher.stop();
  });

  it('is given up after three deaths, naming the signal', async () => {
    const { launcher, forked } = launcherOf([dies]);
    await expect(launcher.start()).rejects.toThrow(/did not start: was ended by SIGKILL/);
    expect(forked).toHaveLength(3);
    await launcher.stop();
  });

  it('is not tried again when the field says why it cannot work', async () => {
    const { launcher, forked } = launcherOf([
      process => {
        process.say({ kind: 'failed', message: 'the port is taken' });
        process.end(2);
      },
    ]);
    await expect(launcher.start()).rejects.toThrow(/the port is taken/);
    expect(forked).toHaveLength(1);
    await launcher.stop();
  });

  it('is not tried again once the station stops', async () => {
    const { launcher, forked } = launcherOf([dies]);
    const started = expect(launcher.start()).rejects.toThrow(/did not start/);
    await waitFor('the first death', () => forked.length === 1);
    await launcher.stop();
    await started;
    expect(forked).toHaveLength(1);
  });
});

describe('a demo field that is lost', () => {
  it('is told once and started again, however often the restart fails', async () => {
    const { launcher, forked, told } = launcherOf([works, dies, works]);
    await launcher.start();
    forked[0]?.end(null, 'SIGKILL');
    await waitFor('the restart', () => told.includes('back'));
    expect(told).toEqual(['ended', 'back']);
    expect(forked).toHaveLength(3);
    await launcher.stop();
    expect(told).toEqual(['ended', 'back']);
  });
});
