/**
 * Flow laws of the branches: pipes and valves, filter elements, regulators, vents and consumers. Pure functions that fill a
 * linearised flow. All are smooth through zero, else the solver's linearisation would jump between two slopes.
 * Units: MPa absolute, standard m³/s.
 */
import { ATMOSPHERE_MPA } from '../gas/atmosphere.ts';
import type { BranchFlow } from './network.ts';

/** Smoothing of the square root near zero flow, MPa². At 1e-6 a valve's pressure loss is right from 3 % of its normal flow up. */
const PIPE_EPSILON = 1e-6;
const FILTER_EPSILON_MPA = 1e-5;
const VALVE_EPSILON = 1e-4;
/** Fγ·xT of IEC 60534-2-1 for natural gas and a globe-type regulator: beyond this pressure ratio the flow is choked. */
const CHOKED_RATIO = 0.65;

export function noFlow(out: BranchFlow): void {
  out.q = 0;
  out.dUp = 0;
  out.dDown = 0;
  out.dSense = 0;
}

/** Pipe, open valve or orifice: pu² − pd² = (q/k)². `k` in standard m³/s per MPa. */
export function pipeFlow(out: BranchFlow, k: number, p: { up: number; down: number }): void {
  const difference = p.up * p.up - p.down * p.down;
  const size = Math.abs(difference) + PIPE_EPSILON;
  const root = Math.sqrt(size);
  out.q = (k * difference) / root;
  const slope = (k * (0.5 * Math.abs(difference) + PIPE_EPSILON)) / (size * root);
  out.dUp = slope * 2 * p.up;
  out.dDown = -slope * 2 * p.down;
  out.dSense = 0;
}

/** Filter element: Δp = clog·(q/k)^1.8. */
export function filterFlow(out: BranchFlow, k: number, p: { up: number; down: number }): void {
  const exponent = 1 / 1.8;
  const difference = p.up - p.down;
  const size = Math.sqrt(difference * difference + FILTER_EPSILON_MPA * FILTER_EPSILON_MPA);
  const power = size ** (exponent - 1);
  out.q = k * difference * power;
  const slope = k * power * (1 + (exponent - 1) * (difference / size) * (difference / size));
  out.dUp = slope;
  out.dDown = -slope;
  out.dSense = 0;
}

/**
 * Control valve after IEC 60534 with expansion factor and choking; never flows backwards (check function of the plug). Without a
 * forward pressure difference both flow and slope are zero: when the pressures turn, the valve flows from the next pass on.
 */
export function valveFlow(out: BranchFlow, k: number, p: { up: number; down: number }): void {
  const ratio = (p.up - p.down) / p.up;
  if (ratio <= 0 || k <= 0) {
    noFlow(out);
    return;
  }
  if (ratio >= CHOKED_RATIO) {
    const perMpa = (k * CHOKED_RATIO * (2 / 3)) / Math.sqrt(CHOKED_RATIO + VALVE_EPSILON);
    out.q = perMpa * p.up;
    out.dUp = perMpa;
    out.dDown = 0;
    out.dSense = 0;
    return;
  }
  const expansion = 1 - ratio / (3 * CHOKED_RATIO);
  const root = Math.sqrt(ratio + VALVE_EPSILON);
  const shape = (expansion * ratio) / root;
  out.q = k * p.up * shape;
  const shapeSlope =
    expansion * ((0.5 * ratio + VALVE_EPSILON) / (root * root * root)) - ratio / root / (3 * CHOKED_RATIO);
  out.dUp = k * (shape + shapeSlope * (p.down / p.up));
  out.dDown = -k * shapeSlope;
  out.dSense = 0;
}

/** Consumers: take `demand` while there is pressure for it, less below `fullAtMpa` gauge, nothing at atmospheric pressure. */
export function demandFlow(out: BranchFlow, demand: number, p: { up: number; fullAtMpa: number }): void {
  const share = (p.up - ATMOSPHERE_MPA) / p.fullAtMpa;
  const inBand = share > 0 && share < 1;
  out.q = share <= 0 ? 0 : share >= 1 ? demand : demand * share;
  out.dUp = inBand ? demand / p.fullAtMpa : 0;
  out.dDown = 0;
  out.dSense = 0;
}
