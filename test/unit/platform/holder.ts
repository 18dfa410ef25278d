/** Another Citygate for the lock tests: takes the data folder given on its command line, says how that went, and waits. */
import { openDataDirectory } from '../../../main/platform/data-directory.ts';
import { StationError } from '../../../main/platform/station-error.ts';

const [folder = '', user] = process.argv.slice(2);
if (user !== undefined) process.setuid?.(Number(user));
try {
  openDataDirectory(folder).announce({ pid: process.pid, url: 'http://127.0.0.1:1' });
  process.stdout.write('holds\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof StationError ? error.code : String(error)}\n`);
}
