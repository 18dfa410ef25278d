/**
 * `npm run serve` and `npm run field`: builds what is out of date, then becomes the program named
 * by the first argument. The program is loaded into this very process (no child in between), so
 * SIGTERM and SIGINT reach it and nothing can be left behind. Node 24; started by an older one it
 * hands over to the project's.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleArguments } from './lib/bundle-arguments.mjs';
import { isProgramNode, projectNode } from './lib/node-version.mjs';
import { endOnSignal, onOrphaned, run } from './lib/processes.mjs';
import { complain } from './lib/progress.mjs';
import { isBuilt } from './lib/source-hash.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...given] = process.argv.slice(2);
const NOT_STARTED = 2;

/** The same again under the Node that the program needs. */
async function handOver() {
  const node = projectNode(root);
  if (node === undefined) {
    complain(
      `Node.js ${process.version} 太旧，而项目自己的 Node 24 尚未安装：请先运行 npm install。`,
      `Node.js ${process.version} is too old, and the project's own Node 24 is not installed: run npm install first.`,
    );
    process.exitCode = NOT_STARTED;
    return;
  }
  endOnSignal(0);
  process.exitCode = await run(node, process.argv.slice(1), { stdio: 'inherit' });
}

async function become() {
  if (!isBuilt(root)) {
    // A child, so that the bundler's memory is given back; stdout stays for what the program prints.
    const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
    if (build.status !== 0) process.exit(build.status ?? 1);
  }
  const bundle = join(root, 'out/main', `${name}.js`);
  process.argv = [process.argv[0], bundle, ...bundleArguments(given, root, process.env.INIT_CWD ?? process.cwd())];
  // The program ends in order, as if somebody had asked it to.
  onOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  await import(pathToFileURL(bundle).href);
}

await (isProgramNode(process.version) ? become() : handOver());
