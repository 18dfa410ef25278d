/**
 * A folder, a server and channels against it, for the OPC UA tests: everything is ended when the file has run. The server
 * offers all kinds of security that a test asks for; a rig's own certificate store trusts it from the start.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { BoundTag, Channel, ChannelContext } from '../../main/acquisition/channel.ts';
import { trustServerCertificate } from '../../main/acquisition/drivers/opcua/certificates.ts';
import type { OpcuaEngineering } from '../../main/acquisition/drivers/opcua/engineering.ts';
import { createOpcuaChannel } from '../../main/acquisition/drivers/opcua/opcua-channel.ts';
import type { OpcuaChannel } from '../../main/project/types.ts';
import { ChannelRecorder, opcuaTag } from './channel-recorder.ts';
import { freePort, GC_NAMESPACE, type KitStart, OpcuaTestServer } from './opcua-server.ts';
import { opcuaChannel } from './project-parts.ts';

export const OPEN = { modes: ['None'], policies: ['None'], isAnonymousAllowed: true } as const;
const PASSWORD = 'correct horse';

/** Address of a node of the kit's server. */
export const kitNode = (name: string): string => `nsu=${GC_NAMESPACE};s=${name}`;

/** A tag that may be written. */
export function writableTag(
  handle: number,
  name: string,
  change: { periodMs?: number; fastPeriodMs?: number } = {},
): BoundTag {
  const { tag } = opcuaTag(handle, kitNode(name), change.periodMs ?? 1_000);
  return { handle, tag: { ...tag, writable: true, fastPeriodMs: change.fastPeriodMs ?? tag.periodMs } };
}

export class OpcuaRig {
  readonly root = mkdtempSync(join(tmpdir(), 'citygate-opcua-'));
  readonly data = join(this.root, 'data');
  readonly password = PASSWORD;
  port = 0;
  #server: OpcuaTestServer | null = null;
  #channels: Channel[] = [];

  get server(): OpcuaTestServer {
    if (!this.#server) throw new Error('no server is running');
    return this.#server;
  }

  /** Starts the server, anew if one runs, at the same port. */
  async serve(options: Partial<Omit<KitStart, 'kind' | 'port'>> = {}): Promise<OpcuaTestServer> {
    await this.#server?.kill();
    this.port ||= await freePort();
    const pki = join(this.root, 'server');
    const basic = { port: this.port, pki, user: 'citygate', password: PASSWORD, nodes: [] };
    this.#server = await OpcuaTestServer.start({ ...basic, ...options });
    return this.#server;
  }

  trustServer(data = this.data): void {
    trustServerCertificate(data, this.server.certificate);
  }

  /** A started channel with what it tells; anonymous and without security unless `change` says otherwise. */
  open(
    tags: readonly BoundTag[],
    change: Partial<OpcuaChannel> = {},
    context: Partial<ChannelContext> = {},
  ): { readonly channel: Channel & OpcuaEngineering; readonly recorder: ChannelRecorder } {
    const recorder = new ChannelRecorder(this.data, context);
    recorder.secrets.set('channel/gc', PASSWORD);
    const channel = createOpcuaChannel(opcuaChannel({ port: this.port, ...change }), tags, recorder.context);
    this.#channels.push(channel);
    channel.start();
    return { channel, recorder };
  }

  async closeChannels(): Promise<void> {
    await Promise.all(this.#channels.splice(0).map(channel => channel.stop()));
  }

  async close(): Promise<void> {
    await this.closeChannels();
    await this.#server?.kill();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Registers the clean-up in the file that calls it; call it once at the top of a test file. */
export function useOpcuaRig(): OpcuaRig {
  const rig = new OpcuaRig();
  afterEach(() => rig.closeChannels());
  afterAll(() => rig.close());
  return rig;
}
