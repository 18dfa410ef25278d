/**
 * `npm run serve` and `npm run field`: builds what is out of date, then becomes the program named
 * by the first argument. The program is loaded into this very process (no child in between), so
 * SIGTERM and SIGINT reach it and nothing can be left behind. Node 24.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isBuilt } from './lib/source-hash.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...given] = process.argv.slice(2);

/** The demo station and the clone's own data folder, unless the caller names others. */
const DEFAULTS = { '--project': join(root, 'assets/demo-station'), '--data': join(root, 'data') };
const isGiven = option => given.some(word => word === option || word.startsWith(`${option}=`));
const defaults = Object.entries(DEFAULTS).flatMap(([option, path]) => (isGiven(option) ? [] : [option, path]));

if (!isBuilt(root)) {
  // A child, so that the bundler's memory is given back; stdout stays for what the program prints.
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

const bundle = join(root, 'out/main', `${name}.js`);
process.argv = [process.argv[0], bundle, ...defaults, ...given];
await import(pathToFileURL(bundle).href);
