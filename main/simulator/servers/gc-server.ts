/**
 * The gas chromatograph on OPC UA: node-opcua's server on an inner port, and in front of it a TCP relay on the project's port that
 * can be slow, silent or talk nonsense. SignAndEncrypt with Basic256Sha256 only, user name and password only. Simulator process;
 * node-opcua is imported here, when an OPC UA device exists, because that takes 1.5 s.
 */
import { existsSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { OPCUAServer, UAVariable } from 'node-opcua';
import type { OpcuaChannel, ProjectTag } from '../../project/types.ts';
import type { DeviceBehaviour } from './device-behaviour.ts';
import { backTo, type FieldServer, sendReply, TcpListener } from './modbus-tcp-server.ts';

/** Two days back: a client whose clock is behind still finds the certificate valid. */
const BACK_DATED_MS = 2 * 86_400_000;
const VALID_DAYS = 20 * 365;

interface GcReading {
  readonly value: number;
  /** Epoch ms. */
  readonly time: number;
  readonly good: boolean;
}

interface GcOptions {
  readonly channel: OpcuaChannel;
  readonly port: number;
  readonly tags: readonly ProjectTag[];
  readonly password: string;
  /** Folder for keys and certificates. */
  readonly directory: string;
  readonly behaviour: () => DeviceBehaviour;
}

/** Namespace URI and identifier of `nsu=…;s=…`. */
function splitNodeId(tag: ProjectTag): { uri: string; id: string } {
  const match = tag.address?.kind === 'opcua' ? /^nsu=([^;]+);(s=.+)$/.exec(tag.address.nodeId) : null;
  if (match === null) throw new Error(`${tag.name}: the demo field serves string node ids with a namespace URI only`);
  return { uri: match[1] ?? '', id: match[2] ?? '' };
}

export class GcServer implements FieldServer {
  readonly host: string;
  readonly #options: GcOptions;
  readonly #relay: TcpListener;
  readonly #variables = new Map<string, UAVariable>();
  readonly #last = new Map<string, GcReading>();
  #server: OPCUAServer | null = null;
  #innerPort = 0;
  /** The relay's port must be known before the server is made; who connects in between waits for this. */
  readonly #started = Promise.withResolvers<void>();

  constructor(options: GcOptions) {
    this.#options = options;
    this.host = options.channel.host;
    this.#relay = new TcpListener({
      host: this.host,
      port: options.port,
      serve: socket => void this.#started.promise.then(() => this.#forward(socket)),
    });
  }

  get port(): number {
    return this.#relay.port;
  }

  /** DER. */
  get certificate(): Buffer {
    if (this.#server === null) throw new Error('the analyser is not running');
    return this.#server.getCertificate();
  }

  /** @throws when the port is taken or the keys cannot be written */
  async open(): Promise<void> {
    await this.#relay.open();
    this.#server = await this.#createServer();
    await this.#addVariables(this.#server);
    await this.#server.start();
    this.#innerPort = this.#server.endpoints[0]?.port ?? 0;
    if (this.#innerPort === 0) throw new Error('the OPC UA server does not tell its port');
    this.#started.resolve();
  }

  async close(): Promise<void> {
    await this.#relay.close();
    const server = this.#server;
    this.#server = null;
    if (server !== null) await server.shutdown(100);
  }

  async setBehaviour(behaviour: DeviceBehaviour): Promise<void> {
    if (behaviour.offline) await this.#relay.close();
    else await this.#relay.open();
  }

  async #createServer(): Promise<OPCUAServer> {
    const opcua = await import('node-opcua');
    const { channel, directory, password } = this.#options;
    const manager = (name: string): InstanceType<typeof opcua.OPCUACertificateManager> =>
      new opcua.OPCUACertificateManager({
        rootFolder: join(directory, name),
        automaticallyAcceptUnknownCertificate: true,
        disableFileWatchers: true,
      });
    const serverCertificateManager = manager('pki');
    await serverCertificateManager.initialize();
    const applicationUri = 'urn:citygate:demo:gc:server';
    const certificateFile = join(directory, 'gc.pem');
    if (!existsSync(certificateFile)) {
      await serverCertificateManager.createSelfSignedCertificate({
        applicationUri,
        subject: '/CN=Citygate demo chromatograph',
        // The server compares its own certificate with the name of the machine.
        dns: ['localhost', hostname()],
        ip: [this.host],
        startDate: new Date(Date.now() - BACK_DATED_MS),
        validity: VALID_DAYS,
        outputFile: certificateFile,
      });
    }
    const server = new opcua.OPCUAServer({
      host: this.host,
      hostname: this.host,
      // Any free port; the real one is known once it listens.
      port: 0,
      resourcePath: channel.path,
      advertisedEndpoints: `opc.tcp://${this.host}:${this.port}`,
      certificateFile,
      privateKeyFile: serverCertificateManager.privateKey,
      serverCertificateManager,
      userCertificateManager: manager('users'),
      serverInfo: { applicationUri },
      securityModes: [opcua.MessageSecurityMode.SignAndEncrypt],
      securityPolicies: [opcua.SecurityPolicy.Basic256Sha256],
      allowAnonymous: false,
      disableDiscovery: false,
      userManager: {
        isValidUser: (user: string, given: string) =>
          channel.login.kind === 'user' && user === channel.login.user && given === password,
      },
      nodeset_filename: [opcua.nodesets.standard],
      maxConnectionsPerEndpoint: 16,
    });
    await server.initialize();
    return server;
  }

  async #addVariables(server: OPCUAServer): Promise<void> {
    const { DataType } = await import('node-opcua');
    const space = server.engine.addressSpace;
    if (space === null) throw new Error('the OPC UA server has no address space');
    for (const tag of this.#options.tags) {
      const { uri, id } = splitNodeId(tag);
      const known = space.getNamespaceIndex(uri);
      const namespace = known >= 0 ? space.getNamespace(uri) : space.registerNamespace(uri);
      const variable = namespace.addVariable({
        organizedBy: space.rootFolder.objects,
        browseName: tag.name,
        description: tag.description.en,
        nodeId: id,
        dataType: tag.signalClass === 'DI' ? DataType.UInt16 : DataType.Double,
        minimumSamplingInterval: 100,
      });
      this.#variables.set(tag.name, variable);
    }
  }

  /** Publishes a reading when it differs from the last. @returns true when it did */
  async set(tag: string, reading: GcReading): Promise<boolean> {
    const variable = this.#variables.get(tag);
    const last = this.#last.get(tag);
    const same =
      last !== undefined && last.value === reading.value && last.time === reading.time && last.good === reading.good;
    if (variable === undefined || same) return false;
    this.#last.set(tag, reading);
    const { DataType, StatusCodes } = await import('node-opcua');
    const isWord = this.#options.tags.find(t => t.name === tag)?.signalClass === 'DI';
    variable.setValueFromSource(
      {
        dataType: isWord ? DataType.UInt16 : DataType.Double,
        value: isWord ? Math.round(reading.value) : reading.value,
      },
      reading.good ? StatusCodes.Good : StatusCodes.BadDeviceFailure,
      new Date(reading.time),
    );
    return true;
  }

  #forward(socket: Socket): void {
    if (socket.destroyed) return;
    const { behaviour } = this.#options;
    const inner = createConnection({ host: this.host, port: this.#innerPort, noDelay: true });
    const end = (): void => {
      socket.destroy();
      inner.destroy();
    };
    inner.on('error', end);
    inner.on('close', end);
    socket.on('close', () => inner.destroy());
    socket.on('data', chunk => {
      const now = behaviour();
      if (now.silent) return;
      if (now.garbage) sendReply(backTo(socket), chunk, now);
      else inner.write(chunk);
    });
    inner.on('data', chunk => sendReply(backTo(socket), chunk, behaviour()));
  }
}
