/**
 * Measured program: how long the main thread's loop is held up while 10,000 values a second are recorded and the writer seals, the
 * past is copied to another folder, or readers answer questions over all of it; p99 of its delay, ms.
 */
import { rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { HistoryCare } from '../../../main/historian/care/history-care.ts';
import { DEFAULT_HISTORY } from '../../../main/historian/settings.ts';
import { systemClock } from '../../../main/platform/clock.ts';
import { createLog } from '../../../main/platform/log.ts';
import { sleep } from '../bench.ts';
import { answer, orderOf } from './measured.ts';
import { Mix, mixTags } from './mix.ts';
import { openForBench } from './open.ts';

export interface LoopOrder {
  readonly folder: string;
  readonly ms: number;
  readonly from: number;
  readonly to: number;
}

export interface LoopDelays {
  readonly idle: number;
  readonly sealing: number;
  readonly backup: number;
  readonly queries: number;
  readonly asked: number;
  readonly sealed: number;
  readonly backups: number;
}

const TAGS = 10_000;
const RESOLUTION_MS = 1;

const order = orderOf<LoopOrder>();
const tags = mixTags(TAGS, 'AI');
const mix = new Mix(tags, { start: Date.now(), round: 120 });
const historian = await openForBench(order.folder, tags);
let scan = 0;

/** Ten replies a second, as from ten devices. */
function recording(): () => void {
  let place = 0;
  const timer = setInterval(() => {
    const batch = mix.scan(scan)[place];
    if (batch !== undefined) historian.record(batch);
    place = (place + 1) % 10;
    if (place === 0) scan++;
  }, 100);
  return () => clearInterval(timer);
}

/** p99 of the delay beyond the monitor's own step, while `work` goes on again and again. */
async function during(work: () => Promise<unknown>): Promise<{ p99: number; times: number }> {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const until = performance.now() + order.ms;
  monitor.enable();
  let times = 0;
  for (; performance.now() < until; times++) await work();
  monitor.disable();
  return { p99: Math.max(0, monitor.percentile(99) / 1e6 - RESOLUTION_MS), times };
}

const stop = recording();
await sleep(1_000);
const idle = await during(() => sleep(100));
const sealing = await during(async () => {
  await sleep(200);
  await historian.seal();
});
const care = new HistoryCare({
  historian,
  settings: DEFAULT_HISTORY,
  timeZone: 'UTC',
  clock: systemClock,
  log: createLog('bench', { level: 'warn', write: line => process.stderr.write(line) }),
  onEvent: () => undefined,
});
const copy = `${order.folder}-copy`;
const backup = await during(async () => {
  // What was copied already would not be copied again.
  rmSync(copy, { recursive: true, force: true });
  await care.backup(copy);
});
await care.stop();
rmSync(copy, { recursive: true, force: true });
const names = tags.slice(0, 8).map(({ name }) => name);
const queries = await during(() => historian.trend({ tags: names, from: order.from, to: order.to, columns: 2_000 }));
stop();
await historian.stop();
answer({
  idle: idle.p99,
  sealing: sealing.p99,
  backup: backup.p99,
  queries: queries.p99,
  asked: queries.times,
  sealed: sealing.times,
  backups: backup.times,
} satisfies LoopDelays);
