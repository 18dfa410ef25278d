/**
 * Entry of the utility process that runs the demo field: makes Electron's parent port look like the channel of a Node
 * child (process.send and the 'message' event), then loads the real entry, named first on its command line.
 */
import { pathToFileURL } from 'node:url';

const { parentPort } = process;
const [entry] = process.argv.splice(2, 1);
if (entry === undefined) throw new Error('the demo field needs the path of its entry');

process.send = message => {
  parentPort.postMessage(message);
  return true;
};
// Electron keeps messages until somebody listens to the port; so must the channel it stands for.
let isConnected = false;
process.on('newListener', name => {
  if (name !== 'message' || isConnected) return;
  isConnected = true;
  parentPort.on('message', ({ data }) => process.emit('message', data, undefined));
});
process.argv[1] = entry;
await import(pathToFileURL(entry).href);
