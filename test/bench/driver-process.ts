/**
 * The driver alone, as a measured program of its own: `driver-process.ts MODE PORT IN-FLIGHT MS WARM-UP-MS` prints one JSON
 * object.
 * `flat-out` reads 256 blocks of 125 registers over and over through channel, decoding and tag table. `bare` is what it is
 * compared with: a socket loop that sends the same requests and copies the registers out of the replies, and checks nothing.
 * `writes` reads 1000 registers every 100 ms and writes one register now and then.
 */
import { connect } from 'node:net';
import { PolledModbusChannel } from '../../main/acquisition/drivers/modbus/modbus-channel.ts';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import type { ModbusChannel, ProjectTag } from '../../main/project/types.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import { channelContext, projectDevice, projectTag } from '../kit/project-parts.ts';
import { percentile, sleep } from './bench.ts';

const BLOCKS = 256;
const REGISTERS = 125;

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

/** Values a second over `spanMs`, after a warm-up. */
async function rateOf(count: () => number, spanMs: number): Promise<number> {
  await sleep(Number(warmUpMs));
  const before = count();
  const startedAt = performance.now();
  await sleep(spanMs);
  return ((count() - before) / (performance.now() - startedAt)) * 1_000;
}

async function flatOut(): Promise<object> {
  // Every beat finds blocks that have come back: the device is never without a request.
  const driver = startDriver(tagsOf(BLOCKS * REGISTERS, 1));
  const valuesPerS = await rateOf(driver.values, Number(ms));
  await driver.stop();
  return { valuesPerS };
}

async function bare(): Promise<object> {
  let values = 0;
  let transaction = 0;
  const copy = Buffer.alloc(BLOCKS * REGISTERS * 2);
  const blockOf = new Uint16Array(65_536);
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  const request = (): Buffer => {
    const frame = Buffer.allocUnsafe(12);
    const block = transaction % BLOCKS;
    blockOf[transaction] = block;
    frame.writeUInt16BE(transaction, 0);
    frame.writeUInt32BE(6, 2);
    frame.writeUInt16BE(0x01_03, 6);
    frame.writeUInt16BE(block * REGISTERS, 8);
    frame.writeUInt16BE(REGISTERS, 10);
    transaction = (transaction + 1) & 0xffff;
    return frame;
  };
  let rest = Buffer.alloc(0);
  socket.on('data', bytes => {
    let buffer = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const next: Buffer[] = [];
    while (buffer.length >= 6 && buffer.length >= 6 + buffer.readUInt16BE(4)) {
      const length = 6 + buffer.readUInt16BE(4);
      buffer.copy(copy, (blockOf[buffer.readUInt16BE(0)] ?? 0) * REGISTERS * 2, 9, length);
      values += REGISTERS;
      next.push(request());
      buffer = buffer.subarray(length);
    }
    rest = buffer;
    if (next.length > 0) socket.write(next.length === 1 ? (next[0] ?? bytes) : Buffer.concat(next));
  });
  for (let i = 0; i < Number(inFlight); i++) socket.write(request());
  const valuesPerS = await rateOf(() => values, Number(ms));
  socket.destroy();
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

const MODES: Readonly<Record<string, () => Promise<object>>> = { 'flat-out': flatOut, bare, writes };
const run = MODES[mode];
if (run === undefined) throw new Error(`no mode ${mode}`);
process.stdout.write(`${JSON.stringify(await run())}\n`);
