/**
 * Meter runs with flow computers, the upstream custody meter and the outlet volume converters. A meter measures actual flow;
 * the computer converts it with measured pressure and temperature. Totals are kept with their fraction and only ever grow;
 * counters show them modulo 2^32, most of them whole.
 */
import { ATMOSPHERE_MPA } from '../gas/atmosphere.ts';
import { compressibility, speedOfSound, standardPerActual } from '../gas/gas.ts';

export const METER_RUNS = ['A', 'B', 'C'] as const;
export type MeterRun = (typeof METER_RUNS)[number];

interface RunState {
  /** Actual flow, m³/h, after low-flow cut-off. */
  actual: number;
  /** Standard flow, m³/h. */
  standard: number;
  z: number;
  speedOfSound: number;
  total: number;
  /** Physical flow through the run, standard m³/s. */
  flow: number;
}

export interface MeteringState {
  runs: Record<MeterRun, RunState>;
  upstream: { standard: number; total: number };
  outlets: { standard: number; total: number }[];
}

/** Systematic error of each meter, relative: within custody class, so that differences show but do not alarm. */
const BIAS: Readonly<Record<MeterRun, number>> = { A: 0.0008, B: -0.0006, C: 0.0015 };
const UPSTREAM_BIAS = 0.0012;
const OUTLET_BIAS = [-0.001, 0.0015, 0.0005] as const;
/** Low-flow cut-off of the meters, actual m³/h. */
const CUT_OFF_ACTUAL = 2;
const CUT_OFF_STANDARD = 15;

export interface MeterNormals {
  readonly runs: Readonly<Record<MeterRun, number>>;
  readonly upstream: number;
  readonly outlets: readonly number[];
}

export function initialMetering(normals: MeterNormals): MeteringState {
  const run = (total: number): RunState => ({ actual: 0, standard: 0, z: 0.9299, speedOfSound: 413.2, total, flow: 0 });
  return {
    runs: { A: run(normals.runs.A), B: run(normals.runs.B), C: run(normals.runs.C) },
    upstream: { standard: 0, total: normals.upstream },
    outlets: normals.outlets.map(total => ({ standard: 0, total })),
  };
}

interface MeterInput {
  readonly dtS: number;
  /** Physical standard flows, m³/s. */
  readonly flow: number;
  /** What the computer's transmitters say: MPa absolute, °C. */
  readonly absoluteMpa: number;
  readonly temperatureC: number;
  readonly failed: boolean;
  /** Repeatability noise, relative. */
  readonly noise: number;
}

export function stepRun(name: MeterRun, run: RunState, input: MeterInput): void {
  const gaugeMpa = input.absoluteMpa - ATMOSPHERE_MPA;
  run.flow = input.flow;
  run.z = compressibility(gaugeMpa, input.temperatureC);
  run.speedOfSound = speedOfSound(gaugeMpa, input.temperatureC);
  const ratio = standardPerActual(input.absoluteMpa, input.temperatureC, run.z);
  const actual = ((input.flow * 3600) / Math.max(ratio, 0.5)) * (1 + BIAS[name] + input.noise);
  run.actual = input.failed || actual < CUT_OFF_ACTUAL ? 0 : actual;
  run.standard = run.actual * ratio;
  run.total += (run.standard * input.dtS) / 3600;
}

function count(counter: { standard: number; total: number }, standard: number, dtS: number): void {
  counter.standard = standard < CUT_OFF_STANDARD ? 0 : standard;
  counter.total += (counter.standard * dtS) / 3600;
}

/** @param flow physical standard flow, m³/s */
export function stepUpstream(metering: MeteringState, flow: number, dtS: number): void {
  count(metering.upstream, flow * 3600 * (1 + UPSTREAM_BIAS), dtS);
}

export function stepOutlet(
  metering: MeteringState,
  index: number,
  at: { flow: number; noise: number; dtS: number },
): void {
  const outlet = metering.outlets[index];
  if (outlet !== undefined) count(outlet, at.flow * 3600 * (1 + (OUTLET_BIAS[index] ?? 0) + at.noise), at.dtS);
}

/** What the counter of a totaliser shows: whole m³ modulo 2^32. */
export const totaliser = (total: number): number => Math.floor(total) % 4294967296;

/** The converters of the first two outlets count fractions of a cubic metre as well. */
const COUNTS_FRACTIONS = [true, true, false] as const;

export function outletTotaliser(metering: MeteringState, index: number): number {
  const total = metering.outlets[index]?.total ?? 0;
  return COUNTS_FRACTIONS[index] === true ? total % 4294967296 : totaliser(total);
}
