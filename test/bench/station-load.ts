/**
 * The whole headless station against the fast slave: periods and requests are counted by the slave, CPU and memory by the kernel,
 * three processes in all.
 */
import { StationProcess } from '../kit/station-process.ts';
import { cpuSeconds, percentile, residentMb, sleep } from './bench.ts';
import { writePollProject } from './poll-project.ts';
import { type Slave, startSlave } from './slave-process.ts';

export interface Load {
  readonly devices: number;
  readonly registers: number;
  readonly periodMs: number;
  /** Distance between two registers that are read: 2 = every second one. */
  readonly step?: number;
  /** Of the station, beyond that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Span {
  readonly warmUpMs: number;
  readonly ms: number;
}

export interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Scan periods that these were taken from. */
  readonly samples: number;
  readonly requestsPerScan: number;
  /** % of one core, over the whole time measured. */
  readonly cpu: number;
  /** One a second. */
  readonly rssMb: readonly number[];
  readonly measuredS: number;
  readonly overruns: number;
}

/** Runs `use` with a station that polls the load; both are ended whatever happens. */
export async function withStation<T>(
  load: Load,
  use: (station: StationProcess, slave: Slave) => Promise<T>,
  portsOf: (slave: Slave) => Promise<readonly number[]> = async slave => slave.ports,
): Promise<T> {
  const slave = await startSlave(load.devices);
  const files = writePollProject({ step: 1, ...load, ports: await portsOf(slave) });
  try {
    const station = await StationProcess.start(files, load.environment);
    try {
      return await use(station, slave);
    } finally {
      await station.stop();
    }
  } finally {
    slave.stop();
    files.remove();
  }
}

/** One span after a warm-up: the kernel counts CPU in steps of 10 ms, so short windows would tell nothing. */
export const measureLoad = (load: Load, span: Span): Promise<Measured> =>
  withStation(load, async (station, slave) => {
    await sleep(span.warmUpMs);
    return await measureSpan(station, slave, span.ms);
  });

export async function measureSpan(station: StationProcess, slave: Slave, ms: number): Promise<Measured> {
  await slave.take();
  const overrunsBefore = await overrunsOf(station);
  const cpuBefore = cpuSeconds(station.pid);
  const startedAt = performance.now();
  const rssMb: number[] = [];
  for (let left = ms; left > 0; left -= 1_000) {
    await sleep(Math.min(left, 1_000));
    rssMb.push(residentMb(station.pid));
  }
  const measuredS = (performance.now() - startedAt) / 1_000;
  const cpu = ((cpuSeconds(station.pid) - cpuBefore) / measuredS) * 100;
  const report = await slave.take();
  const periods = report.periods.flat();
  return {
    p50: percentile(periods, 0.5),
    p95: percentile(periods, 0.95),
    p99: percentile(periods, 0.99),
    samples: periods.length,
    requestsPerScan: report.requestsPerScan,
    cpu,
    rssMb,
    measuredS,
    overruns: (await overrunsOf(station)) - overrunsBefore,
  };
}

async function overrunsOf(station: StationProcess): Promise<number> {
  const devices = await station.value<{ overruns: number }[]>('devices.status', {});
  return devices.reduce((sum, d) => sum + d.overruns, 0);
}
