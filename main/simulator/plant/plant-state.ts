/** The whole state of the process model as plain data: what a snapshot holds. No functions, no class instances, JSON-safe. */
import { type AnalysisState, initialAnalysis } from './equipment/analysis.ts';
import { type HeatingState, initialHeating } from './equipment/heating.ts';
import type { SensorState } from './equipment/instruments.ts';
import { initialMetering, type MeteringState, type MeterNormals } from './equipment/metering.ts';
import { initialRegulators, type RegulatorState, SLAM_SHUT_VALVES } from './equipment/regulators.ts';
import { initialSis, type SisState } from './equipment/sis.ts';
import { initialUtilities, type UtilityState } from './equipment/utilities.ts';
import { initialValves, type ValveState } from './equipment/valves.ts';
import type { Fault } from './faults.ts';
import { ATMOSPHERE_MPA } from './gas/atmosphere.ts';
import { NODES } from './network/topology.ts';
import { type DemandState, initialDemand } from './surroundings/demand.ts';
import type { RandomState } from './surroundings/random.ts';
import { initialWeather, type WeatherState } from './surroundings/weather.ts';

/** Raise when a stored snapshot no longer fits; an older one is then left aside and the plant starts from its normal state. */
export const SNAPSHOT_VERSION = 1;

interface LoadingState {
  /** As written by the operator, inside the clamp, MPa gauge. */
  target: number;
  /** What the pilots have, after the ramp. */
  effective: number;
}

export interface PlantState {
  version: number;
  seed: number;
  /** Simulated epoch ms. */
  timeMs: number;
  random: RandomState;
  faults: Fault[];
  pressures: number[];
  flows: number[];
  valves: Record<string, ValveState>;
  regulators: Record<string, RegulatorState>;
  slamShuts: Record<string, boolean>;
  loading: Record<'reg1' | 'reg2', LoadingState>;
  /** Remaining opening time of the inlet bypass, s. */
  bypassS: number;
  supplyWander: number;
  meterNoise: number[];
  weather: WeatherState;
  demand: DemandState;
  sis: SisState;
  heating: HeatingState;
  metering: MeteringState;
  analysis: AnalysisState;
  utilities: UtilityState;
  sensors: SensorState;
}

interface StartValues {
  readonly seed: number;
  readonly startAt: number;
  readonly setPoints: {
    readonly reg1: number;
    readonly reg2: number;
    readonly temperature: number;
    readonly dosing: number;
  };
  readonly meters: MeterNormals;
  readonly branches: number;
}

export function initialState(start: StartValues): PlantState {
  const loading = (value: number): LoadingState => ({ target: value, effective: value });
  return {
    version: SNAPSHOT_VERSION,
    seed: start.seed,
    timeMs: start.startAt,
    random: { s: start.seed | 0 },
    faults: [],
    pressures: NODES.map(n => n.normalMpa + ATMOSPHERE_MPA),
    flows: Array.from({ length: start.branches }, () => 0),
    valves: initialValves(),
    regulators: initialRegulators(),
    slamShuts: Object.fromEntries(SLAM_SHUT_VALVES.map(s => [s.id, false])),
    loading: { reg1: loading(start.setPoints.reg1), reg2: loading(start.setPoints.reg2) },
    bypassS: 0,
    supplyWander: 0,
    meterNoise: [0, 0, 0, 0],
    weather: initialWeather(),
    demand: initialDemand(),
    sis: initialSis(),
    heating: initialHeating(start.setPoints.temperature),
    metering: initialMetering(start.meters),
    analysis: initialAnalysis(start.startAt),
    utilities: initialUtilities(start.setPoints.dosing),
    sensors: { lagged: [], held: [], drift: [] },
  };
}
