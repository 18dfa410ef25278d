/**
 * What the flight recorder costs: `frame-cost` is the time that a driver spends in the tap for one frame, request or answer of 125
 * registers, at 800 requests a second; `cpu@800` is all of it, writing included, as the difference to the same loop without a
 * recorder; `page` is the newest 100 frames of a full ring, `page-filtered` a device that has none in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRecorders, type Recorders } from '../../main/acquisition/recorder/recorders.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import { tcpChannel } from '../kit/project-parts.ts';
import { type Bench, type BenchCase, median, sleep } from './bench.ts';

const REQUESTS_PER_S = 800;
const RUNS = 5;
const RING_MB = 64;

const tags = Array.from({ length: 8 }, (_, block) => Array.from({ length: 60 }, (_, i) => `PT-${block}${100 + i}`));
const request = Buffer.from('000100000006010300640078', 'hex');
const answer = Buffer.concat([Buffer.from('0001000000fd0103fa', 'hex'), Buffer.alloc(250, 7)]);

function start(dataFolder: string, recorderMb: number): Recorders {
  return createRecorders({
    channels: [tcpChannel(['PLC', 'SIS'], { id: 'plc', recorderMb })],
    dataFolder,
    clock: systemClock,
    log: createLog('bench'),
    onEvent: event => process.stderr.write(`${JSON.stringify(event)}\n`),
  });
}

function say(recorders: Recorders, n: number): void {
  const tap = recorders.tap('plc');
  const block = tags[n % tags.length] ?? [];
  if (!tap.isOn('PLC')) return;
  tap.frame({ direction: 'sent', device: 'PLC', bytes: request, tags: block });
  tap.frame({ direction: 'received', device: 'PLC', bytes: answer, tags: block });
}

/** Time in the tap per frame, ns, and CPU of the process, % of one core. */
async function paced(recorders: Recorders, forMs: number): Promise<{ ns: number; cpu: number }> {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  let [requests, inTapMs] = [0, 0];
  while (performance.now() - began < forMs) {
    const due = ((performance.now() - began) * REQUESTS_PER_S) / 1_000;
    const from = performance.now();
    while (requests < due) say(recorders, requests++);
    inTapMs += performance.now() - from;
    await sleep(10);
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ns: (inTapMs * 1e6) / (2 * requests), cpu: (user + system) / 10 / (performance.now() - began) };
}

async function pageMs(recorders: Recorders, query: { device?: string; limit: number }): Promise<number> {
  const from = performance.now();
  await recorders.read('plc', { onlyProblems: false, ...query });
  return performance.now() - from;
}

async function fill(recorders: Recorders): Promise<void> {
  const full = RING_MB * 1e6 * 0.9;
  for (let n = 0; ((await recorders.read('plc', { onlyProblems: false, limit: 1 }))?.recorder.bytes ?? full) < full; ) {
    for (let i = 0; i < 400; i++) say(recorders, n++);
    await sleep(10);
  }
}

export const recorder: Bench = async ({ quick, progress }) => {
  const folder = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const recorders = start(join(folder), RING_MB);
  const none = start(join(folder), 0);
  const forMs = quick ? 1_500 : 5_000;
  try {
    await paced(recorders, 2 * forMs);
    const [on, off]: { ns: number; cpu: number }[][] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      progress(`run ${run + 1} of ${RUNS}`);
      off?.push(await paced(none, forMs));
      on?.push(await paced(recorders, forMs));
    }
    progress('filling the ring');
    await fill(recorders);
    const pages: number[][] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      pages[0]?.push(await pageMs(recorders, { limit: 100 }));
      pages[1]?.push(await pageMs(recorders, { device: 'SIS', limit: 100 }));
    }
    const cpu = (runs: readonly { cpu: number }[] = []) => median(runs.map(r => r.cpu));
    const cases: Record<string, BenchCase> = {
      'frame-cost': {
        value: median((on ?? []).map(r => r.ns)),
        unit: 'ns',
        note: `${REQUESTS_PER_S} requests/s, both ways`,
      },
      'cpu@800': { value: cpu(on) - cpu(off), unit: '% of one core', note: 'beyond the same loop without a recorder' },
      page: { value: median(pages[0] ?? []), unit: 'ms', note: `newest 100 of ${RING_MB} MB` },
      'page-filtered': { value: median(pages[1] ?? []), unit: 'ms', note: 'looks through the whole ring, in pieces' },
    };
    return { cases };
  } finally {
    await Promise.all([recorders.stop(), none.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
};
