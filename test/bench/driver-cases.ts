/** The driver alone, in a process of its own each time, against the fast slave in another. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchCase, median } from './bench.ts';
import { startSlave } from './slave-process.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('./driver-process.ts', import.meta.url));
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

async function driver<T>(mode: string, port: number, given: { inFlight: number } & Timing): Promise<T> {
  const { inFlight, ms, warmUpMs } = given;
  const numbers = [port, inFlight, ms, warmUpMs].map(String);
  const { stdout } = await run(process.execPath, [PROGRAM, mode, ...numbers]);
  return JSON.parse(stdout) as T;
}

/** Values a second through channel, decoding and tag table, against a socket loop that only copies the registers. */
export async function driverRatio(inFlight: number, timing: Timing): Promise<BenchCase> {
  const slave = await startSlave(1);
  const port = slave.ports[0] ?? 0;
  try {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let turn = 0; turn < timing.turns; turn++) {
      bare.push((await driver<Rate>('bare', port, { inFlight, ...timing })).valuesPerS);
      ours.push((await driver<Rate>('flat-out', port, { inFlight, ...timing })).valuesPerS);
    }
    const [value, baseline] = [median(ours), median(bare)];
    return {
      value,
      unit: 'values/s',
      baseline,
      ratio: value / baseline,
      note: `medians of ${timing.turns} turns of ${timing.ms} ms in fresh processes, ${inFlight} in flight; baseline: a bare socket loop`,
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
    const fast = await driver<WriteTimes>('writes', port, { inFlight: 1, ...timing });
    await slave.delay(THINKING_MS);
    const slow = await driver<WriteTimes>('writes', port, { inFlight: 1, ...timing });
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
