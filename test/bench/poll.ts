/**
 * Acquisition: the whole headless station against a fast slave in another process, the driver alone against a bare socket loop,
 * what happens when lines break, and OPC UA under load. Periods and requests are counted by the slave, CPU and memory by the
 * kernel.
 */
import { type Bench, type BenchCase, tenths } from './bench.ts';
import { driverCases, writeCases } from './driver-cases.ts';
import { opcuaCases } from './opcua-load.ts';
import { recoveryCases } from './recovery.ts';
import { type Measured, measureLoad, type Span } from './station-load.ts';

/** How long everything takes; the quick run has the same cases within 45 s. */
const FULL = {
  load: (periodMs: number): Span => ({ warmUpMs: 6_000, ms: periodMs === 1_000 ? 60_000 : 30_000 }),
  driver: { turns: 5, warmUpMs: 1_000, ms: 3_000 },
  writes: { turns: 1, warmUpMs: 1_000, ms: 30_000 },
  recovery: {
    halfOpenRuns: 10,
    outageMs: [1_000, 5_000, 20_000, 60_000, 120_000],
    flaps: { count: 200, settleMs: 5_000 },
    slowMs: 30_000,
  },
  opcuaS: 60,
  largeMinutes: 10,
  /** The rings of the last hour are full after a minute with so many tags; from then on memory must not grow. */
  largeWarmUpMs: 90_000,
};
const QUICK: typeof FULL = {
  load: () => ({ warmUpMs: 1_050, ms: 2_000 }),
  driver: { turns: 1, warmUpMs: 300, ms: 300 },
  writes: { turns: 1, warmUpMs: 300, ms: 700 },
  recovery: { halfOpenRuns: 1, outageMs: [300, 600], flaps: { count: 6, settleMs: 500 }, slowMs: 1_500 },
  opcuaS: 2,
  largeMinutes: 0.03,
  largeWarmUpMs: 1_000,
};

export const poll: Bench = async ({ quick, minutes, progress }) => {
  const plan = quick ? QUICK : FULL;
  const cases: Record<string, BenchCase> = {};
  const add = (more: Record<string, BenchCase>): void => void Object.assign(cases, more);
  for (const periodMs of [1_000, 100]) {
    progress(`10 × 1000 registers every ${periodMs} ms`);
    add(periodCases(periodMs, await measureLoad({ devices: 10, registers: 1_000, periodMs }, plan.load(periodMs))));
  }
  progress('500 tags on every second register');
  const sparse = await measureLoad({ devices: 1, registers: 500, periodMs: 1_000, step: 2 }, QUICK.load(1_000));
  cases['sparse-500-requests'] = { value: sparse.requestsPerScan, unit: 'requests' };
  progress('the driver against a bare socket loop');
  add(await driverCases(plan.driver));
  progress('writes while 1000 registers are read every 100 ms');
  add(await writeCases(plan.writes));
  progress('lines that break');
  add(await recoveryCases(plan.recovery));
  progress('OPC UA: 10,000 items changing every second');
  add(await opcuaCases(plan.opcuaS));
  const ms = (minutes ?? plan.largeMinutes) * 60_000;
  progress(`50 × 2000 registers every second for ${ms / 60_000} min`);
  const large = { devices: 50, registers: 2_000, periodMs: 1_000 };
  add(largeCases(await measureLoad(large, { warmUpMs: plan.largeWarmUpMs, ms })));
  return { cases };
};

function periodCases(periodMs: number, m: Measured): Record<string, BenchCase> {
  const label = periodMs === 1_000 ? '1s' : '100ms';
  const over = `over ${m.measuredS.toFixed(1)} s`;
  const note = `10 × 1000 registers, ${m.samples} samples, ${m.overruns} overruns`;
  const cases: Record<string, BenchCase> = {
    [`period-p50@${label}`]: { value: m.p50, unit: 'ms', note },
    [`period-p99@${label}`]: { value: m.p99, unit: 'ms', note },
    [`cpu@10x1000@${label}`]: { value: m.cpu, unit: '% of one core', note: over },
    [`rss@10x1000@${label}`]: { value: Math.max(...m.rssMb), unit: 'MB', note: over },
  };
  if (periodMs !== 1_000) return cases;
  return {
    ...cases,
    'requests-per-scan': { value: m.requestsPerScan, unit: 'requests', note: '1000 registers of one device' },
  };
}

function largeCases(m: Measured): Record<string, BenchCase> {
  const trail = tenths(m.rssMb);
  const note = `50 × 2000 registers over ${(m.measuredS / 60).toFixed(1)} min`;
  return {
    'overruns@100k': {
      value: m.overruns,
      unit: 'overruns',
      note: `${note}; period p50 ${m.p50.toFixed(1)}, p99 ${m.p99.toFixed(1)} ms`,
    },
    'cpu@100k': { value: m.cpu, unit: '% of one core', note },
    'rss-growth@100k': {
      value: (trail.at(-1) ?? Number.NaN) - (trail[0] ?? Number.NaN),
      unit: 'MB, last tenth against first',
      note: `median of every tenth ${trail.map(mb => Math.round(mb)).join(' ')}, most ${Math.max(...m.rssMb).toFixed(0)} MB`,
    },
  };
}
