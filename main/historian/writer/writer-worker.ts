/** Entry of the historian's writer thread. What it throws ends the thread; the main thread tells and starts another. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWriter, ToWriter, WriterData } from '../messages.ts';
import { HistoryWriter } from './history-writer.ts';

const port = parentPort;
if (!port) throw new Error('the historian writer is a thread of the station, not a program');

const send = (message: FromWriter): void => {
  port.postMessage(message);
  if (message.kind === 'stopped') port.close();
};
const data: WriterData = workerData;
const writer = new HistoryWriter(data, send);
port.on('message', (message: ToWriter) => writer.receive(message));
