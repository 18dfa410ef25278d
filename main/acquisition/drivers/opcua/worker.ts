/**
 * Entry of the OPC UA worker thread: the only place where the node-opcua client lives. Takes orders, runs at most one client
 * session at a time and reports. It keeps no state across attempts and decides nothing: retries, quality of what is lost and
 * deadlines belong to the channel. An exception that nobody caught ends the thread on purpose; the channel starts a new one.
 */
import { parentPort } from 'node:worker_threads';
import { ClientSession } from './client/client-session.ts';
import { parseOrder, type WorkerReport } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('the OPC UA worker is a thread of the station, not a program');

const report = (message: WorkerReport, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, [...transfer]);

let current: ClientSession | null = null;

port.on('message', (data: unknown) => {
  const order = parseOrder(data);
  if (!order) throw new Error('the OPC UA worker was given an order it does not know');
  const previous = current;
  current = order.kind === 'connect' ? new ClientSession(order, report) : null;
  // Neither promise can reject: a session turns every failure into a report.
  if (previous) void previous.close();
  else if (order.kind === 'disconnect') report({ kind: 'closed', attempt: order.attempt });
  void current?.open();
});

report({ kind: 'ready' });
