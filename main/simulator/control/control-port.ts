/**
 * The control port of the demo field: JSON over HTTP on 127.0.0.1, for faults, forced values, truth and the time factor. It answers
 * only requests that name it by its loopback address and that no web page sent. Not a product interface: no station uses it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FieldRuntime } from '../field-runtime.ts';
import { describeFaults, FaultError } from '../plant/faults.ts';
import { identityOf } from './control-file.ts';

const LONGEST_BODY = 64 * 1024;

export interface ControlPort {
  readonly port: number;
  close(): Promise<void>;
}

class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

type Body = Readonly<Record<string, unknown>>;
type Handler = (runtime: FieldRuntime, input: { body: Body; query: URLSearchParams }) => unknown;

function textOf(body: Body, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new BadRequest(`"${key}" must be text`);
  return value;
}

function numberOf(body: Body, key: string): number {
  const value = body[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new BadRequest(`"${key}" must be a number`);
  return value;
}

function knownTag(runtime: FieldRuntime, body: Body): string {
  const tag = textOf(body, 'tag');
  if (tag === undefined || !runtime.parts.registers.has(tag))
    throw new BadRequest(`"tag" must be a field tag, got ${tag ?? 'nothing'}`);
  return tag;
}

const matchOf = (body: Body): { fault?: string; target?: string } => {
  const fault = textOf(body, 'fault');
  const target = textOf(body, 'target');
  return { ...(fault === undefined ? {} : { fault }), ...(target === undefined ? {} : { target }) };
};

function instant(query: URLSearchParams, key: string, otherwise: number): number {
  const text = query.get(key);
  const value = text === null ? otherwise : Number(text);
  if (!Number.isFinite(value)) throw new BadRequest(`"${key}" must be epoch ms`);
  return value;
}

const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /state': runtime => ({
    pid: process.pid,
    directory: identityOf(runtime.parts.directory),
    time: runtime.parts.plant.timeMs,
    factor: runtime.factor,
    seed: runtime.parts.plant.model.state.seed,
    faults: runtime.faults,
    forced: runtime.parts.registers.forced,
    devices: runtime.parts.servers.devices,
    endpoints: runtime.parts.servers.endpoints,
    truthTrouble: runtime.parts.truth.fileTrouble,
  }),
  'GET /faults': runtime => describeFaults(runtime.targets),
  'POST /fault': (runtime, { body }) =>
    runtime.inject({ fault: body['fault'], target: body['target'], value: body['value'] }),
  'POST /clear': async (runtime, { body }) => ({ cleared: await runtime.clear(matchOf(body)) }),
  'POST /force': async (runtime, { body }) => {
    const tag = knownTag(runtime, body);
    const value = numberOf(body, 'value');
    return { tag, value, changedAt: await runtime.force(tag, value) };
  },
  'POST /write': (runtime, { body }) => {
    const tag = knownTag(runtime, body);
    const value = numberOf(body, 'value');
    if (!runtime.parts.registers.write(tag, value)) throw new FaultError(`${tag} does not take ${value}`);
    return { tag, value };
  },
  'POST /release': (runtime, { body }) => ({ released: runtime.parts.registers.release(textOf(body, 'tag')) }),
  'POST /factor': (runtime, { body }) => {
    runtime.factor = numberOf(body, 'factor');
    return { factor: runtime.factor };
  },
  'GET /truth': (runtime, { query }) => {
    const tags = (query.get('tags') ?? '').split(',').filter(tag => tag !== '');
    const now = Date.now();
    return runtime.parts.truth.query({ tags, from: instant(query, 'from', now), to: instant(query, 'to', now) });
  },
};

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LONGEST_BODY) throw new BadRequest('the body is too long');
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`the body is no JSON: ${String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadRequest('the body must be a JSON object');
  return { ...value };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(value)}\n`);
}

/** A web page can reach a loopback port: its requests carry an Origin, and after DNS tricks a foreign Host. */
function isForeign(request: IncomingMessage, port: number): boolean {
  const { host, origin } = request.headers;
  return origin !== undefined || (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`);
}

async function handle(
  runtime: FieldRuntime,
  exchange: { request: IncomingMessage; response: ServerResponse; port: number },
): Promise<void> {
  const { request, response, port } = exchange;
  if (isForeign(request, port)) return send(response, 403, { error: 'foreign Host or Origin' });
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const handler = ROUTES[`${request.method ?? ''} ${url.pathname}`];
  if (handler === undefined)
    return send(response, 404, { error: `no such request; known: ${Object.keys(ROUTES).join(', ')}` });
  try {
    const body = request.method === 'POST' ? await readBody(request) : {};
    send(response, 200, await handler(runtime, { body, query: url.searchParams }));
  } catch (error) {
    const expected = error instanceof BadRequest || error instanceof FaultError || error instanceof RangeError;
    if (!expected) runtime.parts.log.error(() => `control port: ${String(error)}`);
    send(response, expected ? 400 : 500, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** @param port 0 = any free port @throws the listen error */
export async function openControlPort(runtime: FieldRuntime, port: number): Promise<ControlPort> {
  const server: Server = createServer((request, response) => {
    const address = server.address();
    const own = typeof address === 'object' && address !== null ? address.port : port;
    handle(runtime, { request, response, port: own }).catch(error => runtime.parts.log.error(() => String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
