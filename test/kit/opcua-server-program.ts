/**
 * The child process behind OpcuaTestServer: node-opcua's server as the first message says, and what a test makes it do. Started
 * by test/kit/opcua-server.ts only; ends with its parent.
 */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type * as Opcua from 'node-opcua';
import type { OPCUACertificateManager, OPCUAServer, ServerSession, UAVariable, Variant } from 'node-opcua';
import { GC_NAMESPACE, type KitNode, type KitOrder, type KitReady, type KitStart } from './opcua-server.ts';

const DAY_MS = 86_400_000;
type Library = typeof Opcua;

/** Shifts the clock of this process. Before the library is loaded, so that it never sees the real one. */
function skewClock(skewMs: number): void {
  const Real = Date;
  class Skewed extends Real {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [Real.now() + skewMs] : given) as [number]));
    }
    static override now(): number {
      return Real.now() + skewMs;
    }
  }
  globalThis.Date = Skewed as DateConstructor;
}

class Program {
  readonly #opcua: Library;
  readonly #start: KitStart;
  readonly #variables = new Map<string, UAVariable>();
  readonly #writes = new Map<string, number>();
  #server: OPCUAServer | null = null;
  readonly #sessions = new Set<ServerSession>();
  #tooMany = 0;

  constructor(opcua: Library, start: KitStart) {
    this.#opcua = opcua;
    this.#start = start;
  }

  async open(): Promise<void> {
    this.#server = await this.#createServer();
    await this.#server.initialize();
    const counters = Array.from({ length: this.#start.counters ?? 0 }, (_none, at) => counter(at, 0));
    for (const node of [...this.#start.nodes, ...counters]) this.#set(node);
    await this.#server.start();
    this.#server.on('create_session', session => this.#sessions.add(session));
    this.#server.on('session_closed', session => this.#sessions.delete(session));
    this.#server.on('request', request => this.#noteWrites(request));
    this.#server.on('response', response => {
      if (response.responseHeader.serviceResult.name === 'BadTooManyOperations') this.#tooMany += 1;
    });
  }

  #noteWrites(request: unknown): void {
    if (!(request instanceof this.#opcua.WriteRequest)) return;
    for (const { nodeId } of request.nodesToWrite ?? []) {
      const name = String(nodeId.value);
      this.#writes.set(name, (this.#writes.get(name) ?? 0) + 1);
    }
  }

  obey(order: KitOrder): void {
    switch (order.kind) {
      case 'set':
        return this.#set(order, order.status, order.time);
      case 'delete':
        this.#server?.engine.addressSpace?.deleteNode(this.#variable(order.name));
        return void this.#variables.delete(order.name);
      case 'mute':
        return this.#mute(order.name);
      case 'count-up':
        return this.#countUp(order.everyMs, order.times);
      case 'expire-sessions':
        return this.#expireSessions();
      case 'silence':
        return this.#silence(order.publishingMs);
      case 'tell':
        return this.tell(order.name);
      case 'start':
        throw new Error('the server runs already');
    }
  }

  tell(name = ''): void {
    const server = this.#server;
    if (!server) throw new Error('no server');
    const ready: KitReady = {
      kind: 'ready',
      certificate: server.getCertificate().toString('base64'),
      sessions: server.currentSessionCount,
      items: this.#items().map(
        ({ subscription, item }) => [subscription.publishingInterval, item?.samplingInterval ?? 0] as const,
      ),
      value: this.#variables.get(name)?.readValue().value.value,
      writes: this.#writes.get(name) ?? 0,
      tooMany: this.#tooMany,
    };
    process.send?.(ready);
  }

  async #createServer(): Promise<OPCUAServer> {
    const { OPCUAServer, MessageSecurityMode, SecurityPolicy, nodesets } = this.#opcua;
    const { port, user, password, limits, isAnonymousAllowed = false } = this.#start;
    const { modes = ['SignAndEncrypt'], policies = ['Basic256Sha256'] } = this.#start;
    const manager = this.#manager('server', this.#start.acceptsClients ?? true);
    return new OPCUAServer({
      port,
      host: '127.0.0.1',
      hostname: '127.0.0.1',
      resourcePath: '/gc',
      serverInfo: { applicationUri: 'urn:citygate:kit:gc' },
      serverCertificateManager: manager,
      ...(await this.#certificate(manager)),
      userCertificateManager: this.#manager('user', this.#start.acceptsUsers ?? true),
      securityModes: modes.map(mode => MessageSecurityMode[mode]),
      securityPolicies: policies.map(policy => SecurityPolicy[policy as keyof typeof SecurityPolicy]),
      allowAnonymous: isAnonymousAllowed,
      userManager: { isValidUser: (name: string, given: string) => name === user && given === password },
      nodeset_filename: [nodesets.standard],
      ...(limits
        ? {
            serverCapabilities: {
              operationLimits: {
                maxNodesPerRead: limits.read,
                maxMonitoredItemsPerCall: limits.items,
                maxNodesPerBrowse: limits.browse,
              },
            },
          }
        : {}),
    });
  }

  #manager(folder: string, accepts: boolean): OPCUACertificateManager {
    return new this.#opcua.OPCUACertificateManager({
      rootFolder: join(this.#start.pki, folder),
      automaticallyAcceptUnknownCertificate: accepts,
      disableFileWatchers: true,
    });
  }

  /** Only where the period matters: otherwise the library makes its own. */
  async #certificate(manager: OPCUACertificateManager): Promise<object> {
    if (!this.#start.isExpired) return {};
    const certificateFile = join(this.#start.pki, 'expired.pem');
    await manager.initialize();
    if (!existsSync(certificateFile)) {
      await manager.createSelfSignedCertificate({
        applicationUri: 'urn:citygate:kit:gc',
        subject: '/CN=expired',
        dns: [hostname()],
        ip: ['127.0.0.1'],
        startDate: new Date(Date.now() - 2 * 365 * DAY_MS),
        validity: 365,
        outputFile: certificateFile,
      });
    }
    return { certificateFile, privateKeyFile: manager.privateKey };
  }

  #variable(name: string): UAVariable {
    const variable = this.#variables.get(name);
    if (!variable) throw new Error(`no node ${name}`);
    return variable;
  }

  #variant({ type, value, length }: KitNode): Variant {
    const { DataType, Variant, VariantArrayType } = this.#opcua;
    const content = type === 'DateTime' ? new Date(Number(value)) : type === 'LocalizedText' ? { text: value } : value;
    return new Variant({
      dataType: DataType[type],
      arrayType: length === undefined ? VariantArrayType.Scalar : VariantArrayType.Array,
      value: length === undefined ? content : Array.from({ length }, () => content),
    });
  }

  #set(node: KitNode, status = 'Good', time = Date.now()): void {
    const variable = this.#variables.get(node.name) ?? this.#add(node);
    variable.setValueFromSource(this.#variant(node), this.#opcua.coerceStatusCode(status), new Date(time));
  }

  #add(node: KitNode): UAVariable {
    const space = this.#server?.engine.addressSpace;
    if (!space) throw new Error('no address space');
    const known = space.getNamespaceIndex(GC_NAMESPACE);
    const namespace = known >= 0 ? space.getNamespace(GC_NAMESPACE) : space.registerNamespace(GC_NAMESPACE);
    const access = node.access === 'read' ? 'CurrentRead' : 'CurrentRead | CurrentWrite';
    const variable = namespace.addVariable({
      organizedBy: space.rootFolder.objects,
      browseName: node.name,
      nodeId: `s=${node.name}`,
      dataType: node.type,
      valueRank: node.length === undefined ? -1 : 1,
      minimumSamplingInterval: 50,
      accessLevel: access,
      userAccessLevel: access,
    });
    this.#variables.set(node.name, variable);
    return variable;
  }

  #subscriptions() {
    return [...this.#sessions].flatMap(session => session.publishEngine.subscriptions);
  }

  #items() {
    return this.#subscriptions().flatMap(subscription =>
      [...subscription.getMonitoredItems().serverHandles].map(id => ({
        subscription,
        id,
        item: subscription.getMonitoredItem(id),
      })),
    );
  }

  #mute(name: string): void {
    const nodeId = this.#variable(name).nodeId.toString();
    for (const { subscription, item, id } of this.#items()) {
      if (item?.node?.nodeId.toString() === nodeId) subscription.removeMonitoredItem(id);
    }
  }

  #countUp(everyMs: number, times: number): void {
    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      for (let at = 0; at < (this.#start.counters ?? 0); at++) this.#set(counter(at, count));
      if (count >= times) clearInterval(timer);
    }, everyMs);
  }

  #expireSessions(): void {
    for (const session of this.#sessions) {
      this.#server?.engine.closeSession(session.authenticationToken, true, 'Timeout');
    }
  }

  #silence(publishingMs: number): void {
    for (const subscription of this.#subscriptions()) {
      if (subscription.publishingInterval === publishingMs) subscription.terminate();
    }
  }
}

const counter = (at: number, value: number): KitNode => ({ name: `N${at}`, type: 'UInt32', value });

process.once('message', (start: KitStart) => {
  if (start.clockSkewMs) skewClock(start.clockSkewMs);
  void import('node-opcua').then(async opcua => {
    const program = new Program(opcua, start);
    await program.open();
    process.on('message', (order: KitOrder) => program.obey(order));
    program.tell();
  });
});
process.on('disconnect', () => process.exit(0));
