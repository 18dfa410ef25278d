/**
 * Polling: the whole headless station against a fast slave in another process. Periods and requests are counted by the slave,
 * CPU and memory by the kernel. The driver alone is compared with bare modbus-serial, run by run in turn.
 */
import ModbusRTU from 'modbus-serial';
import { ModbusLink } from '../../main/acquisition/drivers/modbus/link.ts';
import { StationProcess } from '../kit/station-process.ts';
import { type Bench, type BenchCase, cpuSeconds, median, percentile, residentMb, sleep } from './bench.ts';
import { writePollProject } from './poll-project.ts';
import { startSlave } from './slave-process.ts';

const RUNS = 5;

interface Load {
  readonly devices: number;
  readonly registers: number;
  readonly periodMs: number;
  readonly step: number;
}

interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly requestsPerScan: number;
  /** % of one core. */
  readonly cpu: number;
  readonly rssMb: number;
  readonly overruns: number;
}

export const poll: Bench = async ({ quick, progress }) => {
  const windowMs = (periodMs: number) =>
    quick ? Math.max(1_150, periodMs * 1.15) : periodMs === 1_000 ? 12_000 : 6_000;
  const cases: Record<string, BenchCase> = {};
  for (const periodMs of [1_000, 100]) {
    const label = periodMs === 1_000 ? '1s' : '100ms';
    for (const devices of [1, 10]) {
      progress(`${devices} × 1000 registers every ${label}`);
      const m = await measure({ devices, registers: 1_000, periodMs, step: 1 }, windowMs(periodMs));
      const suffix = devices === 10 ? `@${label}` : `@1x1000@${label}`;
      const note = `${devices} × 1000 registers, ${m.overruns} overruns`;
      cases[`period-p50${suffix}`] = { value: m.p50, unit: 'ms', note };
      cases[`period-p99${suffix}`] = { value: m.p99, unit: 'ms', note };
      cases[`cpu@${devices}x1000@${label}`] = { value: m.cpu, unit: '% of one core' };
      cases[`rss@${devices}x1000@${label}`] = { value: m.rssMb, unit: 'MB' };
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
  const sparse = await measure({ devices: 1, registers: 500, periodMs: 1_000, step: 2 }, windowMs(1_000));
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

/** Medians of five windows after a warm-up of one window. */
async function measure(load: Load, windowMs: number): Promise<Measured> {
  const slave = await startSlave(load.devices);
  const station = await StationProcess.start(writePollProject({ ...load, ports: slave.ports }));
  try {
    await sleep(windowMs);
    await slave.take();
    const windows: Omit<Measured, 'overruns'>[] = [];
    for (let run = 0; run < RUNS; run++) {
      const cpuBefore = cpuSeconds(station.pid);
      const startedAt = performance.now();
      await sleep(windowMs);
      const report = await slave.take();
      const elapsedS = (performance.now() - startedAt) / 1_000;
      windows.push({
        p50: percentile(report.periods, 0.5),
        p99: percentile(report.periods, 0.99),
        requestsPerScan: report.requestsPerScan,
        cpu: ((cpuSeconds(station.pid) - cpuBefore) / elapsedS) * 100,
        rssMb: residentMb(station.pid),
      });
    }
    const devices = await station.value<{ overruns: number }[]>('devices.status', {});
    const of = (key: keyof (typeof windows)[number]) => median(windows.map(w => w[key]));
    return {
      p50: of('p50'),
      p99: of('p99'),
      requestsPerScan: of('requestsPerScan'),
      cpu: of('cpu'),
      rssMb: of('rssMb'),
      overruns: devices.reduce((sum, d) => sum + d.overruns, 0),
    };
  } finally {
    await station.stop();
    slave.stop();
  }
}

/** Requests a second of 125 registers, one in flight, ours against bare modbus-serial on the same slave, in turn. */
async function driverRatio(runMs: number): Promise<BenchCase> {
  const slave = await startSlave(2);
  const [ourPort = 0, barePort = 0] = slave.ports;
  const link = new ModbusLink({
    host: '127.0.0.1',
    port: ourPort,
    connectTimeoutMs: 1_000,
    timeoutMs: 1_000,
    framing: 'tcp',
  });
  await link.connect();
  const bare = new ModbusRTU();
  await bare.connectTCP('127.0.0.1', { port: barePort });
  bare.setID(1);
  bare.setTimeout(1_000);
  const rate = async (read: () => Promise<unknown>): Promise<number> => {
    const until = performance.now() + runMs;
    let count = 0;
    for (; performance.now() < until; count++) await read();
    return (count / runMs) * 1_000;
  };
  const ours = () => link.read({ unit: 1, table: 'holding', offset: 0, count: 125 });
  const theirs = () => bare.readHoldingRegisters(0, 125);
  await rate(ours);
  await rate(theirs);
  const runs: { ours: number; theirs: number }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push({ ours: await rate(ours), theirs: await rate(theirs) });
  link.close();
  bare.close(() => undefined);
  slave.stop();
  const value = median(runs.map(r => r.ours));
  const baseline = median(runs.map(r => r.theirs));
  return {
    value,
    unit: 'requests/s',
    baseline,
    ratio: value / baseline,
    note: 'baseline: bare modbus-serial, 125 registers',
  };
}
