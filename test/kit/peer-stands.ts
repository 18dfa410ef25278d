/**
 * The independent implementations of Modbus, each on each medium that it speaks, with a way to kill it and start it again at the
 * same place: for what the driver must do whoever is at the other end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ModbusChannel } from '../../main/project/types.ts';
import { type LibmodbusPeer, useLibmodbus } from './libmodbus-peer.ts';
import type { PeerProcess } from './peer-process.ts';
import { rtuTcpChannel, serialChannel, tcpChannel } from './peer-rig.ts';
import { usePymodbus } from './pymodbus-peer.ts';
import { SerialBus } from './serial-bus.ts';
import { TcpRelay } from './tcp-relay.ts';

export interface PeerStand {
  /** A channel to the peer and its devices. */
  readonly channel: ModbusChannel;
  readonly devices: readonly string[];
  /** What the channel's connection goes through; null on a serial line. */
  readonly relay: TcpRelay | null;
  readonly process: PeerProcess;
  /** The peer as its own program sees itself; null where it cannot tell. */
  readonly libmodbus: LibmodbusPeer | null;
  /** A new process at the same place, after the old one was killed. */
  restart(): Promise<void>;
}

export interface PeerKind {
  readonly name: string;
  /** Nobody listens any more when the process is gone; a serial line is only silent. */
  readonly isNetwork: boolean;
  open(): Promise<PeerStand>;
}

type Started = { readonly process: PeerProcess; readonly port: number };

/** The channel and the stand around one peer that `start` starts anew each time; its port of the first time is given back. */
async function standOf(
  start: (port: number) => Promise<Started>,
  make: (port: number) => ModbusChannel,
  relay: boolean,
): Promise<PeerStand & { close(): Promise<void> }> {
  let started = await start(0);
  const way = relay ? await TcpRelay.to(started.port) : null;
  const channel = make(way?.port ?? 0);
  return {
    channel,
    devices: channel.devices.map(device => device.id),
    relay: way,
    get process() {
      return started.process;
    },
    get libmodbus() {
      return isLibmodbus(started) ? started : null;
    },
    restart: async () => {
      started = await start(started.port);
    },
    close: async () => way?.close(),
  };
}

const isLibmodbus = (peer: Started): peer is LibmodbusPeer => 'report' in peer;

const TWO = [
  { id: 'U1', unit: 1 },
  { id: 'U2', unit: 2 },
] as const;
const [ONE] = TWO;

/** Registers the clean-up in the file that calls it; call it once at the top of a test file. */
export function usePeers(): readonly PeerKind[] {
  const libmodbus = useLibmodbus();
  const pymodbus = usePymodbus();
  const cleanUps: (() => Promise<void> | void)[] = [];
  afterAll(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  });

  const overNetwork = async (
    start: (port: number) => Promise<Started>,
    make: (port: number) => ModbusChannel,
  ): Promise<PeerStand> => {
    const stand = await standOf(start, make, true);
    cleanUps.push(() => stand.close());
    return stand;
  };
  const overSerial = async (
    start: (path: string) => Promise<Started>,
    devices: readonly { readonly id: string; readonly unit: number }[],
  ): Promise<PeerStand> => {
    const folder = mkdtempSync(join(tmpdir(), 'citygate-line-'));
    const bus = await SerialBus.open(folder);
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    cleanUps.push(() => bus.close());
    const [near, far] = [await bus.plug('near'), await bus.plug('far')];
    return standOf(
      () => start(far),
      () => serialChannel({ path: near, devices }),
      false,
    );
  };

  return [
    {
      name: 'libmodbus over TCP',
      isNetwork: true,
      open: () =>
        overNetwork(
          port => libmodbus.tcp({ port }),
          port => tcpChannel({ port, devices: [ONE] }),
        ),
    },
    {
      name: 'libmodbus on a serial line',
      isNetwork: false,
      open: () => overSerial(path => libmodbus.rtu({ path, unit: ONE.unit }), [ONE]),
    },
    {
      name: 'pymodbus over TCP, two units behind a gateway',
      isNetwork: true,
      open: () =>
        overNetwork(
          port => pymodbus.tcp(port),
          port => tcpChannel({ port, devices: TWO, isGateway: true }),
        ),
    },
    {
      name: 'pymodbus over RTU over TCP, two units',
      isNetwork: true,
      open: () =>
        overNetwork(
          port => pymodbus.rtuOverTcp(port),
          port => rtuTcpChannel({ port, devices: TWO }),
        ),
    },
    {
      name: 'pymodbus on a serial line, two units',
      isNetwork: false,
      open: () => overSerial(path => pymodbus.serial(path), TWO),
    },
  ];
}
