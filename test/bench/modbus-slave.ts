/**
 * A Modbus TCP slave fast enough to measure a master against: own process, one port per device, functions 3 and 6, pipelined
 * frames. Told `{devices}` it answers `{ports}`; `{delayMs}` lets every reply wait so long from now on, one after the other, as a
 * controller does; asked `{take: true}` it answers what it saw since the last take. `{watch}` and `{changes}` make a field of it whose
 * registers change by a plan; asked `{told: true}` it answers which of the changes a master was told, and when.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { type FieldChange, FieldRegisters } from './field-registers.ts';

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
  | { readonly take: true }
  /** Every register holds this value, and what is told is written down. */
  | { readonly watch: number }
  | { readonly changes: readonly FieldChange[] }
  | { readonly told: true };

const registers = new FieldRegisters();

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
  registers.bytes.copy(frame, 9, offset * 2, (offset + count) * 2);
  registers.tell(offset, count);
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
  } else process.send?.(obey(order));
});

function obey(order: Exclude<SlaveOrder, { readonly devices: number }>): unknown {
  if ('told' in order) return registers.take();
  if ('take' in order) return report();
  if ('watch' in order) registers.watch(order.watch);
  else if ('changes' in order) registers.schedule(order.changes);
  else {
    devices.forEach((device, i) => {
      if (order.device === undefined || order.device === i) device.delayMs = order.delayMs;
    });
  }
  return {};
}

function report(): SlaveReport {
  const requestsPerScan = requests / Math.max(1, scans);
  const periods = devices.map(device => device.periods);
  for (const device of devices) device.periods = [];
  const report = { requests, periods, requestsPerScan, accepted };
  requests = 0;
  scans = 0;
  return report;
}
