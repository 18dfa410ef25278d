/**
 * The independent implementations of Modbus, each on each medium that it speaks, with a way to kill it and start it again at the
 * same place: for what the driver must do whoever is at the other end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ModbusChannel } from '../../main/project/types.ts';
import { useLibmodbus } from './libmodbus-peer.ts';
import type { WatchedPeer } from './peer-process.ts';
import { rtuTcpChannel, serialChannel, tcpChannel } from './peer-rig.ts';
import { usePymodbus } from './pymodbus-peer.ts';
import { SerialBus } from './serial-bus.ts';
import { TcpRelay } from './tcp-relay.ts';

export interface PeerStand {
  /** A channel straight to the peer and its devices. */
  readonly channel: ModbusChannel;
  readonly devices: readonly string[];
  /** The same through a relay that can be frozen and cut; null on a serial line. */
  readonly relayed: { readonly channel: ModbusChannel; readonly relay: TcpRelay } | null;
  readonly peer: WatchedPeer;
  /** A new process at the same place, after the old one was killed. */
  restart(): Promise<void>;
}

export interface PeerKind {
  readonly name: string;
  /** Nobody listens any more when the process is gone; a serial line is only silent. */
  readonly isNetwork: boolean;
  /** RTU frames, on a serial port or through a socket. */
  readonly isLine: boolean;
  readonly units: number;
  open(): Promise<PeerStand>;
}

type Start = (port: number) => Promise<WatchedPeer>;
type Make = (port: number) => ModbusChannel;

/** The stand around one peer that `start` starts anew each time, with the port of the first time. */
async function standOf(start: Start, make: Make, relay?: (port: number) => Promise<TcpRelay>): Promise<PeerStand> {
  let peer = await start(0);
  const way = await relay?.(peer.port);
  const channel = make(peer.port);
  return {
    channel,
    devices: channel.devices.map(device => device.id),
    relayed: way === undefined ? null : { relay: way, channel: make(way.port) },
    get peer() {
      return peer;
    },
    restart: async () => {
      peer = await start(peer.port);
    },
  };
}

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

  const overNetwork = (start: Start, make: Make): Promise<PeerStand> =>
    standOf(start, make, async port => {
      const relay = await TcpRelay.to(port);
      cleanUps.push(() => relay.close());
      return relay;
    });
  const overSerial = async (
    start: (path: string) => Promise<WatchedPeer>,
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
    );
  };

  return [
    {
      name: 'libmodbus over TCP',
      isNetwork: true,
      isLine: false,
      units: 1,
      open: () =>
        overNetwork(
          port => libmodbus.tcp({ port }),
          port => tcpChannel({ port, devices: [ONE] }),
        ),
    },
    {
      name: 'libmodbus on a serial line',
      isNetwork: false,
      isLine: true,
      units: 1,
      open: () => overSerial(path => libmodbus.rtu({ path, unit: ONE.unit }), [ONE]),
    },
    {
      name: 'pymodbus over TCP, two units behind a gateway',
      isNetwork: true,
      isLine: false,
      units: 2,
      open: () =>
        overNetwork(
          port => pymodbus.tcp(port),
          port => tcpChannel({ port, devices: TWO, isGateway: true }),
        ),
    },
    {
      name: 'pymodbus over RTU over TCP, two units',
      isNetwork: true,
      isLine: true,
      units: 2,
      open: () =>
        overNetwork(
          port => pymodbus.rtuOverTcp(port),
          port => rtuTcpChannel({ port, devices: TWO }),
        ),
    },
    {
      name: 'pymodbus on a serial line, two units',
      isNetwork: false,
      isLine: true,
      units: 2,
      open: () => overSerial(path => pymodbus.serial(path), TWO),
    },
  ];
}
