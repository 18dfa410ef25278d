/**
 * The process model as the rest of the demo field sees it: step it, read a tag, write a tag, put faults in, take a snapshot.
 * No clocks, no sockets, no I/O: the same seed, start and calls give the same values. Simulator process only.
 */
import type { ProjectTag } from '../../project/types.ts';
import {
  initialSensors,
  type SensorDefinition,
  type SensorStep,
  sensorOf,
  sensorReading,
  stepSensors,
} from './equipment/instruments.ts';
import { REGULATION } from './equipment/regulators.ts';
import { RESET_PULSE_S } from './equipment/sis.ts';
import { VALVES } from './equipment/valves.ts';
import { type Fault, type FaultTargets, indexFaults } from './faults.ts';
import { initialState, type PlantState, SNAPSHOT_VERSION } from './plant-state.ts';
import { type Signal, stationSignals } from './signals.ts';
import { StationModel } from './station-model.ts';
import type { LocalTime } from './surroundings/demand.ts';

interface PlantOptions {
  readonly seed: number;
  /** Simulated epoch ms at which it starts. */
  readonly startAt: number;
  /** Field tags of the station project; their normal values start totalisers and set points. */
  readonly tags: readonly ProjectTag[];
  readonly localTime: (epochMs: number) => LocalTime;
  /** Hour at which the gas day begins. */
  readonly gasDayStartHour: number;
}

/** Why a snapshot was not taken, or that it was. */
export type RestoreOutcome = 'restored' | 'damaged' | 'other version' | 'other seed' | 'other model';

export interface Plant {
  /** Simulated epoch ms. */
  readonly timeMs: number;
  /** Simulated epoch ms at which the analyser finished its last cycle. */
  readonly analysedAt: number;
  readonly faults: readonly Fault[];
  readonly targets: Omit<FaultTargets, 'devices'>;
  step(dtS: number): void;
  /** Moves the clock without running the process: an absence too long to simulate. */
  skip(ms: number): void;
  /** Register-side value of a tag. @throws RangeError for a tag that the station does not have */
  read(tag: string): number;
  /** @returns false when the device would answer "illegal data value" @throws RangeError for a tag that cannot be written */
  write(tag: string, value: number): boolean;
  inject(fault: Fault): void;
  /** Takes away matching faults; resets slam-shuts among them by hand. @returns how many were there */
  clear(match: { fault?: string; target?: string }): number;
  snapshot(): PlantState;
  /** Takes the state of an earlier run, or changes nothing. @returns what came of it */
  restore(snapshot: unknown): RestoreOutcome;
  /** Standard m³/s through a branch and gauge MPa of a node, for balances in tests. */
  readonly model: StationModel;
}

interface Reader {
  readonly signal: Signal;
  readonly sensor: number;
}

/** Is this a number with a sensor, rather than a word, a bit, a total or a set point? */
function isMeasured(tag: ProjectTag): boolean {
  return (
    tag.signalClass !== 'AO' &&
    tag.signalClass !== 'DO' &&
    tag.low !== null &&
    tag.high !== null &&
    !/^FQ-(1101|14|17)/.test(tag.name) &&
    !tag.name.startsWith('AT-1501')
  );
}

class StationPlant implements Plant {
  readonly model: StationModel;
  readonly targets: Omit<FaultTargets, 'devices'>;
  readonly #readers = new Map<string, Reader>();
  readonly #sensors: SensorDefinition[] = [];
  readonly #truth: Signal[] = [];

  constructor(options: PlantOptions) {
    const state = initialState(startValues(options));
    this.model = new StationModel({ state, localTime: options.localTime, gasDayStartHour: options.gasDayStartHour });
    state.flows = this.model.branchNames.map(() => 0);
    const signals = stationSignals(this.model);
    for (const tag of options.tags) this.#addTag(tag, signals);
    state.sensors = initialSensors(this.#truth.map(truth => truth()));
    this.targets = { valves: VALVES.map(v => v.id), sensors: this.#sensors.map(s => s.tag) };
  }

  #addTag(tag: ProjectTag, signals: ReadonlyMap<string, Signal>): void {
    const signal = signals.get(tag.name);
    if (tag.device === null || signal === undefined) return;
    if (!isMeasured(tag)) {
      this.#readers.set(tag.name, { signal, sensor: -1 });
      return;
    }
    const inputCard = tag.signalClass === 'AI' && (tag.device === 'PLC' || tag.device === 'SIS');
    this.#sensors.push(sensorOf(tag.name, { low: tag.low ?? 0, high: tag.high ?? 1, inputCard }));
    this.#truth.push(signal);
    this.#readers.set(tag.name, { signal, sensor: this.#sensors.length - 1 });
  }

  get timeMs(): number {
    return this.model.state.timeMs;
  }

  get analysedAt(): number {
    return this.model.state.analysis.analysedAt;
  }

  get faults(): readonly Fault[] {
    return this.model.state.faults;
  }

  #sensorStep(dtS: number): SensorStep {
    const { state, faults } = this.model;
    return { dtS, seed: state.seed, second: Math.floor(state.timeMs / 1000), faults };
  }

  step(dtS: number): void {
    this.model.step(dtS);
    stepSensors(this.#sensors, this.model.state.sensors, {
      ...this.#sensorStep(dtS),
      truth: index => this.#truth[index]?.() ?? 0,
    });
  }

  skip(ms: number): void {
    this.model.state.timeMs += Math.max(0, Math.round(ms));
  }

  read(tag: string): number {
    const reader = this.#readers.get(tag);
    if (reader === undefined) throw new RangeError(`the demo station has no tag ${tag}`);
    const sensor = this.#sensors[reader.sensor];
    if (sensor === undefined) return reader.signal();
    return sensorReading(sensor, reader.sensor, { ...this.#sensorStep(0), state: this.model.state.sensors });
  }

  write(tag: string, value: number): boolean {
    if (!Number.isFinite(value)) return false;
    const s = this.model.state;
    const number = /^HC-(\d+[A-C]?)$/.exec(tag)?.[1];
    if (number !== undefined) return this.#command(number, value);
    if (tag === REGULATION.reg1.setPointTag) return setLoading(s, 'reg1', value);
    if (tag === REGULATION.reg2.setPointTag) return setLoading(s, 'reg2', value);
    if (tag === 'TIC-1311.SP') {
      s.heating.setPoint = Math.min(30, Math.max(0, value));
      return true;
    }
    if (tag === 'AIC-1601.SP') {
      s.utilities.dosing = Math.min(60, Math.max(10, value));
      return true;
    }
    throw new RangeError(`${tag} cannot be written`);
  }

  /** Command words are 0 (nothing), 1 open, 2 close, 3 stop. */
  #command(number: string, value: number): boolean {
    const s = this.model.state;
    if (number === '1000') {
      if (value !== 0) s.sis.resetS = RESET_PULSE_S;
      return true;
    }
    if (!Number.isInteger(value) || value < 0 || value > 3) return false;
    if (number === '1203A') s.utilities.drainCommand[0] = value;
    else if (number === '1203B') s.utilities.drainCommand[1] = value;
    else this.model.valve(number === '1002' ? 'BDV-1002' : `XV-${number}`).command = value;
    return true;
  }

  inject(fault: Fault): void {
    const s = this.model.state;
    const others = s.faults.filter(f => f.fault !== fault.fault || f.target !== fault.target);
    const sensor = fault.fault === 'sensor-frozen' ? this.#sensors.findIndex(d => d.tag === fault.target) : -1;
    if (sensor >= 0) s.sensors.held[sensor] = this.read(fault.target);
    s.faults = [...others, fault];
    this.model.faults = indexFaults(s.faults);
  }

  clear(match: { fault?: string; target?: string }): number {
    const s = this.model.state;
    const matches = (fault: string, target: string): boolean =>
      (match.fault === undefined || match.fault === fault) && (match.target === undefined || match.target === target);
    const gone = s.faults.filter(f => matches(f.fault, f.target));
    s.faults = s.faults.filter(f => !gone.includes(f));
    this.model.faults = indexFaults(s.faults);
    this.#sensors.forEach((sensor, i) => {
      if (matches('sensor-frozen', sensor.tag)) s.sensors.held[i] = null;
      if (matches('sensor-drift', sensor.tag)) s.sensors.drift[i] = 0;
    });
    let reset = 0;
    for (const id of Object.keys(s.slamShuts)) {
      if (s.slamShuts[id] !== true || !matches('slam-shut-trip', id)) continue;
      s.slamShuts[id] = false;
      if (!gone.some(f => f.fault === 'slam-shut-trip' && f.target === id)) reset += 1;
    }
    return gone.length + reset;
  }

  snapshot(): PlantState {
    return structuredClone(this.model.state);
  }

  restore(snapshot: unknown): RestoreOutcome {
    if (!isSnapshot(snapshot)) return 'damaged';
    const own = this.model.state;
    if (snapshot.version !== SNAPSHOT_VERSION) return 'other version';
    if (snapshot.seed !== own.seed) return 'other seed';
    const fits =
      snapshot.pressures.length === own.pressures.length &&
      snapshot.flows.length === own.flows.length &&
      snapshot.sensors.lagged.length === own.sensors.lagged.length;
    if (!fits) return 'other model';
    this.model.replace(structuredClone(snapshot));
    return 'restored';
  }
}

function isSnapshot(value: unknown): value is PlantState {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<PlantState>;
  return (
    typeof record.version === 'number' &&
    typeof record.timeMs === 'number' &&
    Array.isArray(record.pressures) &&
    record.pressures.every(p => Number.isFinite(p)) &&
    Array.isArray(record.flows) &&
    Array.isArray(record.sensors?.lagged)
  );
}

function setLoading(state: PlantState, id: 'reg1' | 'reg2', value: number): boolean {
  const [low, high] = REGULATION[id].clampMpa;
  state.loading[id].target = Math.min(high, Math.max(low, value));
  return true;
}

function startValues(options: PlantOptions): Parameters<typeof initialState>[0] {
  const normals = new Map(options.tags.map(tag => [tag.name, tag.normal]));
  const normal = (tag: string, otherwise: number): number => normals.get(tag) ?? otherwise;
  return {
    seed: options.seed,
    startAt: options.startAt,
    branches: 0,
    setPoints: {
      reg1: normal('PIC-1303.SP', 0.36),
      reg2: normal('PIC-1353.SP', 1.5),
      temperature: normal('TIC-1311.SP', 8),
      dosing: normal('AIC-1601.SP', 20),
    },
    meters: {
      runs: { A: normal('FQ-1401A', 0), B: normal('FQ-1401B', 0), C: normal('FQ-1401C', 0) },
      upstream: normal('FQ-1101', 0),
      outlets: [normal('FQ-1701', 0), normal('FQ-1702', 0), normal('FQ-1703', 0)],
    },
  };
}

/** A plant in its normal state at `startAt`. Let it run a few simulated minutes before calling it settled. */
export function createPlant(options: PlantOptions): Plant {
  return new StationPlant(options);
}
