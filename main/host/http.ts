/**
 * The headless host: the same contract over HTTP (`POST /rpc/<name>`) and WebSocket (`/ws`), and the same renderer as files.
 * Bound to loopback. A page of another origin must not reach it, nor a name that was re-bound to 127.0.0.1: Host and Origin are
 * checked on every request and upgrade.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Envelope, ErrorBody, ErrorCode } from '../../shared/rpc/error.ts';
import { decodeFrame, encodeFrame, FrameError } from '../../shared/rpc/frame.ts';
import type { Log } from '../platform/log.ts';
import { StationError } from '../platform/station-error.ts';
import { body, type Dispatcher, LOCAL } from './dispatch.ts';
import { sendJson } from './json-answer.ts';
import { pageHeaders } from './page-headers.ts';
import type { OpenSession } from './session.ts';
import { readStaticFile } from './static-files.ts';

export const LOOPBACK = '127.0.0.1';
/** A request of this contract is a list of names; what a larger one holds is not kept. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** A client that lets this much pile up has stopped reading: it is dropped and may come back for a snapshot. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
/** Whole request, headers included; ms. */
const REQUEST_LIMIT_MS = 30_000;
/** WebSocket close code of RFC 6455 7.4.1: what came is not of the agreed form. */
const INVALID_DATA = 1007;

const HTTP_STATUS: Record<ErrorCode, number> = {
  'unknown-method': 404,
  'bad-input': 400,
  'unknown-tag': 404,
  'unknown-scene': 404,
  'unknown-device': 404,
  'unknown-channel': 404,
  'not-possible': 409,
  forbidden: 403,
  'link-lost': 503,
  // As other servers log a client that went away; nobody is there to read it.
  cancelled: 499,
  busy: 503,
  internal: 500,
};

/** What the host serves; absent until the station runs, so that the port can be taken first. */
export interface Served {
  readonly dispatcher: Dispatcher;
  readonly openSession: OpenSession;
}

export interface HttpHost {
  readonly url: string;
  serve(served: Served): void;
  close(): Promise<void>;
}

/** Takes the port (0 = a free one). Throws `StationError` `port-in-use`. */
export async function openHttpHost(options: { port: number; root: string; log: Log }): Promise<HttpHost> {
  const { root, log } = options;
  let served: Served | null = null;
  let allowed: ReadonlySet<string> = new Set();
  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response, { served, root, allowed }).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return; // The client went away half-way.
      log.error(() => `${request.method} ${request.url}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // Also those that were upgraded or refused an upgrade, which the server forgets.
  const connections = new Set<Socket>();
  server.on('connection', socket => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuseUpgrade(request, { served, allowed });
    if (refusal !== null) {
      rejectUpgrade(socket, refusal);
      return;
    }
    sockets.handleUpgrade(request, socket, head, ws => {
      if (served !== null) attach(ws, { openSession: served.openSession, where: addressOf(request.socket) }, log);
    });
  });
  const port = await listen(server, options.port);
  allowed = new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]);
  return {
    url: `http://${LOOPBACK}:${port}`,
    serve: next => {
      served = next;
    },
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(portError(port, error)));
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address() as AddressInfo;
  return address.port;
}

function portError(port: number, cause: Error): StationError {
  const code = 'code' in cause ? String(cause.code) : cause.message;
  const inUse = code === 'EADDRINUSE';
  return new StationError(
    {
      code: inUse ? 'port-in-use' : 'port-not-usable',
      message: inUse ? `Port ${port} is in use by another program.` : `Port ${port} cannot be used (${code}).`,
      hint: 'Choose another with --port, or --port 0 for a free one. Nothing has been started.',
      retry: 'operator',
      zh: {
        message: inUse ? `端口 ${port} 已被其他程序占用。` : `端口 ${port} 无法使用（${code}）。`,
        hint: '用 --port 指定其他端口，或 --port 0 自动选择。本次没有启动任何部分。',
      },
    },
    { cause },
  );
}

interface Gate {
  readonly served: Served | null;
  readonly allowed: ReadonlySet<string>;
}

/** What of a request shows that it comes from elsewhere. */
type Foreign = 'host' | 'origin' | 'site';

function foreignPart(request: IncomingMessage, allowed: ReadonlySet<string>): Foreign | null {
  const { host, origin } = request.headers;
  if (host === undefined || !allowed.has(host)) return 'host';
  if (origin !== undefined && !(origin.startsWith('http://') && allowed.has(origin.slice('http://'.length)))) {
    return 'origin';
  }
  const site = request.headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site' ? 'site' : null;
}

/** The path asked for; empty, which names nothing, when the target is no address (`//`). */
function pathOf(request: IncomingMessage): string {
  return URL.parse(request.url ?? '/', `http://${LOOPBACK}`)?.pathname ?? '';
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate & { root: string },
): Promise<void> {
  const pathname = pathOf(request);
  // A link from elsewhere may open the page; only what reads or changes the station is refused.
  const isPage =
    request.method === 'GET' &&
    request.headers['sec-fetch-mode'] === 'navigate' &&
    request.headers.origin === undefined;
  const refusal = foreignPart(request, gate.allowed);
  if (refusal !== null && !(isPage && refusal === 'site')) {
    await sendEnvelope(response, { ok: false, error: FOREIGN[refusal] });
    return;
  }
  if (pathname.startsWith('/rpc/')) {
    await answerRpc(request, response, { method: pathname.slice('/rpc/'.length), served: gate.served });
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const file = await readStaticFile(gate.root, pathname);
  if (file === null) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found\n');
    return;
  }
  response.writeHead(200, {
    ...pageHeaders(file.type),
    'content-length': file.body.length,
    ...(pathname.startsWith('/assets/') ? { 'cache-control': 'max-age=31536000, immutable' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** A form of a page can post any type but JSON; a script has no page behind it and may leave the type as its tool sets it. */
function comesFromPage({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

async function answerRpc(
  request: IncomingMessage,
  response: ServerResponse,
  { method, served }: { method: string; served: Served | null },
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    await sendEnvelope(response, { ok: false, error: malformed('The method must be POST.', '方法必须是 POST。') }, 405);
    return;
  }
  if (comesFromPage(request) && !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    await sendEnvelope(
      response,
      {
        ok: false,
        error: malformed('content-type must be application/json.', 'content-type 必须是 application/json。'),
      },
      415,
    );
    return;
  }
  const text = await readBody(request);
  if (text === null) {
    await sendEnvelope(response, { ok: false, error: malformed('The body is too large.', '请求内容过大。') }, 413);
    return;
  }
  let input: unknown;
  try {
    input = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await sendEnvelope(response, {
      ok: false,
      error: malformed(`The body is not JSON: ${reason}.`, `请求内容不是 JSON:${reason}。`),
    });
    return;
  }
  await sendEnvelope(
    response,
    served === null
      ? { ok: false, error: STARTING }
      : await served.dispatcher.call(method, input, {
          ...LOCAL,
          where: addressOf(request.socket),
          signal: goneSignal(response),
        }),
  );
}

/** Aborted when the client goes away before its answer. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Null when the body is larger than allowed. It is read to its end, so that the client can read why it was refused. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) chunks.length = 0;
    else chunks.push(bytes);
  }
  if (size > MAX_BODY_BYTES) return null;
  return Buffer.concat(chunks).toString('utf8');
}

function sendEnvelope(response: ServerResponse, envelope: Envelope<unknown>, status?: number): Promise<void> {
  return sendJson(response, status ?? (envelope.ok ? 200 : HTTP_STATUS[envelope.error.code]), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    value: envelope,
  });
}

interface Refusal {
  readonly status: number;
  readonly error: ErrorBody;
}

function refuseUpgrade(request: IncomingMessage, { served, allowed }: Gate): Refusal | null {
  const part = foreignPart(request, allowed);
  if (part !== null) return { status: 403, error: FOREIGN[part] };
  if (pathOf(request) !== '/ws') return { status: 404, error: NO_SOCKET };
  return served === null ? { status: 503, error: STARTING } : null;
}

function rejectUpgrade(socket: Duplex, { status, error }: Refusal): void {
  socket.on('error', () => socket.destroy());
  const bytes = Buffer.from(JSON.stringify({ ok: false, error } satisfies Envelope<never>));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${bytes.length}`,
  ];
  // A client that keeps its half open must not keep ours.
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]), () => socket.destroy());
}

/** From where a client calls; it stands in the journal beside what it did. */
const addressOf = ({ remoteAddress }: Duplex & { readonly remoteAddress?: string | undefined }): string =>
  remoteAddress ?? LOCAL.where;

function attach(
  ws: WebSocket,
  { openSession, where }: { readonly openSession: OpenSession; readonly where: string },
  log: Log,
): void {
  ws.binaryType = 'arraybuffer';
  const session = openSession({
    where,
    send: message => {
      if (ws.bufferedAmount > MAX_BUFFERED_BYTES) ws.terminate();
      else if (ws.readyState === ws.OPEN) ws.send(encodeFrame(message));
    },
  });
  ws.on('message', (data, isBinary) => {
    try {
      const message = decodeFrame(isBinary ? (data as ArrayBuffer) : (data as Buffer).toString('utf8'));
      if (!session.receive(message)) ws.close(INVALID_DATA, 'not a Citygate message');
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      ws.close(INVALID_DATA, 'not a Citygate frame');
    }
  });
  ws.on('error', error => log.debug(() => `client: ${error.message}`));
  ws.on('close', () => session.close());
}

const malformed = (en: string, zh: string) =>
  body('bad-input', 'never', {
    en: [en, 'Send POST /rpc/<name> with a JSON body.'],
    zh: [zh, '请用 POST /rpc/<方法名> 发送 JSON。'],
  });

const refused = (en: string, zh: string) =>
  body('forbidden', 'never', {
    en: [`The request was refused: ${en}.`, 'Open Citygate at its own address.'],
    zh: [`请求被拒绝：${zh}。`, '请从 Citygate 自己的地址打开。'],
  });

const FOREIGN: Record<Foreign, ErrorBody> = {
  host: refused('its Host is not that of Citygate', '其主机名（Host）不是 Citygate 的地址'),
  origin: refused('its Origin is not that of Citygate', '其来源（Origin）不是 Citygate 的页面'),
  site: refused('it comes from another site', '它来自其他网站'),
};

const NO_SOCKET = body('unknown-method', 'never', {
  en: ['There is no WebSocket at this path.', 'The path of the WebSocket is /ws.'],
  zh: ['此路径没有 WebSocket。', 'WebSocket 的路径是 /ws。'],
});

const STARTING = body('busy', 'backoff', {
  en: ['The station is starting.', 'Ask again in a moment.'],
  zh: ['站控正在启动。', '请稍后再试。'],
});
