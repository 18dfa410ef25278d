/**
 * The command line of `npm start`. A pure function: unknown or broken arguments are errors that
 * name the argument, never guesses. Node built-ins only.
 */
import { join, resolve } from 'node:path';
import { OuterError } from './progress.mjs';

const VALUED = { '--project': 'projectDir', '--data': 'dataDir', '--port': 'port' };

function badArgument(name) {
  const usage = 'npm start -- [--project DIR] [--data DIR] [--port N] [--no-window]';
  return new OuterError(`参数 ${name} 无效。用法：${usage}`, `Invalid argument ${name}. Usage: ${usage}`, 2);
}

function parsePort(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw badArgument(`--port ${text}`);
  return port;
}

/** Options of one start; paths absolute, `port` undefined when the user left it to us. */
export function parseStartOptions(args, root, cwd = process.cwd()) {
  const options = {
    projectDir: join(root, 'assets/demo-station'),
    dataDir: join(root, 'data'),
    port: undefined,
    hasWindow: true,
  };
  for (let index = 0; index < args.length; index += 1) {
    const [name, inline] = args[index].split(/=(.*)/s);
    if (name === '--no-window' && inline === undefined) {
      options.hasWindow = false;
      continue;
    }
    const key = VALUED[name];
    const value = inline ?? args[index + 1];
    if (key === undefined || !value || (inline === undefined && value.startsWith('--'))) throw badArgument(args[index]);
    options[key] = key === 'port' ? parsePort(value) : resolve(cwd, value);
    if (inline === undefined) index += 1;
  }
  return options;
}
