/**
 * `npm run dev`: the station with its demo field, rebuilt and restarted when main/ or shared/
 * change, and the page from Vite's dev server with hot reload, which passes /ws and /rpc on to
 * the station. Prints the page's address. Node 24.
 */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { buildAll, rendererConfig, root } from './build.mjs';
import { endOnSignal, endTree, isEnding } from './lib/processes.mjs';
import { complain, say } from './lib/progress.mjs';
import { parseStartOptions } from './lib/start-options.mjs';
import { freePort, startStation } from './lib/station.mjs';

/** An editor's save touches a file several times. */
const SETTLE_MS = 150;
const DEV_PORT = 5173;

// Set before Vite looks: building main/ below must not turn the page's React into its production form.
process.env.NODE_ENV = 'development';

const parsed = parseStartOptions(process.argv.slice(2), root, process.env.INIT_CWD ?? process.cwd());
// Fixed for the whole session: the proxy below points at it through every restart.
const options = { ...parsed, port: parsed.port ?? (await freePort()) };
const stationUrl = `http://127.0.0.1:${options.port}`;

let station;
let turn = Promise.resolve();

async function restart() {
  try {
    await buildAll({ only: ['main'] });
  } catch (error) {
    complain('构建失败，站按旧程序继续运行', `build failed, the station goes on as it was: ${error.message}`);
    return;
  }
  if (station) await endTree(station);
  if (isEnding()) return;
  station = startStation(root, options);
  const url = await station.ready;
  if (url === undefined)
    complain('站未能启动；修改后将重试', 'the station did not start; it is tried again after a change');
  else say(`站：${url}`, `station: ${url}`);
}

/** One restart after another, never two at once. */
function queueRestart() {
  turn = turn.then(restart);
  return turn;
}

function watchSources() {
  let timer;
  const onChange = (_event, file) => {
    if (file?.endsWith('.tsbuildinfo')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void queueRestart(), SETTLE_MS);
  };
  for (const folder of ['main', 'shared']) watch(join(root, folder), { recursive: true }, onChange);
}

async function servePage() {
  // The station refuses foreign origins; through the proxy the page is its own.
  const proxied = { target: stationUrl, changeOrigin: true, headers: { origin: stationUrl } };
  const server = await createServer({
    ...(await rendererConfig()),
    server: {
      host: '127.0.0.1',
      port: DEV_PORT,
      proxy: { '/rpc': proxied, '/ws': { ...proxied, ws: true } },
      fs: { allow: [root] },
    },
  });
  await server.listen();
  say(`页面：${server.resolvedUrls.local[0]}（Ctrl-C 结束）`, `page: ${server.resolvedUrls.local[0]} (Ctrl-C ends)`);
}

endOnSignal(0);
const ours = process.listeners('SIGTERM');
await queueRestart();
watchSources();
await servePage();
// Vite's own handler would end this process before the station has ended.
for (const listener of process.listeners('SIGTERM')) if (!ours.includes(listener)) process.off('SIGTERM', listener);
