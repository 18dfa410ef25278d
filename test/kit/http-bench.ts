/** A station with a scripted device behind the HTTP host, in the test's own process, for tests of what the host lets through. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type HttpHost, openHttpHost } from '../../main/host/http.ts';
import { createLog } from '../../main/platform/log.ts';
import { type Station, startStation } from '../../main/station.ts';
import type { Envelope, ErrorBody } from '../../shared/rpc/error.ts';
import { FakeModbusServer } from './fake-modbus-server.ts';
import { writeProject } from './project-builder.ts';
import { useTemporaryFolders } from './temp.ts';

/** Enough that the list of tags is some hundred kB. */
const TAGS = 2_000;

export class HttpBench {
  readonly device = new FakeModbusServer();
  readonly #logged: string[] = [];
  #host: HttpHost | undefined;
  #station: Station | undefined;

  get url(): string {
    return this.#host?.url ?? '';
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Serves a page folder that has files beside it which must never be served. */
  async start(folder: string): Promise<void> {
    await this.device.listen();
    const root = join(folder, 'page');
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(root, 'assets/app.js'), 'export {};');
    writeFileSync(join(folder, 'secret.json'), '{"secret":1}');
    writeFileSync(join(folder, 'page-secret.json'), '{"secret":2}');
    const projectDirectory = writeProject(join(folder, 'project'), {
      channels: [{ id: 'plc', port: this.device.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: Array.from({ length: TAGS }, (_, offset) => ({ name: `T-${offset}`, device: 'PLC', offset })),
    });
    const log = createLog('test', { level: 'warn', write: line => void this.#logged.push(line) });
    this.#host = await openHttpHost({ port: 0, root, log });
    this.#station = await startStation({ projectDirectory, dataDirectory: join(folder, 'data'), log });
    this.#host.serve(this.#station);
  }

  async stop(): Promise<void> {
    await this.#host?.close();
    await this.#station?.stop();
    await this.device.close();
    expect(this.#logged.filter(line => / error /.test(line))).toEqual([]);
  }

  post(name: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.url}/rpc/${name}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async isAlive(): Promise<boolean> {
    const response = await this.post('station.describe', '{}');
    return response.status === 200 && ((await response.json()) as Envelope<unknown>).ok;
  }
}

/** Registers start and stop in the file that calls it. */
export function useHttpBench(): HttpBench {
  const temporaryFolder = useTemporaryFolders();
  const bench = new HttpBench();
  beforeAll(() => bench.start(temporaryFolder()));
  afterAll(() => bench.stop());
  return bench;
}

/** The error of an answer that must be an envelope with one. */
export async function errorOf(response: Response): Promise<ErrorBody> {
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const envelope = (await response.json()) as Envelope<unknown>;
  if (envelope.ok) throw new Error('the call was answered');
  return envelope.error;
}
