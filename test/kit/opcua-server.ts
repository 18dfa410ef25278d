/**
 * An OPC UA server for tests, by node-opcua's own server, in a child process (opcua-server-program.ts): a real peer that can be
 * killed, stopped and started again at the same port with the same certificate. This is the handle that a test holds.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const GC_NAMESPACE = 'urn:citygate:demo:gc';

export type KitType =
  | 'Double'
  | 'Float'
  | 'Int16'
  | 'Int32'
  | 'UInt32'
  | 'UInt64'
  | 'Int64'
  | 'Boolean'
  | 'String'
  | 'LocalizedText'
  | 'DateTime';

export interface KitNode {
  readonly name: string;
  readonly type: KitType;
  /** For 64-bit types `[high, low]`; for a DateTime epoch ms. */
  readonly value: number | boolean | string | readonly [number, number];
  /** Default: read-write. */
  readonly access?: 'read' | 'read-write';
  /** The value as an array of this many equal elements. */
  readonly length?: number;
}

export interface KitStart {
  readonly kind: 'start';
  readonly port: number;
  readonly pki: string;
  readonly user: string;
  readonly password: string;
  readonly nodes: readonly KitNode[];
  /** UInt32 nodes N0, N1, … beside the others. */
  readonly counters?: number;
  /** False: the server trusts no client certificate that it does not know, as a careful administrator sets it. */
  readonly acceptsClients?: boolean;
  /** The same for certificates of users. */
  readonly acceptsUsers?: boolean;
  /** Default: SignAndEncrypt with Basic256Sha256 only. */
  readonly modes?: readonly ('None' | 'Sign' | 'SignAndEncrypt')[];
  readonly policies?: readonly string[];
  readonly isAnonymousAllowed?: boolean;
  /** Operations of one request; default: the library's 10,000. */
  readonly limits?: { readonly read: number; readonly items: number; readonly browse: number };
  /** The server's clock less the real one. */
  readonly clockSkewMs?: number;
  /** The certificate has run out a year ago. */
  readonly isExpired?: boolean;
}

export interface KitSet extends KitNode {
  readonly kind: 'set';
  /** Name of a StatusCode, e.g. `BadSensorFailure`. */
  readonly status: string;
  /** Epoch ms. */
  readonly time: number;
}

export type KitOrder =
  | KitStart
  | KitSet
  /** The node is deleted. */
  | { readonly kind: 'delete'; readonly name: string }
  /** The items that watch the node are forgotten without a word. */
  | { readonly kind: 'mute'; readonly name: string }
  /** Every counter is set to 1, 2, … `times`, one each `everyMs`. */
  | { readonly kind: 'count-up'; readonly everyMs: number; readonly times: number }
  /** Every session ends as if its client had been silent for too long. */
  | { readonly kind: 'expire-sessions' }
  /** Every subscription with this publishing interval, ms, publishes no more, without a word. */
  | { readonly kind: 'silence'; readonly publishingMs: number }
  | { readonly kind: 'tell'; readonly name: string };

export interface KitReady {
  readonly kind: 'ready';
  /** DER, base64. */
  readonly certificate: string;
  /** Sessions that clients have open. */
  readonly sessions: number;
  /** Monitored items of all of them: publishing interval of the subscription, ms, and sampling interval, ms, of each. */
  readonly items: readonly (readonly [publishingMs: number, samplingMs: number])[];
  /** Of the node that was asked about. */
  readonly value: unknown;
  /** How often clients have written it. */
  readonly writes: number;
  /** Requests that the server has refused because they asked for too much. */
  readonly tooMany: number;
}

/** A free TCP port on 127.0.0.1. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function isReady(data: unknown): data is KitReady {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'ready';
}

export class OpcuaTestServer {
  readonly child: ChildProcess;
  readonly certificate: Buffer;

  private constructor(child: ChildProcess, certificate: Buffer) {
    this.child = child;
    this.certificate = certificate;
  }

  /** Starts a server; resolves when it accepts connections. */
  static async start(options: Omit<KitStart, 'kind'>): Promise<OpcuaTestServer> {
    const program = new URL('./opcua-server-program.ts', import.meta.url);
    const child = fork(fileURLToPath(program), [], { execArgv: [], silent: true, serialization: 'advanced' });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said = `${said}${String(text)}`.slice(-2_000);
    });
    child.stdout?.resume();
    child.send({ kind: 'start', ...options } satisfies KitStart);
    const ready = await new Promise<KitReady>((resolve, reject) => {
      child.once('message', data => (isReady(data) ? resolve(data) : reject(new Error('unexpected message'))));
      child.once('exit', code => reject(new Error(`the OPC UA test server ended with ${code}: ${said}`)));
    });
    return new OpcuaTestServer(child, Buffer.from(ready.certificate, 'base64'));
  }

  /** Sets a value; a node that is not there yet appears. */
  set(change: Omit<KitSet, 'kind'>): void {
    this.order({ kind: 'set', ...change });
  }

  order(order: KitOrder): void {
    this.child.send(order);
  }

  /** How things are at this moment. */
  async tell(name = ''): Promise<KitReady> {
    this.order({ kind: 'tell', name });
    const [data] = await once(this.child, 'message');
    if (!isReady(data)) throw new Error('unexpected message');
    return data;
  }

  /** Sessions that clients have open at this moment. */
  async sessions(): Promise<number> {
    return (await this.tell()).sessions;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** SIGKILL, so that even a stopped server ends. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
