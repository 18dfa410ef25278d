/**
 * Electron's `utilityProcess.fork`: a Node child with a message port and, as in Electron, without process.send.
 * The port is a pipe of its own (descriptor 3, one encoded message a line); the child ends with its parent.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { createCloneCodec } from './clone-codec.ts';

export interface ForkOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: 'inherit' | 'ignore' | 'pipe';
}

const codec = createCloneCodec();
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #port: Duplex;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    const stdio = options.stdio ?? 'inherit';
    const prelude = [
      '--disable-warning=ExperimentalWarning',
      '--import',
      new URL('./utility-child.ts', import.meta.url).href,
    ];
    this.#child = spawn(process.execPath, [...prelude, modulePath, ...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: ['ignore', stdio, stdio, 'pipe'],
    });
    const port = this.#child.stdio[3];
    if (!(port instanceof Duplex)) throw new Error('electron stand-in: the utility process has no port');
    this.#port = port;
    port.on('error', () => port.destroy());
    createInterface({ input: port }).on('line', line => this.emit('message', codec.decode(line)));
    running.add(this.#child);
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.once('exit', (code, signal) => {
      running.delete(this.#child);
      this.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15));
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }
  postMessage(message: unknown): void {
    if (this.#port.writable) this.#port.write(`${codec.encode(message)}\n`);
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess =>
    new UtilityProcess(modulePath, args, options),
};
