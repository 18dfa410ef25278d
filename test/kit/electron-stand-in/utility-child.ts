/** Runs first in a utility process: gives it Electron's process.parentPort over descriptor 3. */
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createCloneCodec } from './clone-codec.ts';

const codec = createCloneCodec();
const port = new Socket({ fd: 3 });
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown): void => {
    port.write(`${codec.encode(message)}\n`);
  },
});
// Messages that come before anybody listens wait, as in Electron.
const waiting: unknown[] = [];
createInterface({ input: port }).on('line', line => {
  const data = codec.decode(line);
  if (!parentPort.emit('message', { data, ports: [] })) waiting.push(data);
});
parentPort.on('newListener', name => {
  if (name !== 'message') return;
  setImmediate(() => {
    for (const data of waiting.splice(0)) parentPort.emit('message', { data, ports: [] });
  });
});
port.on('close', () => process.exit(0));
port.on('error', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: parentPort });
