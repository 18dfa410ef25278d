/**
 * An RS-485 line of pseudo terminals: what one station sends, all others hear. Each station is a real serial port of the system
 * (socat), all are joined by a hub in this process. What a pseudo terminal has not: a baud rate and parity, so that a wrong one
 * cannot be seen, and collisions that garble bits; frames of two masters come interleaved, not broken.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readlinkSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { waitFor } from './wait-for.ts';

const PLUG_LIMIT_MS = 5_000;

export class SerialBus {
  readonly #folder: string;
  readonly #hub: Server;
  readonly #joined = new Set<Socket>();
  #joins = 0;
  readonly #stations = new Map<string, ChildProcess>();
  /** Every chunk that any station has sent. */
  readonly heard: Buffer[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#hub = createServer({ noDelay: true }, socket => this.#join(socket));
  }

  /** @param folder for the names of the ports; the caller's to remove */
  static async open(folder: string): Promise<SerialBus> {
    const bus = new SerialBus(folder);
    bus.#hub.listen(0, '127.0.0.1');
    await once(bus.#hub, 'listening');
    return bus;
  }

  pathOf(station: string): string {
    return join(this.#folder, station);
  }

  /** The device behind the name of the port, e.g. `/dev/pts/3`. */
  deviceOf(station: string): string {
    return readlinkSync(this.pathOf(station));
  }

  /** Adds a station, or plugs one in again under its old name. Resolves with the path of its port. */
  async plug(station: string): Promise<string> {
    const path = this.pathOf(station);
    const { port } = this.#hub.address() as AddressInfo;
    const joins = this.#joins;
    const socat = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp4:127.0.0.1:${port},nodelay`], {
      stdio: 'ignore',
    });
    this.#stations.set(station, socat);
    await waitFor(`port ${station}`, () => existsSync(path) && this.#joins > joins, PLUG_LIMIT_MS);
    return path;
  }

  /** As a USB adapter is pulled out: the port is gone, and so is its name. */
  async unplug(station: string): Promise<void> {
    const socat = this.#stations.get(station);
    this.#stations.delete(station);
    if (socat === undefined || socat.exitCode !== null || socat.signalCode !== null) return;
    const ended = once(socat, 'exit');
    socat.kill('SIGKILL');
    await ended;
    rmSync(this.pathOf(station), { force: true });
  }

  /** Noise on the wire: every station hears it. */
  disturb(bytes: Uint8Array): void {
    for (const socket of this.#joined) socket.write(bytes);
  }

  async close(): Promise<void> {
    for (const station of [...this.#stations.keys()]) await this.unplug(station);
    for (const socket of this.#joined) socket.destroy();
    this.#hub.close();
    await once(this.#hub, 'close');
  }

  #join(socket: Socket): void {
    this.#joins++;
    this.#joined.add(socket);
    socket.on('data', bytes => {
      this.heard.push(bytes);
      for (const other of this.#joined) if (other !== socket) other.write(bytes);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#joined.delete(socket));
  }
}
