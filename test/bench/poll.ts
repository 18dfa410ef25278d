/**
 * Polling: the whole headless station against a fast slave in another process. Periods and requests are counted by the slave,
 * CPU and memory by the kernel. The driver alone is compared with bare modbus-serial, run by run in turn.
 */
import ModbusRTU from 'modbus-serial';
import { StationProcess } from '../kit/station-process.ts';
import { TestLink } from '../kit/test-link.ts';
import { type Bench, type BenchCase, cpuSeconds, median, percentile, residentMb, sleep } from './bench.ts';
import { writePollProject } from './poll-project.ts';
import { type Slave, startSlave } from './slave-process.ts';

/** Turns that our driver and the bare library take against each other. */
const TURNS = 5;

interface Load {
  readonly devices: number;
  readonly registers: number;
  readonly periodMs: number;
  readonly step: number;
}

interface Measured {
  readonly p50: number;
  readonly p99: number;
  /** Scan periods that p50 and p99 were taken from. */
  readonly samples: number;
  readonly requestsPerScan: number;
  /** % of one core, over the whole time measured. */
  readonly cpu: number;
  /** Largest of the samples, one a second. */
  readonly rssMb: number;
  readonly measuredS: number;
  readonly overruns: number;
}

export const poll: Bench = async ({ quick, progress }) => {
  const spanOf = (periodMs: number): Span =>
    quick ? { warmUpMs: 1_150, ms: 4_500 } : { warmUpMs: 6_000, ms: periodMs === 1_000 ? 60_000 : 30_000 };
  const cases: Record<string, BenchCase> = {};
  for (const periodMs of [1_000, 100]) {
    const label = periodMs === 1_000 ? '1s' : '100ms';
    for (const devices of [1, 10]) {
      progress(`${devices} × 1000 registers every ${label}`);
      const m = await measure({ devices, registers: 1_000, periodMs, step: 1 }, spanOf(periodMs));
      const suffix = devices === 10 ? `@${label}` : `@1x1000@${label}`;
      const note = `${devices} × 1000 registers, ${m.samples} samples, ${m.overruns} overruns`;
      cases[`period-p50${suffix}`] = { value: m.p50, unit: 'ms', note };
      cases[`period-p99${suffix}`] = { value: m.p99, unit: 'ms', note };
      cases[`cpu@${devices}x1000@${label}`] = { value: m.cpu, unit: '% of one core', note: over(m) };
      cases[`rss@${devices}x1000@${label}`] = { value: m.rssMb, unit: 'MB', note: over(m) };
      if (devices === 10 && periodMs === 1_000) {
        cases['requests-per-scan'] = {
          value: m.requestsPerScan,
          unit: 'requests',
          note: '1000 registers of one device',
        };
      }
    }
  }
  progress('500 tags on every second register');
  const sparse = await measure({ devices: 1, registers: 500, periodMs: 1_000, step: 2 }, spanOf(1_000));
  cases['sparse-500-requests'] = { value: sparse.requestsPerScan, unit: 'requests' };
  progress('the driver against bare modbus-serial');
  cases['driver-ratio-1'] = await driverRatio(quick ? 400 : 2_000);
  return {
    cases,
    absent: {
      'driver-ratio-8': 'one request is in flight in this version',
      'write-p99': 'this version writes to no device',
    },
  };
};

const over = ({ measuredS }: Measured): string => `over ${measuredS.toFixed(1)} s`;

interface Span {
  readonly warmUpMs: number;
  readonly ms: number;
}

/** One span after a warm-up: the kernel counts CPU in steps of 10 ms, so short windows would tell nothing. */
async function measure(load: Load, span: Span): Promise<Measured> {
  const slave = await startSlave(load.devices);
  const files = writePollProject({ ...load, ports: slave.ports });
  try {
    const station = await StationProcess.start(files);
    try {
      await sleep(span.warmUpMs);
      return await measureSpan(station, slave, span.ms);
    } finally {
      await station.stop();
    }
  } finally {
    slave.stop();
    files.remove();
  }
}

async function measureSpan(station: StationProcess, slave: Slave, ms: number): Promise<Measured> {
  await slave.take();
  const cpuBefore = cpuSeconds(station.pid);
  const startedAt = performance.now();
  let rssMb = 0;
  for (let left = ms; left > 0; left -= 1_000) {
    await sleep(Math.min(left, 1_000));
    rssMb = Math.max(rssMb, residentMb(station.pid));
  }
  const measuredS = (performance.now() - startedAt) / 1_000;
  const cpu = ((cpuSeconds(station.pid) - cpuBefore) / measuredS) * 100;
  const { periods, requestsPerScan } = await slave.take();
  const devices = await station.value<{ overruns: number }[]>('devices.status', {});
  return {
    p50: percentile(periods, 0.5),
    p99: percentile(periods, 0.99),
    samples: periods.length,
    requestsPerScan,
    cpu,
    rssMb,
    measuredS,
    overruns: devices.reduce((sum, d) => sum + d.overruns, 0),
  };
}

/** Requests a second of 125 registers, one in flight, ours against bare modbus-serial on the same slave, in turn. */
async function driverRatio(runMs: number): Promise<BenchCase> {
  const slave = await startSlave(2);
  const [ourPort = 0, barePort = 0] = slave.ports;
  const link = new TestLink({ framing: 'tcp', port: ourPort, connectTimeoutMs: 1_000, timeoutMs: 1_000 });
  const bare = new ModbusRTU();
  try {
    await link.connect();
    await bare.connectTCP('127.0.0.1', { port: barePort });
    bare.setID(1);
    bare.setTimeout(1_000);
    return await race(runMs, {
      ours: () => link.read({ unit: 1, table: 'holding', offset: 0, count: 125 }),
      theirs: () => bare.readHoldingRegisters(0, 125),
    });
  } finally {
    link.close();
    bare.close(() => undefined);
    slave.stop();
  }
}

type Read = () => Promise<unknown>;

/** Requests a second over `runMs`. */
async function rateOf(read: Read, runMs: number): Promise<number> {
  const until = performance.now() + runMs;
  let count = 0;
  for (; performance.now() < until; count++) await read();
  return (count / runMs) * 1_000;
}

async function race(runMs: number, { ours, theirs }: { ours: Read; theirs: Read }): Promise<BenchCase> {
  await rateOf(ours, runMs);
  await rateOf(theirs, runMs);
  const turns: { ours: number; theirs: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    turns.push({ ours: await rateOf(ours, runMs), theirs: await rateOf(theirs, runMs) });
  }
  const value = median(turns.map(t => t.ours));
  const baseline = median(turns.map(t => t.theirs));
  return {
    value,
    unit: 'requests/s',
    baseline,
    ratio: value / baseline,
    note: `median of ${TURNS} turns of ${runMs} ms; baseline: bare modbus-serial, 125 registers`,
  };
}
