/**
 * The gas chromatograph: one analysis every 4.5 minutes, composition wandering a little around the reference gas, unnormalised
 * sum, status word. Values change only when an analysis ends; that time is the source timestamp of all of them. mol%.
 */
import type { ActiveFaults } from '../faults.ts';
import { boundedNoise, type RandomState, wander } from '../surroundings/random.ts';

export const COMPONENTS = ['C1', 'C2', 'C3', 'iC4', 'nC4', 'iC5', 'nC5', 'C6+', 'N2', 'CO2'] as const;

const REFERENCE = [94.0, 2.6, 0.6, 0.1, 0.12, 0.03, 0.02, 0.03, 1.3, 1.2] as const;
/** Spread of each component but methane, which is the rest to 100 %. */
const SPREAD = [0, 0.03, 0.012, 0.003, 0.003, 0.001, 0.0008, 0.001, 0.02, 0.015] as const;
const CYCLE_S = 270;
const STALE_AFTER_S = 900;
const WANDER_S = 7200;

export interface AnalysisState {
  /** Wandering of each component, standard deviations. */
  drift: number[];
  result: number[];
  sum: number;
  /** Simulated epoch ms of the last analysis. */
  analysedAt: number;
  /** Seconds into the running cycle. */
  cycleS: number;
}

export const initialAnalysis = (nowMs: number): AnalysisState => ({
  drift: COMPONENTS.map(() => 0),
  result: [...REFERENCE],
  sum: 99.9,
  analysedAt: nowMs,
  cycleS: 0,
});

export function stepAnalysis(
  a: AnalysisState,
  at: { dtS: number; nowMs: number; random: RandomState; faults: ActiveFaults },
): void {
  if (at.faults.has('gc-out', 'GC')) {
    a.cycleS = 0;
    return;
  }
  a.cycleS += at.dtS;
  if (a.cycleS < CYCLE_S) return;
  a.cycleS -= CYCLE_S;
  // When the cycle ended within the step: the same instant at any step.
  a.analysedAt = at.nowMs + Math.round((at.dtS - a.cycleS) * 1000);
  let others = 0;
  for (let i = 1; i < COMPONENTS.length; i += 1) {
    const drift = wander(at.random, a.drift[i] ?? 0, { dtS: CYCLE_S, timeConstantS: WANDER_S });
    a.drift[i] = drift;
    const fraction = (REFERENCE[i] ?? 0) + (SPREAD[i] ?? 0) * drift;
    a.result[i] = Math.round(fraction * 1e4) / 1e4;
    others += a.result[i] ?? 0;
  }
  a.result[0] = Math.round((100 - others) * 1e4) / 1e4;
  a.sum = Math.round((99.9 + 0.04 * boundedNoise(at.random)) * 1e3) / 1e3;
}

/** True when the flow computers call the composition stale. */
export const isStale = (a: AnalysisState, nowMs: number): boolean => nowMs - a.analysedAt > STALE_AFTER_S * 1000;

/** Status word: bit0 fault, bit4 data stale. */
export function analyserStatus(a: AnalysisState, at: { nowMs: number; faults: ActiveFaults }): number {
  return (at.faults.has('gc-out', 'GC') ? 1 : 0) | (isStale(a, at.nowMs) ? 16 : 0);
}
