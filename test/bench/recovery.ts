/**
 * How a station copes with lines that break: everything is seen from outside, over HTTP and in /proc. Ten devices behind gates
 * of the bench; one of them is made to suffer, the others must not notice.
 */
import { readdirSync } from 'node:fs';
import type { StationProcess } from '../kit/station-process.ts';
import { type BenchCase, median, percentile, residentMb, sleep } from './bench.ts';
import { Gate } from './gate.ts';
import type { Slave } from './slave-process.ts';
import { withStation } from './station-load.ts';

/** Deadline of one request in the projects of the bench, ms (the default of station.yaml). */
const TIMEOUT_MS = 1_000;
const DEVICES = 10;
const LIMIT_MS = 60_000;

interface Reading {
  readonly quality: string;
}

interface Place {
  readonly station: StationProcess;
  readonly slave: Slave;
  readonly gates: readonly Gate[];
}

/** First register of a device. */
const tagOf = (device: number): string => `D${device}.0`;

async function isGood(station: StationProcess, tag: string): Promise<boolean> {
  const [reading] = await station.value<Reading[]>('tags.read', { tags: [tag] });
  return reading?.quality === 'good';
}

/** ms until the value of the device is good, or not. */
async function untilGood(station: StationProcess, device: number, wanted: boolean): Promise<number> {
  const startedAt = performance.now();
  while ((await isGood(station, tagOf(device))) !== wanted) {
    if (performance.now() - startedAt > LIMIT_MS)
      throw new Error(`device ${device} never became ${wanted ? 'good' : 'bad'}`);
    await sleep(5);
  }
  return performance.now() - startedAt;
}

async function untilLost(station: StationProcess, device: number): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const states = await station.value<{ device: string; state: string }[]>('devices.status', {});
    if (states.find(d => d.device === `D${device}`)?.state === 'offline') return performance.now() - startedAt;
    if (performance.now() - startedAt > LIMIT_MS) throw new Error(`device ${device} was never called lost`);
    await sleep(5);
  }
}

const within = (values: readonly number[], limit: number): string =>
  `${values.filter(v => v <= limit).length} of ${values.length} within ${limit} ms, most ${Math.round(Math.max(...values))} ms`;

async function halfOpen({ station, gates }: Place, runs: number): Promise<Record<string, BenchCase>> {
  const noticed: number[] = [];
  const back: number[] = [];
  for (let run = 0; run < runs; run++) {
    const device = run % DEVICES;
    await untilGood(station, device, true);
    // At any moment of the period.
    await sleep(Math.random() * 1_000);
    gates[device]?.hang();
    noticed.push(await untilLost(station, device));
    await sleep(Math.random() * 5_000);
    await gates[device]?.open();
    back.push(await untilGood(station, device, true));
  }
  const limit = 2 * TIMEOUT_MS + 1_000;
  return {
    'half-open-noticed': { value: median(noticed), unit: 'ms', note: within(noticed, limit) },
    'half-open-back': { value: median(back), unit: 'ms', note: within(back, 10_000) },
  };
}

async function outages({ station, gates }: Place, outageMs: readonly number[]): Promise<Record<string, BenchCase>> {
  const back = await Promise.all(
    outageMs.map(async (ms, device) => {
      await gates[device]?.shut();
      await sleep(ms);
      await gates[device]?.open();
      return untilGood(station, device, true);
    }),
  );
  const note = `after outages of ${outageMs.map(ms => `${ms / 1_000} s`).join(', ')}: ${within(back, 10_000)}`;
  return { 'back-to-fresh': { value: median(back), unit: 'ms', note } };
}

/** How long flap number `n` lasts, ms. Of the hangs every third outlasts the timeout: the others break nothing. */
function flapMs(n: number): { ms: number; isLong: boolean } {
  if (n % 9 === 2) return { ms: 1.2 * TIMEOUT_MS + Math.random() * 1.8 * TIMEOUT_MS, isLong: true };
  return { ms: 30 + Math.random() * 300, isLong: false };
}

/** Open files of a process, sockets among them (Linux). */
const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

async function flaps(
  { station, slave, gates }: Place,
  { count, settleMs }: { count: number; settleMs: number },
): Promise<Record<string, BenchCase>> {
  const settle = async (): Promise<void> => {
    await Promise.all(gates.map((_gate, device) => untilGood(station, device, true)));
    await sleep(settleMs);
  };
  await settle();
  const before = { files: openFiles(station.pid), rss: residentMb(station.pid) };
  const rss: number[] = [];
  let longHangs = 0;
  for (let n = 0; n < count; n++) {
    const gate = gates[Math.floor(Math.random() * gates.length)];
    if (gate === undefined) continue;
    const kind = n % 3;
    if (kind === 0) gate.cut();
    else if (kind === 1) await gate.shut();
    else gate.hang();
    const { ms, isLong } = flapMs(n);
    if (isLong) longHangs++;
    await sleep(ms);
    await gate.open();
    if (n % 20 === 19) rss.push(residentMb(station.pid));
  }
  await settle();
  const after = { files: openFiles(station.pid), rss: residentMb(station.pid) };
  const { accepted } = await slave.take();
  const trail = rss.map(mb => Math.round(mb)).join(' ');
  return {
    'flaps-open-files': {
      value: after.files - before.files,
      unit: 'more than before',
      note: `${count} random flaps of ${gates.length} devices, ${longHangs} of them hangs longer than the timeout: ${before.files} open files before, ${after.files} after; ${accepted} connections taken`,
    },
    'flaps-rss': {
      value: after.rss - before.rss,
      unit: 'MB more than before',
      note: `${before.rss.toFixed(0)} MB before, ${after.rss.toFixed(0)} after; every 20 flaps ${trail}`,
    },
  };
}

/** One device takes 3 s for each reply: how far the period of the others moves. */
async function slowDevice({ slave }: Place, ms: number): Promise<Record<string, BenchCase>> {
  const periodsOfOthers = async (): Promise<readonly number[]> => {
    await slave.take();
    await sleep(ms);
    return (await slave.take()).periods.slice(1).flat();
  };
  await sleep(2_000);
  const before = await periodsOfOthers();
  await slave.delay(3_000, 0);
  await sleep(2_000);
  const during = await periodsOfOthers();
  await slave.delay(0, 0);
  const moved = (p: number): number =>
    (Math.abs(percentile(during, p) - percentile(before, p)) / percentile(before, p)) * 100;
  return {
    'slow-device-moves-others': {
      value: Math.max(moved(0.5), moved(0.99)),
      unit: '% of the period (the larger of p50 and p99)',
      note: `p50 ${percentile(before, 0.5).toFixed(1)} → ${percentile(during, 0.5).toFixed(1)} ms, p99 ${percentile(before, 0.99).toFixed(1)} → ${percentile(during, 0.99).toFixed(1)} ms`,
    },
  };
}

export async function recoveryCases(options: {
  readonly halfOpenRuns: number;
  readonly outageMs: readonly number[];
  readonly flaps: { readonly count: number; readonly settleMs: number };
  readonly slowMs: number;
}): Promise<Record<string, BenchCase>> {
  let gates: readonly Gate[] = [];
  try {
    return await withStation(
      { devices: DEVICES, registers: 100, periodMs: 1_000 },
      async (station, slave) => {
        const place = { station, slave, gates };
        return {
          ...(await slowDevice(place, options.slowMs)),
          ...(await halfOpen(place, options.halfOpenRuns)),
          ...(await outages(place, options.outageMs)),
          ...(await flaps(place, options.flaps)),
        };
      },
      async slave => {
        gates = await Promise.all(slave.ports.map(port => Gate.to(port)));
        return gates.map(gate => gate.port);
      },
    );
  } finally {
    await Promise.all(gates.map(gate => gate.shut()));
  }
}
