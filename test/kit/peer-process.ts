/**
 * A peer program of its own: says `ready N` on stdout, then answers each line of its stdin with one line. It ends when its stdin
 * ends, so that none outlives its test, and by its own process id whatever state it is in.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { ModbusTable } from '../../shared/modbus/register-field.ts';
import { waitFor, within } from './wait-for.ts';

const START_LIMIT_MS = 20_000;
const ANSWER_LIMIT_MS = 10_000;
const END_LIMIT_MS = 3_000;

/** A Modbus device that tells from inside what it holds and what it did. */
export interface WatchedPeer {
  readonly process: PeerProcess;
  /** TCP port, 0 on a serial line. */
  readonly port: number;
  /** Registers as words, bits as 0 and 1. */
  held(unit: number, table: ModbusTable, address: number, count: number): Promise<readonly number[]>;
  /** What the writes that begin at this address left in its first register or bit, in order, since the process started. */
  written(unit: number, address: number): Promise<readonly number[]>;
}

export class PeerProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: string[] = [];
  readonly #waiting: ((line: string) => void)[] = [];
  #rest = '';
  #trouble = '';

  private constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    // A command to a peer that was killed meanwhile: whoever asked learns it from the missing answer.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (text: Buffer) => {
      this.#trouble = (this.#trouble + text.toString()).slice(-4_000);
    });
    this.#child.stdout.on('data', (text: Buffer) => this.#receive(text.toString()));
  }

  /** Resolves with the peer and what it said after `ready`. */
  static async start(program: string, args: readonly string[]): Promise<{ peer: PeerProcess; place: string }> {
    const peer = new PeerProcess(program, args);
    try {
      const line = await waitFor('the peer to be ready', () => peer.#lines.shift() ?? peer.isOver, START_LIMIT_MS);
      const place = typeof line === 'string' ? /^ready (\S+)$/.exec(line)?.[1] : undefined;
      if (place === undefined) throw new Error(`the peer did not start: ${line} ${peer.#trouble}`);
      return { peer, place };
    } catch (error) {
      peer.#child.kill('SIGKILL');
      throw error;
    }
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The answer to one command. */
  ask(command: string): Promise<string> {
    const answer = new Promise<string>(resolve => void this.#waiting.push(resolve));
    this.#child.stdin.write(`${command}\n`);
    return within(`the peer's answer to ${command.slice(0, 40)}`, answer, ANSWER_LIMIT_MS);
  }

  /** Its sockets and ports stay open and say nothing. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** As the power goes. Resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.isOver) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    if (this.isOver) return;
    const ended = once(this.#child, 'exit');
    this.thaw();
    this.#child.stdin.end();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), END_LIMIT_MS);
    await ended;
    clearTimeout(force);
  }

  #receive(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#lines.push(line);
      else waiting(line);
    }
  }
}
