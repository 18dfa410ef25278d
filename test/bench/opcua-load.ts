/** OPC UA: 10,000 items that all change every second. Server and client are processes of their own. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, OpcuaTestServer } from '../kit/opcua-server.ts';
import { type BenchCase, cpuSeconds, residentMb, sleep } from './bench.ts';

const ITEMS = 10_000;
const READY_LIMIT_MS = 60_000;

interface Told {
  readonly values: number;
  readonly gaps: number;
  readonly overruns: number;
  readonly isReady: boolean;
}

export async function opcuaCases(seconds: number): Promise<Record<string, BenchCase>> {
  const root = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const port = await freePort();
  const server = await OpcuaTestServer.start({
    port,
    pki: join(root, 'server'),
    user: 'bench',
    password: 'bench',
    nodes: [],
    counters: ITEMS,
    modes: ['None'],
    policies: ['None'],
    isAnonymousAllowed: true,
  });
  const program = fileURLToPath(new URL('./opcua-driver-process.ts', import.meta.url));
  const client = fork(program, [String(port), String(ITEMS), join(root, 'data')], { stdio: ['ignore', 2, 2, 'ipc'] });
  const ask = (): Promise<Told> =>
    new Promise(resolve => {
      client.once('message', told => resolve(told as Told));
      client.send('tell');
    });
  try {
    const until = performance.now() + READY_LIMIT_MS;
    while (!(await ask()).isReady) {
      if (performance.now() > until) throw new Error('the OPC UA client never had all values');
      await sleep(200);
    }
    const cpuBefore = cpuSeconds(client.pid ?? 0);
    const startedAt = performance.now();
    server.order({ kind: 'count-up', everyMs: 1_000, times: seconds });
    await sleep(seconds * 1_000);
    const cpu = ((cpuSeconds(client.pid ?? 0) - cpuBefore) / (performance.now() - startedAt)) * 100_000;
    // What was published last is still on its way.
    await sleep(Math.min(3_000, seconds * 750));
    const { values, gaps, overruns } = await ask();
    const missing = ITEMS * seconds - values;
    return {
      'opcua-lost': {
        value: Math.max(missing, gaps),
        unit: 'values',
        note: `${ITEMS} items changing every second for ${seconds} s: ${values} values came, ${gaps} gaps, ${overruns} overflows`,
      },
      'opcua-cpu': { value: cpu, unit: '% of one core', note: 'the client process, its worker thread included' },
      'opcua-rss': { value: residentMb(client.pid ?? 0), unit: 'MB', note: 'the client process' },
    };
  } finally {
    client.disconnect();
    await server.kill();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}
