/**
 * A Modbus TCP slave fast enough to measure a master against: own process, one port per device, functions 3 and 6, pipelined
 * frames. Told `{devices}` it answers `{ports}`; `{delayMs}` lets every reply wait so long from now on, one after the other, as a
 * controller does; asked `{take: true}` it answers what it saw since the last take.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export interface SlaveReport {
  readonly requests: number;
  /** ms between successive reads of the first address, by device. */
  readonly periods: readonly (readonly number[])[];
  /** Requests between two reads of the first address, of the first device. */
  readonly requestsPerScan: number;
  /** Connections taken since the start, all devices together. */
  readonly accepted: number;
}

export type SlaveOrder =
  | { readonly devices: number }
  | { readonly delayMs: number; readonly device?: number }
  | { readonly take: true };

const REGISTERS = Buffer.alloc(65_536 * 2);
for (let i = 0; i < 65_536; i++) REGISTERS.writeUInt16BE(i, i * 2);

const REQUEST_BYTES = 12;
const READ = 3;

interface Device {
  readonly server: Server;
  firstReadAt: number;
  periods: number[];
  delayMs: number;
}

const devices: Device[] = [];
let requests = 0;
let scans = 0;
let accepted = 0;

function serve(socket: Socket, device: Device): void {
  accepted++;
  socket.setNoDelay(true);
  let pending = Buffer.alloc(0);
  let freeAt = 0;
  const send = (reply: Buffer): void => {
    if (!socket.destroyed) socket.write(reply);
  };
  socket.on('error', () => socket.destroy());
  socket.on('data', bytes => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    const replies: Buffer[] = [];
    while (pending.length >= REQUEST_BYTES) {
      replies.push(replyTo(pending, device));
      pending = pending.subarray(REQUEST_BYTES);
    }
    if (replies.length === 0) return;
    if (device.delayMs === 0) return send(replies.length === 1 ? (replies[0] ?? bytes) : Buffer.concat(replies));
    for (const reply of replies) {
      freeAt = Math.max(freeAt, performance.now()) + device.delayMs;
      setTimeout(() => send(reply), freeAt - performance.now());
    }
  });
}

function replyTo(request: Buffer, device: Device): Buffer {
  const offset = request.readUInt16BE(8);
  // Function 6 is answered with itself.
  if (request[7] !== READ) return Buffer.from(request.subarray(0, REQUEST_BYTES));
  note(offset, device);
  const count = request.readUInt16BE(10);
  const frame = Buffer.allocUnsafe(9 + count * 2);
  request.copy(frame, 0, 0, 2);
  frame.writeUInt16BE(0, 2);
  frame.writeUInt16BE(3 + count * 2, 4);
  frame[6] = request[6] ?? 0;
  frame[7] = READ;
  frame[8] = count * 2;
  REGISTERS.copy(frame, 9, offset * 2, (offset + count) * 2);
  return frame;
}

function note(offset: number, device: Device): void {
  requests++;
  if (offset !== 0) return;
  scans++;
  const now = performance.now();
  if (device.firstReadAt > 0) device.periods.push(now - device.firstReadAt);
  device.firstReadAt = now;
}

async function listen(): Promise<void> {
  const device: Device = {
    server: createServer(socket => serve(socket, device)),
    firstReadAt: 0,
    periods: [],
    delayMs: 0,
  };
  devices.push(device);
  await new Promise<void>(resolve => void device.server.listen(0, '127.0.0.1', resolve));
}

process.on('disconnect', () => process.exit(0));
process.on('message', (order: SlaveOrder) => {
  if ('devices' in order) {
    void Promise.all(Array.from({ length: order.devices }, listen)).then(() =>
      process.send?.({ ports: devices.map(d => (d.server.address() as AddressInfo).port) }),
    );
  } else if ('delayMs' in order) {
    devices.forEach((device, i) => {
      if (order.device === undefined || order.device === i) device.delayMs = order.delayMs;
    });
    process.send?.({});
  } else {
    const requestsPerScan = requests / Math.max(1, scans);
    const periods = devices.map(device => device.periods);
    process.send?.({ requests, periods, requestsPerScan, accepted } satisfies SlaveReport);
    for (const device of devices) device.periods = [];
    requests = 0;
    scans = 0;
  }
});
