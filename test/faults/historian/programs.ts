/** Victims and checkers as child processes, ended by their own process ids; a check that hangs is an answer as well. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { within } from '../../kit/wait-for.ts';
import type { CheckAnswer, CheckOrder } from './checker.ts';
import type { VictimOrder } from './victim.ts';

const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));
const CHECKER = fileURLToPath(new URL('./checker.ts', import.meta.url));
const CHECK_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.stdin.on('error', () => undefined);
  return child;
}

export class Victim {
  stderr = '';
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;

  /** Of the historian, unless another program with its own order is named. */
  constructor(order: VictimOrder, environment?: Readonly<Record<string, string>>);
  constructor(order: object, environment: Readonly<Record<string, string>>, program: string);
  constructor(order: object, environment: Readonly<Record<string, string>> = {}, program = VICTIM) {
    this.#child = start(program, [JSON.stringify(order)], environment);
    this.#child.stderr.on('data', (text: Buffer) => {
      this.stderr = (this.stderr + text.toString()).slice(-4_000);
    });
    this.ended = once(this.#child, 'exit');
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.isOver) return;
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** In peace. @throws when it does not end */
  async stop(): Promise<void> {
    if (this.isOver) return;
    this.#child.stdin.write('stop\n');
    try {
      await within('the victim to stop', this.ended, STOP_LIMIT_MS);
    } finally {
      await this.kill();
    }
  }
}

/** One checker process, started again when it hangs or dies. */
export class Checker {
  readonly #environment: Readonly<Record<string, string>>;
  #child: ReturnType<typeof start> | null = null;
  #answers: AsyncIterator<string> | null = null;
  #trouble = '';

  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#environment = environment;
  }

  async check(order: CheckOrder): Promise<CheckAnswer> {
    const { child, answers } = this.#running();
    child.stdin.write(`${JSON.stringify(order)}\n`);
    try {
      const { value } = await within('the check', answers.next(), CHECK_LIMIT_MS);
      if (typeof value === 'string') return JSON.parse(value) as CheckAnswer;
      return this.#failed(`the checker died: ${this.#trouble}`);
    } catch (error) {
      return this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #failed(why: string): CheckAnswer {
    this.stop();
    return { opened: false, why };
  }

  #running() {
    if (this.#child !== null && this.#answers !== null) return { child: this.#child, answers: this.#answers };
    const child = start(CHECKER, [], this.#environment);
    this.#trouble = '';
    child.stderr.on('data', (text: Buffer) => {
      this.#trouble = (this.#trouble + text.toString()).slice(-2_000);
    });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#child = child;
    this.#answers = answers;
    return { child, answers };
  }
}
