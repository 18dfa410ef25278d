/**
 * A Modbus TCP slave fast enough to measure a master against: own process, one port per device, FC 3 only, pipelined frames.
 * Told `{devices}` it answers `{ports}`; asked `{take: true}` it answers what it saw since the last take.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export interface SlaveReport {
  readonly requests: number;
  /** ms between successive reads of the same first address, all devices together. */
  readonly periods: readonly number[];
  /** Requests between two reads of the first address, of the first device. */
  readonly requestsPerScan: number;
}

const REGISTERS = Buffer.alloc(65_536 * 2);
for (let i = 0; i < 65_536; i++) REGISTERS.writeUInt16BE(i, i * 2);

let requests = 0;
let scans = 0;
let periods: number[] = [];

function serve(socket: Socket, device: { firstReadAt: number }): void {
  socket.setNoDelay(true);
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', bytes => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    const replies: Buffer[] = [];
    while (pending.length >= 12) {
      const offset = pending.readUInt16BE(8);
      replies.push(reply(pending, offset, pending.readUInt16BE(10)));
      note(offset, device);
      pending = pending.subarray(12);
    }
    if (replies.length > 0)
      socket.write(replies.length === 1 ? (replies[0] ?? Buffer.alloc(0)) : Buffer.concat(replies));
  });
}

function reply(request: Buffer, offset: number, count: number): Buffer {
  const frame = Buffer.allocUnsafe(9 + count * 2);
  request.copy(frame, 0, 0, 2);
  frame.writeUInt16BE(0, 2);
  frame.writeUInt16BE(3 + count * 2, 4);
  frame[6] = request[6] ?? 0;
  frame[7] = 3;
  frame[8] = count * 2;
  REGISTERS.copy(frame, 9, offset * 2, (offset + count) * 2);
  return frame;
}

function note(offset: number, device: { firstReadAt: number }): void {
  requests++;
  if (offset !== 0) return;
  scans++;
  const now = performance.now();
  if (device.firstReadAt > 0) periods.push(now - device.firstReadAt);
  device.firstReadAt = now;
}

async function listen(): Promise<Server> {
  const device = { firstReadAt: 0 };
  const server = createServer(socket => serve(socket, device));
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message: { devices?: number; take?: boolean }) => {
  if (message.devices !== undefined) {
    void Promise.all(Array.from({ length: message.devices }, listen)).then(servers =>
      process.send?.({ ports: servers.map(s => (s.address() as AddressInfo).port) }),
    );
  } else {
    process.send?.({ requests, periods, requestsPerScan: requests / Math.max(1, scans) } satisfies SlaveReport);
    requests = 0;
    scans = 0;
    periods = [];
  }
});
