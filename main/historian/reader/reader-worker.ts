/** Entry of a historian reader thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ToReader } from '../messages.ts';
import { HistoryReader } from './history-reader.ts';
import { selfCheck } from './self-check.ts';

const port = parentPort;
if (!port) throw new Error('a historian reader is a thread of the station, not a program');

const { folder, monthFolder }: { folder: string; monthFolder: string } = workerData;
const reader = new HistoryReader({
  ...{ folder, monthFolder },
  send: (message, transfer) => port.postMessage(message, [...transfer]),
  onClosed: () => port.close(),
});
// Not at once: the station starts, and the processor has better things to do.
setTimeout(selfCheck, 1_000).unref();
port.on('message', (message: ToReader) => reader.receive(message));
