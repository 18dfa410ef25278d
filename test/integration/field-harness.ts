/** Ways to run the demo field in tests: inside the test process, or as the process it really is. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../main/platform/log.ts';
import { loadProject } from '../../main/project/load-project.ts';
import { parseFieldArguments } from '../../main/simulator/field-arguments.ts';
import type { FieldReady, FieldReport } from '../../main/simulator/field-messages.ts';
import { type RunningField, startField } from '../../main/simulator/start-field.ts';

export const PROJECT = join(import.meta.dirname, '../../assets/demo-station');
const ENTRY = join(import.meta.dirname, '../../main/simulator/field.ts');
export const PASSWORD = 'a password for one test';

export function temporaryDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'field-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The field of the demo project on free ports, in this process. */
export async function openField(data: string, more: readonly string[] = []): Promise<RunningField> {
  return startField({
    arguments: parseFieldArguments(['--project', PROJECT, '--data', data, '--ports', 'free', ...more]),
    project: await loadProject(PROJECT),
    secret: () => PASSWORD,
    endpoints: {},
    log: createLog('field', { level: 'error', write: line => process.stderr.write(line) }),
  });
}

export function portOf(ready: FieldReady, channel: string): number {
  const endpoint = ready.endpoints[channel];
  if (endpoint === undefined) throw new Error(`no channel ${channel}`);
  return endpoint.port;
}

/** The control port's answer. */
export async function control(port: number, path: string, body?: unknown): Promise<{ status: number; value: unknown }> {
  const response = await fetch(
    `http://127.0.0.1:${port}${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  return { status: response.status, value: await response.json() };
}

function isReport(value: unknown): value is FieldReport {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

export class FieldProcess {
  readonly child: ChildProcess;
  output = '';

  constructor(data: string, more: readonly string[] = ['--ports', 'free']) {
    this.child = fork(ENTRY, ['--project', PROJECT, '--data', data, ...more], { silent: true, execArgv: [] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += String(text);
      });
    }
  }

  /** Says start, as a station does. */
  async start(endpoints?: FieldReady['endpoints']): Promise<FieldReport> {
    this.child.send({
      kind: 'start',
      secrets: { 'channel/gc': PASSWORD },
      ...(endpoints === undefined ? {} : { endpoints }),
    });
    const [message]: unknown[] = await once(this.child, 'message');
    if (!isReport(message)) throw new Error('no report');
    return message;
  }

  async ready(endpoints?: FieldReady['endpoints']): Promise<FieldReady> {
    const report = await this.start(endpoints);
    if (report.kind !== 'ready') throw new Error(report.message);
    return report;
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
  }
}

/** Output of a program, whatever its exit code. */
export function output(program: string, args: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise(resolve => {
    const child = execFile(program, args, { timeout: 15_000 }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, text: `${stdout}${stderr}` });
    });
  });
}

/** A raw TCP client that gathers what comes. */
export class RawClient {
  readonly socket: Socket;
  received: Buffer = Buffer.alloc(0);
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', chunk => {
      this.received = Buffer.concat([this.received, chunk]);
    });
    socket.on('close', () => {
      this.closed = true;
    });
    socket.on('error', () => {
      this.closed = true;
    });
  }

  static async open(port: number): Promise<RawClient> {
    const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Sends, then waits until `bytes` have come in all or the time is over. */
  async exchange(request: Buffer, bytes: number, patienceMs = 2000): Promise<Buffer> {
    this.received = Buffer.alloc(0);
    this.socket.write(request);
    const end = performance.now() + patienceMs;
    while (this.received.length < bytes && !this.closed && performance.now() < end) await pause(5);
    return this.received;
  }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Modbus TCP request frame. */
export function frame(id: number, unit: number, pdu: readonly number[]): Buffer {
  const bytes = Buffer.alloc(7 + pdu.length);
  bytes.writeUInt16BE(id, 0);
  bytes.writeUInt16BE(pdu.length + 1, 4);
  bytes[6] = unit;
  Buffer.from(pdu).copy(bytes, 7);
  return bytes;
}
