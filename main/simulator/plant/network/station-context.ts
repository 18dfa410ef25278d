/** What the branches of the network ask the rest of the plant. Read at each step, so a restored state is seen at once. */

import type { RegulationStation, RegulatorDefinition, RegulatorState } from '../equipment/regulators.ts';
import type { ValveState } from '../equipment/valves.ts';
import type { ActiveFaults } from '../faults.ts';

export interface StationContext {
  dtS(): number;
  faults(): ActiveFaults;
  valve(id: string): ValveState;
  regulator(id: string): RegulatorState;
  regulation(id: 'reg1' | 'reg2'): RegulationStation;
  slamShutClosed(id: string): boolean;
  /** Set pressure in effect, MPa gauge: remote loading applied to workers. */
  setPressure(definition: RegulatorDefinition): number;
  /** Flow through a shut seat, standard m³/h at 3.1 MPa. */
  seatLeak(regulator: string): number;
  /** Share of the supply that is there, 0…1. */
  supplyShare(): number;
  bypassOpen(): boolean;
  /** Pressure loss of a filter element in multiples of a clean one. */
  clog(side: string): number;
  /** Demand of network 0…2, standard m³/h. */
  demand(network: number): number;
  ownUse(): number;
  /** Leak of a zone at normal pressure, standard m³/h. */
  leak(zone: string): number;
}
