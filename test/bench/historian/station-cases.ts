/**
 * The whole headless station polling 10 × 1000 registers a second, every value recorded to disk: what that costs, whether it keeps
 * its period, and the same on a disk whose syncs take 2 ms longer.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryStatus } from '../../../shared/model/history.ts';
import { buildDiskTracer } from '../../kit/disk-tracer.ts';
import { type BenchCase, sleep, tenths } from '../bench.ts';
import { type Measured, measureSpan, type Span, withStation } from '../station-load.ts';

const LOAD = { devices: 10, registers: 1_000, periodMs: 1_000 };
const SLOW_SYNC_US = 2_000;
const TICKS_PER_S = 100;
/** As the kernel has it: 15 letters. */
const WRITER = 'historian-write';

interface Recorded extends Measured {
  /** Of the writer thread, % of one core. */
  readonly writerCpu: number;
  readonly status: HistoryStatus | null;
}

export async function stationCases(span: Span): Promise<Record<string, BenchCase>> {
  const place = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  try {
    const library = buildDiskTracer(place);
    const slow = { LD_PRELOAD: library, SLOWFSYNC_US: String(SLOW_SYNC_US) };
    return { ...casesOf('', await recorded(span, {})), ...casesOf('@slow-fsync', await recorded(span, slow)) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function recorded(span: Span, environment: Readonly<Record<string, string>>): Promise<Recorded> {
  return withStation({ ...LOAD, environment }, async (station, slave) => {
    await sleep(span.warmUpMs);
    const before = writerSeconds(station.pid);
    const measured = await measureSpan(station, slave, span.ms);
    const writerCpu = ((writerSeconds(station.pid) - before) / measured.measuredS) * 100;
    const envelope = await station.rpc('history.status');
    return { ...measured, writerCpu, status: envelope.ok ? (envelope.value as HistoryStatus) : null };
  });
}

/** CPU time of the writer thread so far, s; NaN when the station has none (Linux). */
function writerSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const own = readdirSync(tasks).find(task => readFileSync(join(tasks, task, 'comm'), 'utf8').trim() === WRITER);
  if (own === undefined) return Number.NaN;
  const fields =
    readFileSync(join(tasks, own, 'stat'), 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

function casesOf(suffix: string, m: Recorded): Record<string, BenchCase> {
  const trail = tenths(m.rssMb);
  const { status } = m;
  const kept =
    status === null
      ? 'the station does not tell its history status'
      : `${status.offered} samples given, ${status.stored} stored, ${status.pending} on the way, ${status.lost} lost, ${status.unaccounted} unaccounted for`;
  const note = `10 × 1000 registers at 1 s over ${m.measuredS.toFixed(0)} s, ${m.overruns} overruns; ${kept}`;
  return {
    [`station-cpu@10k${suffix}`]: { value: m.cpu, unit: '% of one core', note },
    [`writer-cpu@10k${suffix}`]: { value: m.writerCpu, unit: '% of one core', note: 'the writer thread alone' },
    [`scan-p95@10k${suffix}`]: {
      value: m.p95,
      unit: 'ms',
      note: `p50 ${m.p50.toFixed(1)}, p99 ${m.p99.toFixed(1)} ms`,
    },
    [`rss@10k${suffix}`]: {
      value: Math.max(...m.rssMb),
      unit: 'MB',
      note: `median of every tenth ${trail.map(mb => Math.round(mb)).join(' ')}`,
    },
  };
}
