/**
 * One step of the whole station: demand and weather, valves and SIS, pressures, temperatures, meters, analyser, utilities, in that
 * order. Owns the network; the state is given from outside, so that it can be replaced by a snapshot between two steps.
 */
import { stepAnalysis } from './equipment/analysis.ts';
import { fuelFlow, stepHeating } from './equipment/heating.ts';
import { METER_RUNS, type MeterRun, stepOutlet, stepRun, stepUpstream } from './equipment/metering.ts';
import {
  moveRegulator,
  REGULATION,
  REGULATORS,
  type RegulatorDefinition,
  SLAM_SHUT_VALVES,
} from './equipment/regulators.ts';
import { esdPosition, stepSis } from './equipment/sis.ts';
import { stepUtilities } from './equipment/utilities.ts';
import { isClosed, isOpen, stepValve, VALVES, type ValveState } from './equipment/valves.ts';
import { type ActiveFaults, indexFaults } from './faults.ts';
import { ATMOSPHERE_MPA } from './gas/atmosphere.ts';
import { createNetwork, type Network, SUPPLY } from './network/network.ts';
import type { StationContext } from './network/station-context.ts';
import { LEAK_NODES, NODES, nodeIndex, stationBranches } from './network/topology.ts';
import type { PlantState } from './plant-state.ts';
import { type LocalTime, stepDemand } from './surroundings/demand.ts';
import { boundedNoise, wander } from './surroundings/random.ts';
import { ambientC, stepWeather } from './surroundings/weather.ts';

/** Pressure of the transmission line at the head of the spur, MPa absolute. */
const SUPPLY_MPA = 3.385;
const SUPPLY_SPREAD_MPA = 0.02;
const EQUALISED_MPA = 0.1;
const BYPASS_S = 900;
const DAY_MS = 86_400_000;
/** Storage of a node: standard m³ per MPa and m³, at 15 °C with Z of its normal pressure taken as constant. */
const STORAGE_PER_VOLUME = (293.15 * 0.997957) / 288.15 / ATMOSPHERE_MPA;

const STANDBY_OFFSET = new Map(
  REGULATORS.filter(r => r.role === 'worker').map(r => [r.id, r.setMpa - REGULATION[r.station].setMpa]),
);
/** Names put together once, not at each step. */
const LEAK_BRANCHES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(LEAK_NODES).map(zone => [zone, `leak-${zone}`]),
);
const RUNS = METER_RUNS.map(name => ({ name, node: `run${name}`, outlet: `out${name}`, meter: `1401${name}` }));
const OUTLETS = ['XV-1701', 'XV-1702', 'XV-1703'];
const MONITORS = new Set(REGULATORS.filter(r => r.role === 'monitor').map(r => r.id));

export class StationModel {
  state: PlantState;
  faults: ActiveFaults;
  local: LocalTime = { hour: 12, weekday: 0 };
  readonly branchNames: readonly string[];
  readonly #network: Network;
  readonly #branch: ReadonlyMap<string, number>;
  readonly #localTime: (epochMs: number) => LocalTime;
  readonly #gasDayShiftMs: number;
  #dtS = 1;

  constructor(options: { state: PlantState; localTime: (epochMs: number) => LocalTime; gasDayStartHour: number }) {
    this.state = options.state;
    this.faults = indexFaults(options.state.faults);
    this.#localTime = options.localTime;
    this.#gasDayShiftMs = options.gasDayStartHour * 3_600_000;
    const branches = stationBranches(this.#context());
    this.branchNames = branches.map(b => b.name);
    this.#branch = new Map(branches.map((b, i) => [b.name, i]));
    const zOf = (mpa: number): number => 1 - 0.022 * mpa;
    this.#network = createNetwork({
      capacities: NODES.map(n => (n.volume * STORAGE_PER_VOLUME) / zOf(n.normalMpa)),
      branches,
      boundary: index => (index === SUPPLY ? SUPPLY_MPA + SUPPLY_SPREAD_MPA * this.state.supplyWander : ATMOSPHERE_MPA),
    });
  }

  /** Puts another state in place of the present one. */
  replace(state: PlantState): void {
    this.state = state;
    this.faults = indexFaults(state.faults);
    this.local = this.#localTime(state.timeMs);
  }

  /** Standard m³/s through a branch. */
  flow(name: string): number {
    return this.state.flows[this.#branch.get(name) ?? -1] ?? 0;
  }

  /** Gauge pressure of a node, MPa. */
  gauge(id: string): number {
    return (this.state.pressures[nodeIndex(id)] ?? 0) - ATMOSPHERE_MPA;
  }

  powered(): boolean {
    return !this.faults.has('power-failure', 'station');
  }

  valve(id: string): ValveState {
    const valve = this.state.valves[id];
    if (valve === undefined) throw new Error(`no valve ${id}`);
    return valve;
  }

  step(dtS: number): void {
    const s = this.state;
    this.#dtS = dtS;
    this.local = this.#localTime(s.timeMs);
    stepWeather(s.weather, s.random, dtS);
    stepDemand(s.demand, { local: this.local, weather: s.weather, random: s.random, dtS });
    s.supplyWander = wander(s.random, s.supplyWander, { dtS, timeConstantS: 15_000 });
    this.#stepSafety(dtS);
    this.#stepLoading(dtS);
    this.#network.step(s.pressures, s.flows, dtS);
    this.#stepRegulation(dtS);
    this.#stepTemperatures(dtS);
    this.#stepMeters(dtS);
    stepAnalysis(s.analysis, { dtS, nowMs: s.timeMs, random: s.random, faults: this.faults });
    this.#stepUtilities(dtS);
    s.timeMs += Math.round(dtS * 1000);
  }

  #stepSafety(dtS: number): void {
    const s = this.state;
    stepSis(s.sis, {
      dtS,
      faults: this.faults,
      leak: zone => this.flow(LEAK_BRANCHES[zone] ?? '') * 3600,
      inletValveClosed: isClosed(this.valve('XV-1001')),
    });
    const context = {
      dtS,
      faults: this.faults,
      powered: this.powered(),
      forced: (id: string) => esdPosition(s.sis, id),
      mayOpen: (id: string) => this.#mayOpen(id),
    };
    for (const definition of VALVES) stepValve(definition, this.valve(definition.id), context);
    s.bypassS = Math.max(0, s.bypassS - dtS);
    const level = this.gauge('spur') - this.gauge('inlet');
    if (s.sis.esd1 || s.sis.esd2 || level < 0.02) s.bypassS = 0;
  }

  /** The PLC's own condition: no open command during an ESD; the inlet valve opens only when equalised, else the bypass does. */
  #mayOpen(id: string): boolean {
    const s = this.state;
    if (esdPosition(s.sis, id) !== undefined) return false;
    if (id !== 'XV-1001' || isOpen(this.valve(id))) return true;
    if (this.gauge('spur') - this.gauge('inlet') < EQUALISED_MPA) return true;
    s.bypassS = BYPASS_S;
    return false;
  }

  #stepLoading(dtS: number): void {
    for (const id of ['reg1', 'reg2'] as const) {
      const loading = this.state.loading[id];
      const most = (REGULATION[id].rampMpaPerMin * dtS) / 60;
      loading.effective += Math.max(-most, Math.min(most, loading.target - loading.effective));
    }
  }

  #setPressure(definition: RegulatorDefinition): number {
    if (MONITORS.has(definition.id)) return definition.setMpa;
    return this.state.loading[definition.station].effective + (STANDBY_OFFSET.get(definition.id) ?? 0);
  }

  #stepRegulation(dtS: number): void {
    const s = this.state;
    for (const definition of REGULATORS) {
      const state = s.regulators[definition.id];
      if (state === undefined) continue;
      const gaugeMpa = this.gauge(definition.station);
      moveRegulator(definition, state, { gaugeMpa, dtS, setMpa: this.#setPressure(definition), faults: this.faults });
    }
    for (const valve of SLAM_SHUT_VALVES) {
      const pressure = this.gauge(valve.station);
      if (pressure > valve.tripMpa || this.faults.has('slam-shut-trip', valve.id)) s.slamShuts[valve.id] = true;
    }
  }

  #stepTemperatures(dtS: number): void {
    const s = this.state;
    stepHeating(s.heating, {
      dtS,
      random: s.random,
      faults: this.faults,
      flow1: this.flow('PCV-1302A') + this.flow('PCV-1302B'),
      flow2: this.flow('PCV-1352A') + this.flow('PCV-1352B'),
      headerMpa: this.gauge('heaterHeader'),
      reg1Mpa: this.gauge('reg1'),
      reg2Mpa: this.gauge('reg2'),
      ambientC: ambientC(s.weather, this.local.hour),
      powered: this.powered(),
    });
  }

  #stepMeters(dtS: number): void {
    const s = this.state;
    const keep = Math.exp(-dtS / 2);
    s.meterNoise = s.meterNoise.map(n => keep * n + Math.sqrt(1 - keep * keep) * boundedNoise(s.random));
    RUNS.forEach(({ name, node, outlet, meter }, i) => {
      const flow = this.#isFed(name) ? this.flow(outlet) + (name === 'A' ? this.flow('XV-1404') : 0) : 0;
      stepRun(name, s.metering.runs[name], {
        dtS,
        flow: Math.max(0, flow),
        absoluteMpa: this.gauge(node) + ATMOSPHERE_MPA,
        temperatureC: s.heating.inlet,
        failed: this.faults.has('meter-failure', meter),
        noise: 0.0006 * (s.meterNoise[i] ?? 0),
      });
    });
    stepUpstream(s.metering, Math.max(0, this.flow('XV-1001') + this.flow('bypass')), dtS);
    for (let i = 0; i < OUTLETS.length; i += 1) {
      const flow = Math.max(0, this.flow(OUTLETS[i] ?? ''));
      stepOutlet(s.metering, i, { flow, noise: 0.0005 * (s.meterNoise[3] ?? 0), dtS });
    }
  }

  /**
   * Behind a closed inlet valve nothing passes a meter, whatever its piping breathes towards the header. Run C is fed by run A as
   * well, in series comparison.
   */
  #isFed(run: MeterRun): boolean {
    return !isClosed(this.valve(`XV-1401${run}`)) || (run === 'C' && !isClosed(this.valve('XV-1404')));
  }

  #stepUtilities(dtS: number): void {
    const s = this.state;
    const localDayMs = s.timeMs - this.#gasDayShiftMs + this.#offsetMs();
    stepUtilities(s.utilities, {
      dtS,
      faults: this.faults,
      powered: this.powered(),
      outletFlow: s.metering.outlets.reduce((sum, o) => sum + o.standard, 0),
      filterFlow: [this.flow('F-1201A'), this.flow('F-1201B')],
      gasDay: Math.floor(localDayMs / DAY_MS),
    });
  }

  /** Local minus UTC, ms, from the hour already known. */
  #offsetMs(): number {
    const utcHour = (this.state.timeMs / 3_600_000) % 24;
    const difference = ((this.local.hour - utcHour + 36) % 24) - 12;
    return Math.round(difference * 4) * 900_000;
  }

  #context(): StationContext {
    return {
      dtS: () => this.#dtS,
      faults: () => this.faults,
      valve: id => this.valve(id),
      regulator: id => this.state.regulators[id] ?? { travel: 0 },
      regulation: id => REGULATION[id],
      slamShutClosed: id => this.state.slamShuts[id] ?? false,
      setPressure: definition => this.#setPressure(definition),
      seatLeak: id => this.faults.strength('lock-up-creep', id),
      supplyShare: () => 1 - this.faults.strength('inlet-loss', 'station'),
      bypassOpen: () => this.state.bypassS > 0,
      clog: side => this.#clog(side),
      demand: network => this.state.demand.flow[network] ?? 0,
      ownUse: () => (this.powered() ? fuelFlow(this.state.heating) : 0),
      leak: zone => this.faults.strength('leak', zone),
    };
  }

  #clog(side: string): number {
    const fault = this.faults.strength('filter-clogged', side === 'A' ? 'F-1201A' : 'F-1201B');
    return (fault === 0 ? 1 : fault) * (this.state.utilities.clog[side === 'A' ? 0 : 1] ?? 1);
  }
}
