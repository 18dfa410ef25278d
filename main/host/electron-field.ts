/**
 * Starts the demo field inside Electron. Electron ships with the RunAsNode fuse off, so child_process.fork cannot work;
 * a utility process takes its place. `electron-field-child.ts` gives that process the channel a Node child would have.
 */
import { utilityProcess } from 'electron';
import type { ForkField } from '../simulator-launcher.ts';

/**
 * @param childEntry path of the built `electron-field-child.js`.
 */
export function utilityForkField(childEntry: string): ForkField {
  return (entry, args) => {
    const child = utilityProcess.fork(childEntry, [entry, ...args], {
      serviceName: 'citygate-field',
      stdio: 'inherit',
    });
    return {
      get pid() {
        return child.pid;
      },
      send: message => child.postMessage(message),
      onMessage: listener => void child.on('message', listener),
      onExit: listener => void child.once('exit', listener),
      kill: signal => {
        if (signal === 'SIGTERM' || child.pid === undefined) child.kill();
        else process.kill(child.pid, signal);
      },
    };
  };
}
