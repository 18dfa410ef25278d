/**
 * Pilot-operated pressure regulators in monitor–worker pairs, with slam-shut and creep relief. The plug moves with a lag towards
 * where droop would have it; that motion is solved together with the pressures (implicit), so a coarse step cannot make it hunt.
 * A standby run is set lower and therefore shut until the pressure falls to it.
 */
import type { ActiveFaults } from '../faults.ts';
import { ATMOSPHERE_MPA } from '../gas/atmosphere.ts';
import { valveFlow } from '../network/laws.ts';
import type { BranchFlow } from '../network/network.ts';

/** The two regulation stations: 0.36 MPa and 1.5 MPa outlet pressure, two runs each. */
type StationId = 'reg1' | 'reg2';

export interface RegulatorDefinition {
  readonly id: string;
  readonly run: string;
  readonly station: StationId;
  readonly role: 'worker' | 'monitor';
  /** Set pressure, MPa gauge; a worker's is shifted by the remote loading of its station. */
  readonly setMpa: number;
  /** Flow factor fully open, standard m³/s per MPa upstream. */
  readonly k: number;
  /** Travel time constant, s. */
  readonly lagS: number;
}

export interface RegulatorState {
  /** Plug travel 0…1. */
  travel: number;
}

interface SlamShutDefinition {
  readonly id: string;
  readonly run: string;
  readonly station: StationId;
  /** Over-pressure shut-off, MPa gauge. */
  readonly tripMpa: number;
}

export interface RegulationStation {
  readonly id: StationId;
  readonly setPointTag: string;
  readonly setMpa: number;
  readonly clampMpa: readonly [number, number];
  /** Ramp of the pilot loading, MPa per minute. */
  readonly rampMpaPerMin: number;
  readonly reliefMpa: number;
  /** Creep relief fully open, standard m³/s: about 1 % of the run. */
  readonly reliefFlow: number;
}

/** Proportional band over the full travel, as share of the set pressure (droop 3 %: within AC5). */
const DROOP = 0.03;
/** Travel at which the outlet pressure equals the set pressure. */
const SET_TRAVEL = 0.45;

interface Run {
  readonly run: string;
  readonly station: StationId;
}

const RUN_1A: Run = { run: '1301A', station: 'reg1' };
const RUN_1B: Run = { run: '1301B', station: 'reg1' };
const RUN_2A: Run = { run: '1351A', station: 'reg2' };
const RUN_2B: Run = { run: '1351B', station: 'reg2' };

const worker = (run: Run, id: string, rest: { setMpa: number; k: number }): RegulatorDefinition => ({
  id,
  ...run,
  role: 'worker',
  ...rest,
  lagS: 1.2,
});
const monitor = (run: Run, id: string, rest: { setMpa: number; k: number }): RegulatorDefinition => ({
  id,
  ...run,
  role: 'monitor',
  ...rest,
  lagS: 0.8,
});

/** k: worker passes 15,000 m³/h (reg 1) and 5,000 m³/h (reg 2) at 45 % and 3.1 MPa; an open monitor then loses 0.07 MPa. */
export const REGULATORS: readonly RegulatorDefinition[] = [
  monitor(RUN_1A, 'PCV-1301A', { setMpa: 0.38, k: 8.8 }),
  worker(RUN_1A, 'PCV-1302A', { setMpa: 0.36, k: 5.4 }),
  monitor(RUN_1B, 'PCV-1301B', { setMpa: 0.37, k: 8.8 }),
  worker(RUN_1B, 'PCV-1302B', { setMpa: 0.34, k: 5.4 }),
  monitor(RUN_2A, 'PCV-1351A', { setMpa: 1.56, k: 2.9 }),
  worker(RUN_2A, 'PCV-1352A', { setMpa: 1.5, k: 1.84 }),
  monitor(RUN_2B, 'PCV-1351B', { setMpa: 1.54, k: 2.9 }),
  worker(RUN_2B, 'PCV-1352B', { setMpa: 1.46, k: 1.84 }),
];

export const SLAM_SHUT_VALVES: readonly SlamShutDefinition[] = [
  { id: 'SSV-1301A', ...RUN_1A, tripMpa: 0.43 },
  { id: 'SSV-1301B', ...RUN_1B, tripMpa: 0.44 },
  { id: 'SSV-1351A', ...RUN_2A, tripMpa: 1.7 },
  { id: 'SSV-1351B', ...RUN_2B, tripMpa: 1.74 },
];

export const REGULATION: Readonly<Record<StationId, RegulationStation>> = {
  reg1: {
    id: 'reg1',
    setPointTag: 'PIC-1303.SP',
    setMpa: 0.36,
    clampMpa: [0.28, 0.37],
    rampMpaPerMin: 0.01,
    reliefMpa: 0.41,
    reliefFlow: 0.06,
  },
  reg2: {
    id: 'reg2',
    setPointTag: 'PIC-1353.SP',
    setMpa: 1.5,
    clampMpa: [1.25, 1.55],
    rampMpaPerMin: 0.04,
    reliefMpa: 1.65,
    reliefFlow: 0.03,
  },
};

export function initialRegulators(): Record<string, RegulatorState> {
  return Object.fromEntries(
    REGULATORS.map(r => [r.id, { travel: r.role === 'monitor' ? 1 : r.id.endsWith('A') ? SET_TRAVEL : 0 }]),
  );
}

/** Where the plug wants to be at this outlet gauge pressure, and whether pressure moves it. */
function wantedTravel(
  definition: RegulatorDefinition,
  input: { gaugeMpa: number; setMpa: number; faults: ActiveFaults },
): { travel: number; steered: boolean } {
  if (input.faults.has('regulator-fails-open', definition.id)) return { travel: 1, steered: false };
  if (input.faults.has('regulator-fails-closed', definition.id)) return { travel: 0, steered: false };
  const travel = SET_TRAVEL + (input.setMpa - input.gaugeMpa) / (DROOP * definition.setMpa);
  if (travel <= 0) return { travel: 0, steered: false };
  if (travel >= 1) return { travel: 1, steered: false };
  return { travel, steered: true };
}

interface RegulatorStep {
  readonly dtS: number;
  readonly setMpa: number;
  readonly faults: ActiveFaults;
}

const share = (dtS: number, lagS: number): number => 1 - Math.exp(-dtS / lagS);

/** Linearised flow of a regulator whose plug moves during the step. `sensed` is the absolute pressure that steers it. */
export function regulatorFlow(
  out: BranchFlow,
  regulator: { definition: RegulatorDefinition; state: RegulatorState },
  at: RegulatorStep & { up: number; down: number; sensed: number; leak: number },
): void {
  const { definition, state } = regulator;
  const gaugeMpa = at.sensed - ATMOSPHERE_MPA;
  const wanted = wantedTravel(definition, { gaugeMpa, setMpa: at.setMpa, faults: at.faults });
  const move = share(at.dtS, definition.lagS);
  const travel = state.travel + move * (wanted.travel - state.travel);
  valveFlow(out, definition.k, at);
  const full = out.q;
  const opening = travel + at.leak;
  out.q = full * opening;
  out.dUp *= opening;
  out.dDown *= opening;
  const slope = wanted.steered ? (-full * move) / (DROOP * definition.setMpa) : 0;
  out.dSense = slope;
}

/** Moves the plug after the pressures of the step are known. */
export function moveRegulator(
  definition: RegulatorDefinition,
  state: RegulatorState,
  at: RegulatorStep & { gaugeMpa: number },
): void {
  const wanted = wantedTravel(definition, at);
  state.travel += share(at.dtS, definition.lagS) * (wanted.travel - state.travel);
}
