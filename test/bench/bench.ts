/** What every bench takes and gives, and the small statistics they share. */
import { readFileSync } from 'node:fs';

export interface BenchCase {
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly ratio?: number;
  readonly note?: string;
}

export interface BenchResult {
  readonly cases: Record<string, BenchCase>;
  /** Cases that this build cannot measure, and why. */
  readonly absent?: Record<string, string>;
}

export interface BenchOptions {
  /** ≤ 45 s, same cases. */
  readonly quick: boolean;
  readonly minutes: number | null;
  readonly progress: (text: string) => void;
}

export type Bench = (options: BenchOptions) => Promise<BenchResult>;

/** Value below which the share `p` (0 … 1) of the sorted values lies; NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Median of every tenth of the values, in their order; with fewer than ten values, neighbouring tenths share one. NaN of nothing. */
export function tenths(values: readonly number[]): readonly number[] {
  const edge = (tenth: number): number => Math.floor((tenth * values.length) / 10);
  return Array.from({ length: 10 }, (_, i) => median(values.slice(edge(i), Math.max(edge(i + 1), edge(i) + 1))));
}

export const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Kernel clock ticks a second; 100 on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** CPU time of a process so far, s, all its threads (Linux). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** Resident memory of a process, MB (Linux). */
export function residentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}
