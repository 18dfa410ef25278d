/**
 * What the contract suite stands on: the shape of a transport under test, a small station with two scripted devices, and ways
 * to look at the messages of a session.
 */
import { join } from 'node:path';
import type { Envelope } from '../../shared/rpc/error.ts';
import type { ClientMessage, HostMessage } from '../../shared/rpc/protocol.ts';
import { FakeModbusServer } from './fake-modbus-server.ts';
import { writeProject } from './project-builder.ts';
import { waitFor } from './wait-for.ts';

/** One client session. Several may be open at once where the transport can. */
export interface ContractSession {
  send(message: ClientMessage): void | Promise<void>;
  /** Every message since the session began, in order. */
  readonly messages: readonly HostMessage[];
  close(): Promise<void>;
}

export interface ContractTransport {
  /** The envelope of one call; never rejects for what the station answers. */
  call(method: string, input: unknown): Promise<Envelope<unknown>>;
  /** A fresh session: what a client does after a reconnect. */
  open(): Promise<ContractSession>;
  stop(): Promise<void>;
}

export interface ContractSetup {
  readonly projectDirectory: string;
  readonly dataDirectory: string;
}

export type Item = Extract<HostMessage, { kind: 'item' }>;

export interface TagItem {
  readonly snapshot: boolean;
  readonly handles: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  readonly v: ArrayLike<number | null>;
  readonly q: ArrayLike<number>;
  readonly lastV: ArrayLike<number | null>;
  readonly lastT: ArrayLike<number | null>;
}

export const LEVELS = ['L-0', 'L-1', 'L-2', 'L-3'] as const;
export const list = <T>(values: ArrayLike<T>): T[] => Array.from(values);

/** What the suite keeps between its tests. */
export interface Bench {
  readonly plc: FakeModbusServer;
  readonly meter: { server: FakeModbusServer };
  /** Registers of the PLC. */
  readonly level: number[];
  readonly transport: ContractTransport;
}

export async function setUpBench(
  start: (setup: ContractSetup) => Promise<ContractTransport>,
  folder: string,
): Promise<Bench> {
  const plc = await new FakeModbusServer().listen();
  const meter = { server: await new FakeModbusServer().listen() };
  const level = [10, 20, 30, 40];
  plc.register = (_request, offset) => level[offset] ?? 0;
  const projectDirectory = writeProject(join(folder, 'project'), {
    channels: [
      { id: 'plc', port: plc.port, devices: [{ id: 'PLC', unit: 1 }] },
      { id: 'meter', port: meter.server.port, devices: [{ id: 'FC', unit: 2 }] },
    ],
    tags: [
      ...LEVELS.map((name, offset) => ({
        ...{ name, device: 'PLC', offset, range: [0, 1_000] as const },
        ...(name === 'L-2' ? { equipment: 'TANK' } : {}),
      })),
      { name: 'F-1', device: 'FC', offset: 7 },
    ],
    alarms: [
      { tag: 'L-1', condition: 'H', limit: 600, priority: 2, deadband: 5, latching: 'yes' },
      { tag: 'L-2', condition: 'H', limit: 600, priority: 1 },
    ],
    calculations: { SUM: '[L-0] + [L-1]', LATER: null },
  });
  const transport = await start({ projectDirectory, dataDirectory: join(folder, 'data') });
  return { plc, meter, level, transport };
}

export async function valueOf<T>({ transport }: Bench, method: string, input: unknown = {}): Promise<T> {
  const envelope = await transport.call(method, input);
  if (!envelope.ok) throw new Error(`${method}: ${envelope.error.message}`);
  // The suite then checks field by field what it relies on.
  return envelope.value as T;
}

export async function withSession(bench: Bench, run: (session: ContractSession) => Promise<void>): Promise<void> {
  const session = await bench.transport.open();
  try {
    await run(session);
  } finally {
    await session.close();
  }
}

export const itemsOf = (session: ContractSession, id: number): Item[] =>
  session.messages.filter((m): m is Item => m.kind === 'item' && m.id === id);

export const tagItem = (item: Item | undefined): TagItem => item?.item as TagItem;

export async function nthItem(session: ContractSession, id: number, n: number): Promise<Item> {
  return waitFor(`item ${n} of stream ${id}`, () => itemsOf(session, id)[n - 1]);
}

/** Value of a handle in the newest item that has it. */
export function newest(items: readonly Item[], handle: number): number | null | undefined {
  for (const item of items.toReversed()) {
    const { handles, v } = tagItem(item);
    const index = list(handles).indexOf(handle);
    if (index >= 0) return v[index];
  }
  return undefined;
}

/** Acknowledges each item as it comes until `isEnough`. */
export async function acknowledgeUntil(
  session: ContractSession,
  id: number,
  isEnough: (items: readonly Item[]) => boolean,
): Promise<void> {
  let acknowledged = 1;
  await waitFor(`enough items of stream ${id}`, async () => {
    const items = itemsOf(session, id);
    const last = items.at(-1)?.seq ?? 0;
    if (last > acknowledged) {
      acknowledged = last;
      await session.send({ kind: 'ack', id, seq: last });
    }
    return isEnough(items);
  });
}
