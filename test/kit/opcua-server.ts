/**
 * An OPC UA server for tests, by node-opcua's own server, in a child process: a real peer that can be killed, stopped and
 * started again at the same port with the same certificate. This file is both ends: imported by a test it is the handle,
 * forked by the handle it is the server. SignAndEncrypt Basic256Sha256 only, user and password only.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const GC_NAMESPACE = 'urn:citygate:demo:gc';

export type KitType = 'Double' | 'Float' | 'Int32' | 'UInt64' | 'Int64' | 'Boolean' | 'String';

export interface KitNode {
  readonly name: string;
  readonly type: KitType;
  /** For 64-bit types `[high, low]`. */
  readonly value: number | boolean | string | readonly [number, number];
}

export interface KitStart {
  readonly kind: 'start';
  readonly port: number;
  readonly pki: string;
  readonly user: string;
  readonly password: string;
  readonly nodes: readonly KitNode[];
  /** False: the server trusts no client certificate that it does not know, as a careful administrator sets it. */
  readonly acceptsClients?: boolean;
}

export interface KitSet extends KitNode {
  readonly kind: 'set';
  /** Name of a StatusCode, e.g. `BadSensorFailure`. */
  readonly status: string;
  /** Epoch ms. */
  readonly time: number;
}

export interface KitReady {
  readonly kind: 'ready';
  /** DER, base64. */
  readonly certificate: string;
  readonly sessions: number;
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
    const child = fork(fileURLToPath(import.meta.url), [], { execArgv: [], silent: true, serialization: 'advanced' });
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
    this.child.send({ kind: 'set', ...change } satisfies KitSet);
  }

  /** Sessions that clients have open at this moment. */
  async sessions(): Promise<number> {
    this.child.send({ kind: 'count' });
    const [data] = await once(this.child, 'message');
    return isReady(data) ? data.sessions : -1;
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

async function serve(start: KitStart): Promise<void> {
  const opcua = await import('node-opcua');
  const store = (folder: string) =>
    new opcua.OPCUACertificateManager({
      rootFolder: `${start.pki}/${folder}`,
      automaticallyAcceptUnknownCertificate: start.acceptsClients ?? true,
      disableFileWatchers: true,
    });
  const server = new opcua.OPCUAServer({
    port: start.port,
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    resourcePath: '/gc',
    serverInfo: { applicationUri: 'urn:citygate:kit:gc' },
    serverCertificateManager: store('server'),
    userCertificateManager: store('user'),
    securityModes: [opcua.MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [opcua.SecurityPolicy.Basic256Sha256],
    allowAnonymous: false,
    userManager: {
      isValidUser: (user: string, password: string) => user === start.user && password === start.password,
    },
    nodeset_filename: [opcua.nodesets.standard],
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  if (!space) throw new Error('no address space');
  const namespace = space.registerNamespace(GC_NAMESPACE);
  const variant = (node: KitNode) =>
    new opcua.Variant({
      dataType: opcua.DataType[node.type],
      arrayType: opcua.VariantArrayType.Scalar,
      value: node.value,
    });
  const add = (node: KitNode) =>
    namespace.addVariable({
      organizedBy: space.rootFolder.objects,
      browseName: node.name,
      nodeId: `s=${node.name}`,
      dataType: node.type,
      minimumSamplingInterval: 50,
    });
  const variables = new Map(start.nodes.map(node => [node.name, add(node)]));
  for (const node of start.nodes) variables.get(node.name)?.setValueFromSource(variant(node));
  await server.start();
  const ready = (): KitReady => ({
    kind: 'ready',
    certificate: server.getCertificate().toString('base64'),
    sessions: server.currentSessionCount,
  });
  process.send?.(ready());
  process.on('message', (message: KitSet | { kind: 'count' }) => {
    if (message.kind === 'count') process.send?.(ready());
    if (message.kind !== 'set') return;
    const status = opcua.coerceStatusCode(message.status);
    const variable = variables.get(message.name) ?? add(message);
    variables.set(message.name, variable);
    variable.setValueFromSource(variant(message), status, new Date(message.time));
  });
  process.on('disconnect', () => process.exit(0));
}

// Forked: the first message says what to serve.
if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('message', (start: KitStart) => void serve(start));
}
