/**
 * The driver alone, as a measured program of its own: `driver-process.ts MODE PORT IN-FLIGHT MS WARM-UP-MS` prints one JSON
 * object.
 * `flat-out` reads 256 blocks of 125 registers over and over through channel, decoding and tag table (baseline-process.ts has
 * what it is compared with). `writes` reads 1000 registers every 100 ms and writes one register now and then.
 */
import { PolledModbusChannel } from '../../main/acquisition/drivers/modbus/modbus-channel.ts';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import type { ModbusChannel, ProjectTag } from '../../main/project/types.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import { channelContext, projectDevice, projectTag } from '../kit/project-parts.ts';
import { percentile, sleep } from './bench.ts';
import { BLOCKS, REGISTERS, rateOf } from './rate.ts';

const [mode = '', port = '0', inFlight = '1', ms = '1000', warmUpMs = '1000'] = process.argv.slice(2);

function channelOf(at: number, most: number): ModbusChannel {
  return {
    id: 'bench',
    protocol: 'modbus-tcp',
    host: '127.0.0.1',
    port: at,
    backup: null,
    connectTimeoutMs: 1_000,
    timeoutMs: 1_000,
    lateReplyMs: 0,
    turnaroundMs: 0,
    inFlight: most,
    isGateway: false,
    hasTransactionIds: true,
    recorderMb: 0,
    devices: [projectDevice({ id: 'D', unit: 1 })],
  };
}

function tagsOf(count: number, periodMs: number): readonly ProjectTag[] {
  return Array.from({ length: count }, (_, offset) =>
    projectTag(offset, {
      periodMs,
      writable: true,
      address: { kind: 'modbus', table: 'holding', offset, type: 'uint16', order: 'AB', writeFunction: 6 },
    }),
  );
}

interface Driver {
  readonly channel: PolledModbusChannel;
  /** Values delivered since the start. */
  readonly values: () => number;
  readonly stop: () => Promise<void>;
}

function startDriver(tags: readonly ProjectTag[]): Driver {
  const scheduler = new Scheduler(systemClock);
  const table = new TagTable(
    tags.map(() => ({ low: null, high: null, staleAfterMs: 5_000 })),
    systemClock,
  );
  let values = 0;
  table.subscribe(({ handles }) => {
    values += handles.length;
  });
  const bound = tags.map((tag, handle) => ({ handle, tag }));
  const context = channelContext({ sink: table });
  const channel = new PolledModbusChannel(channelOf(Number(port), Number(inFlight)), bound, { context, scheduler });
  channel.start();
  return {
    channel,
    values: () => values,
    stop: async () => {
      await channel.stop();
      scheduler.stop();
      table.stop();
    },
  };
}

async function flatOut(): Promise<object> {
  // Every beat finds blocks that have come back: the device is never without a request.
  const driver = startDriver(tagsOf(BLOCKS * REGISTERS, 1));
  const valuesPerS = await rateOf(driver.values, { warmUpMs: Number(warmUpMs), ms: Number(ms) });
  await driver.stop();
  return { valuesPerS };
}

async function writes(): Promise<object> {
  const driver = startDriver(tagsOf(1_000, 100));
  await sleep(Number(warmUpMs));
  const waits: number[] = [];
  const failed: string[] = [];
  const until = performance.now() + Number(ms);
  for (let n = 0; performance.now() < until; n++) {
    await sleep(5 + Math.random() * 40);
    const askedAt = performance.now();
    const result = await driver.channel.write({ handle: n % 1_000, raw: n & 0xffff, deadline: askedAt + 1_000 });
    if (result.ok) waits.push(performance.now() - askedAt);
    else failed.push(result.detail);
  }
  const { latency } = driver.channel.diagnostics()[0] ?? { latency: { boundsMs: [], counts: [] } };
  const [status] = driver.channel.status();
  await driver.stop();
  return {
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    most: Math.max(...waits),
    writes: waits.length,
    failed: failed.length,
    readP99: percentileOf(latency, 0.99),
    overruns: status?.overruns ?? 0,
  };
}

/** From classes to a percentile, ms: on a straight line within its class. */
function percentileOf(
  { boundsMs, counts }: { boundsMs: readonly number[]; counts: readonly number[] },
  p: number,
): number {
  let left = counts.reduce((a, b) => a + b, 0) * p;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    const [from, to] = [boundsMs[i - 1] ?? 0, boundsMs[i] ?? 0];
    if (left <= count) return from + ((to - from) * left) / Math.max(1, count);
    left -= count;
  }
  return Number.NaN;
}

const MODES: Readonly<Record<string, () => Promise<object>>> = { 'flat-out': flatOut, writes };
const run = MODES[mode];
if (run === undefined) throw new Error(`no mode ${mode}`);
process.stdout.write(`${JSON.stringify(await run())}\n`);
