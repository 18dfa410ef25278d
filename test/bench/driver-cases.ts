/** The driver alone, in a process of its own each time, against the fast slave in another. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchCase, median } from './bench.ts';
import { startSlave } from './slave-process.ts';

const run = promisify(execFile);
const DRIVER = fileURLToPath(new URL('./driver-process.ts', import.meta.url));
const BASELINE = fileURLToPath(new URL('./baseline-process.ts', import.meta.url));
/** A controller that thinks before it answers: long enough to see what a write waits for, short enough to keep up with 100 ms. */
const THINKING_MS = 5;

interface Rate {
  readonly valuesPerS: number;
}

export interface WriteTimes {
  readonly p50: number;
  readonly p99: number;
  readonly writes: number;
  readonly failed: number;
  readonly overruns: number;
  /** Of the round trips of the reads, ms. */
  readonly readP99: number;
}

export interface Timing {
  /** Times that the driver and the bare loop take turns. */
  readonly turns: number;
  readonly warmUpMs: number;
  readonly ms: number;
}

type Given = { inFlight: number } & Timing;

async function measure<T>(program: string, mode: string, port: number, given: Given): Promise<T> {
  const { inFlight, ms, warmUpMs } = given;
  const numbers = [port, inFlight, ms, warmUpMs].map(String);
  const { stdout } = await run(process.execPath, [program, mode, ...numbers]);
  return JSON.parse(stdout) as T;
}

/**
 * Values a second through channel, decoding and tag table: against a socket loop that only copies the registers, and against
 * what modbus-serial reads and hands out as arrays of numbers.
 */
export async function driverCases(timing: Timing): Promise<Record<string, BenchCase>> {
  const cases: Record<string, BenchCase> = {};
  for (const inFlight of [1, 8]) {
    cases[`driver-ratio-${inFlight}`] = await driverCase('bare', { inFlight, ...timing });
  }
  return { ...cases, 'driver-vs-modbus-serial': await driverCase('modbus-serial', { inFlight: 1, ...timing }) };
}

async function driverCase(baselineMode: 'bare' | 'modbus-serial', given: Given): Promise<BenchCase> {
  const slave = await startSlave(1);
  const port = slave.ports[0] ?? 0;
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let turn = 0; turn < given.turns; turn++) {
      theirs.push((await measure<Rate>(BASELINE, baselineMode, port, given)).valuesPerS);
      ours.push((await measure<Rate>(DRIVER, 'flat-out', port, given)).valuesPerS);
    }
    const [value, baseline] = [median(ours), median(theirs)];
    const compared = baselineMode === 'bare' ? 'a bare socket loop' : baselineMode;
    return {
      value,
      unit: 'values/s',
      baseline,
      ratio: value / baseline,
      note: `medians of ${given.turns} turns of ${given.ms} ms in fresh processes, ${given.inFlight} in flight; baseline: ${compared}`,
    };
  } finally {
    slave.stop();
  }
}

/**
 * A write while 1000 registers are read every 100 ms. The bound is the issue's: what is on the way must come back, then the
 * write's own round trip.
 */
export async function writeCases(timing: Timing): Promise<Record<string, BenchCase>> {
  const slave = await startSlave(1);
  const port = slave.ports[0] ?? 0;
  try {
    const fast = await measure<WriteTimes>(DRIVER, 'writes', port, { inFlight: 1, ...timing });
    await slave.delay(THINKING_MS);
    const slow = await measure<WriteTimes>(DRIVER, 'writes', port, { inFlight: 1, ...timing });
    return { 'write-p99': writeCase(fast), [`write-p99@${THINKING_MS}ms`]: writeCase(slow) };
  } finally {
    slave.stop();
  }
}

function writeCase({ p50, p99, writes, failed, overruns, readP99 }: WriteTimes): BenchCase {
  const bound = 2 * readP99;
  const note =
    `p50 ${p50.toFixed(2)} ms, ${writes} writes, ${failed} failed, ${overruns} overruns; ` +
    `one request and one round trip take ${bound.toFixed(2)} ms (p99)`;
  return { value: p99, unit: 'ms', baseline: bound, ratio: p99 / bound, note };
}
