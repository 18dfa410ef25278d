/**
 * Entry of the OPC UA worker thread: the only place where the node-opcua client lives. Takes orders, runs at most one client
 * session at a time and reports. It keeps no state across attempts and decides nothing: retries, quality of what is lost and
 * deadlines belong to the channel. An exception that nobody caught ends the thread on purpose; the channel starts a new one.
 */
import { parentPort } from 'node:worker_threads';
import { ClientSession } from './client/client-session.ts';
import { parseOrder } from './message-check.ts';
import type { ConnectOrder, WorkerOrder, WorkerReport } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('the OPC UA worker is a thread of the station, not a program');

const report = (message: WorkerReport, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, [...transfer]);

let current: ClientSession | null = null;

/** None of the promises can reject: a session turns every failure into a report. */
function replace(order: ConnectOrder | null, attempt: number): void {
  const previous = current;
  current = order && new ClientSession(order, report);
  if (previous) void previous.close();
  else if (!order) report({ kind: 'closed', attempt });
  void current?.open();
}

function obey(order: WorkerOrder): void {
  switch (order.kind) {
    case 'connect':
      return replace(order, order.attempt);
    case 'disconnect':
      return replace(null, order.attempt);
    case 'watch':
      return current?.set(order);
    case 'tap':
      return current?.tap(order.isOn);
    case 'browse':
      return void (current?.browse(order) ?? refuse(order));
    case 'write':
      return void (current?.write(order) ?? refuse(order));
  }
}

/** Asked of a session that is gone: nothing has left this computer. */
function refuse({ kind, attempt, id }: Extract<WorkerOrder, { id: number }>): void {
  const detail = 'there is no session';
  if (kind === 'browse') report({ kind: 'browsed', attempt, id, outcome: { ok: false, detail } });
  else report({ kind: 'written', attempt, id, outcome: { ok: false, why: 'not-connected', sentAt: null, detail } });
}

port.on('message', (data: unknown) => {
  const order = parseOrder(data);
  if (!order) throw new Error('the OPC UA worker was given an order it does not know');
  obey(order);
});

report({ kind: 'ready' });
