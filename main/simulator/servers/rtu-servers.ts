/**
 * Lines to the RTU slaves: a serial server (raw RTU frames over TCP) and a serial device of the operating system (a pseudo
 * terminal in tests, an RS-485 adapter on a bench). Simulator process.
 */
import { constants, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { ReadStream, WriteStream } from 'node:tty';
import type { BehaviourOf, DeviceBehaviour } from './device-behaviour.ts';
import type { Slave } from './modbus-pdu.ts';
import { backTo, type FieldServer, type ReplyPath, sendReply, TcpListener } from './modbus-tcp-server.ts';
import { RtuBus } from './rtu-bus.ts';

export interface BusSlave extends Slave {
  readonly device: string;
}

function isOnLine(behaviour: DeviceBehaviour): boolean {
  return !behaviour.offline && !behaviour.silent;
}

interface Line {
  /** Where requests come from. */
  readonly stream: Socket;
  readonly path: ReplyPath;
}

function serveLine(line: Line, slaves: readonly BusSlave[], behaviourOf: BehaviourOf): void {
  const bus = new RtuBus(slaves);
  const deviceOf = new Map(slaves.map(s => [s.unit, s.device]));
  line.stream.on('data', chunk => {
    for (const { slave, frame } of bus.feed(chunk, performance.now())) {
      const behaviour = behaviourOf(deviceOf.get(slave.unit) ?? '');
      if (isOnLine(behaviour)) sendReply(line.path, frame, behaviour);
    }
  });
}

/**
 * A serial server only carries bytes: what comes out of the line late goes to whoever is connected by then, though it answers a
 * request of a connection that is long gone.
 */
export class RtuTcpServer implements FieldServer {
  readonly host: string;
  readonly #listener: TcpListener;

  constructor(options: { host: string; port: number; slaves: readonly BusSlave[]; behaviourOf: BehaviourOf }) {
    this.host = options.host;
    this.#listener = new TcpListener({
      host: options.host,
      port: options.port,
      serve: socket =>
        serveLine(
          { stream: socket, path: { now: socket, later: () => this.#listener.sockets } },
          options.slaves,
          options.behaviourOf,
        ),
    });
  }

  get port(): number {
    return this.#listener.port;
  }

  open(): Promise<void> {
    return this.#listener.open();
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  /** The serial server itself stays; its slaves fall silent one by one, which is asked for at each request. */
  setBehaviour(): Promise<void> {
    return Promise.resolve();
  }
}

export interface SerialLine {
  close(): void;
}

/**
 * Serves the slaves on a terminal device that is already set to its speed and parity (`stty`).
 * @throws when the device cannot be opened or is no terminal
 */
export function serveSerial(path: string, slaves: readonly BusSlave[], behaviourOf: BehaviourOf): SerialLine {
  const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
  // A descriptor each: both streams close their own.
  const input = new ReadStream(openSync(path, flags));
  input.setRawMode(true);
  const output = new WriteStream(openSync(path, flags));
  // The other end of a line may vanish; the field goes on without it.
  input.on('error', () => input.destroy());
  output.on('error', () => output.destroy());
  serveLine({ stream: input, path: backTo(output) }, slaves, behaviourOf);
  return {
    close: () => {
      input.destroy();
      output.destroy();
    },
  };
}
