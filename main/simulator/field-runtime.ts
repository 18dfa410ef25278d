/**
 * The demo field at work: lets the plant run by the wall clock times the factor, refreshes the registers each 100 ms, publishes the
 * analyser, saves the state each second. Owns the timers; everything else is told what to do from here.
 */
import { join } from 'node:path';
import type { Log } from '../platform/log.ts';
import type { StationProject } from '../project/types.ts';
import { toEngineering, toRaw } from '../tags/scaling.ts';
import type { FieldRegisters } from './control/field-registers.ts';
import type { FieldSettings, StateFile } from './control/state-file.ts';
import type { TruthLog } from './control/truth-log.ts';
import type { FieldServers } from './field-servers.ts';
import { type Fault, type FaultTargets, isDeviceFault, parseFault, parseStoredFault } from './plant/faults.ts';
import type { Plant } from './plant/plant.ts';

const TICK_MS = 100;
const ANALYSER_MS = 500;
const SAVE_MS = 1000;
/** Step at ordinary speed and at high factors, s. Both are stable; the finer one shows valve travel smoothly. */
const FINE_STEP_S = 0.25;
const COARSE_STEP_S = 1;
const FINE_UP_TO_FACTOR = 20;
/** A machine that slept does not make up for it: more than this much wall time at once is let go, ms. */
const LONGEST_GAP_MS = 2000;

interface FieldParts {
  /** Folder of the field, holds its state. */
  readonly directory: string;
  readonly project: StationProject;
  readonly plant: Plant;
  readonly registers: FieldRegisters;
  readonly servers: FieldServers;
  readonly truth: TruthLog;
  readonly stateFile: StateFile;
  readonly log: Log;
}

export class FieldRuntime {
  readonly parts: FieldParts;
  #factor: number;
  #owedS = 0;
  #lastAt = performance.now();
  #timers: NodeJS.Timeout[] = [];
  readonly #seen = new Map<string, { value: number; time: number }>();

  constructor(parts: FieldParts, factor: number) {
    this.parts = parts;
    this.#factor = factor;
  }

  get factor(): number {
    return this.#factor;
  }

  /** @throws RangeError outside 1…3600 */
  set factor(value: number) {
    if (!(value >= 1 && value <= 3600)) throw new RangeError('the time factor must be a number 1…3600');
    this.#factor = value;
  }

  get faults(): readonly Fault[] {
    return [...this.parts.plant.faults, ...this.parts.servers.faults];
  }

  get targets(): FaultTargets {
    return { ...this.parts.plant.targets, devices: this.parts.servers.devices };
  }

  /** Lays the forced values and device faults of the last run on the open servers; what does not fit the project is told and left. */
  async resume(settings: Pick<FieldSettings, 'forced' | 'deviceFaults'>): Promise<void> {
    const { registers, servers, log } = this.parts;
    for (const [tag, value] of Object.entries(settings.forced)) {
      if (registers.has(tag)) registers.force(tag, value);
      else log.warn(() => `forced value of ${tag} not restored: no such field tag`);
    }
    const faults = settings.deviceFaults.flatMap(stored => {
      try {
        return [parseStoredFault(stored, this.targets)];
      } catch (error) {
        log.warn(() => `device fault not restored: ${String(error)}`);
        return [];
      }
    });
    await servers.setFaults(faults);
    const count = Object.keys(settings.forced).length + faults.length;
    if (count > 0) log.warn(() => `${count} forced value(s) and device fault(s) of the last run are still in force`);
  }

  /** Starts the timers. The time since this object was made is made up for, so that plant and wall clock begin together. */
  start(): void {
    this.#timers = [
      setInterval(() => this.#tick(), TICK_MS),
      setInterval(() => this.#guard(this.publishAnalysers()), ANALYSER_MS),
      setInterval(() => this.#guard(this.#save()), SAVE_MS),
    ];
  }

  /** Stops the timers and saves a last time. Servers are the caller's. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await this.#save();
  }

  #guard(work: Promise<void>): void {
    work.catch(error => this.parts.log.warn(() => String(error)));
  }

  #tick(): void {
    const now = performance.now();
    this.#owedS += (Math.min(now - this.#lastAt, LONGEST_GAP_MS) / 1000) * this.#factor;
    this.#lastAt = now;
    const step = this.#factor <= FINE_UP_TO_FACTOR ? FINE_STEP_S : COARSE_STEP_S;
    while (this.#owedS >= step) {
      this.parts.plant.step(step);
      this.#owedS -= step;
    }
    this.parts.registers.refresh();
  }

  async #save(): Promise<void> {
    await this.parts.truth.flush();
    const { plant, registers, servers, stateFile } = this.parts;
    const settings = { factor: this.#factor, forced: registers.forced, deviceFaults: servers.faults };
    await stateFile.save(plant, { now: Date.now(), settings });
  }

  /** Puts the analyser's results on OPC UA; their source time is the wall time at which the analysis was first seen. */
  async publishAnalysers(): Promise<void> {
    const { plant, registers, servers } = this.parts;
    for (const { device, server } of servers.analysers) {
      const broken = plant.faults.some(f => f.fault === 'gc-out' && f.target === device);
      const analysed = this.#seenAt(device, plant.analysedAt);
      const failedOrHealed = this.#seenAt(`${device} broken`, broken ? 1 : 0);
      for (const tag of registers.opcuaTags.get(device) ?? []) {
        const isWord = tag.signalClass === 'DI';
        const value = registers.current(tag.name);
        // A status word and a forced value have a time of their own; the composition has that of its analysis.
        const isOwn = isWord || Object.hasOwn(registers.forced, tag.name);
        const time = isOwn ? this.#seenAt(tag.name, value) : broken ? failedOrHealed : analysed;
        const raw = toRaw(tag.scaling, value);
        const changed = await server.set(tag.name, { value: raw, time, good: isWord || !broken });
        if (changed) registers.served(tag.name, toEngineering(tag.scaling, raw), Date.now());
      }
    }
  }

  /** Wall time at which this name first had this value. */
  #seenAt(name: string, value: number): number {
    const known = this.#seen.get(name);
    if (known !== undefined && known.value === value) return known.time;
    const time = Date.now();
    this.#seen.set(name, { value, time });
    return time;
  }

  /** @throws FaultError saying what would have been allowed */
  async inject(input: { fault: unknown; target?: unknown; value?: unknown }): Promise<Fault> {
    const fault = parseFault(input, this.targets);
    if (isDeviceFault(fault.fault)) {
      const others = this.parts.servers.faults.filter(f => f.fault !== fault.fault || f.target !== fault.target);
      await this.parts.servers.setFaults([...others, fault]);
    } else {
      this.parts.plant.inject(fault);
    }
    this.parts.log.info(() => `fault ${fault.fault} on ${fault.target} (${fault.value})`);
    return fault;
  }

  /** @returns how many faults were taken away */
  async clear(match: { fault?: string; target?: string }): Promise<number> {
    const matches = (f: Fault): boolean =>
      (match.fault === undefined || f.fault === match.fault) &&
      (match.target === undefined || f.target === match.target);
    const kept = this.parts.servers.faults.filter(f => !matches(f));
    const gone = this.parts.servers.faults.length - kept.length;
    if (gone > 0) await this.parts.servers.setFaults(kept);
    const cleared = gone + this.parts.plant.clear(match);
    this.parts.log.info(() => `${cleared} fault(s) cleared`);
    return cleared;
  }

  /** Forces a served value. @returns epoch ms at which it was in the register */
  async force(tag: string, value: number): Promise<number> {
    const at = this.parts.registers.force(tag, value);
    if (this.#isOpcua(tag)) await this.publishAnalysers();
    return at;
  }

  #isOpcua(tag: string): boolean {
    return [...this.parts.registers.opcuaTags.values()].some(tags => tags.some(t => t.name === tag));
  }
}

/** Folder of the demo field inside the data folder. */
export const fieldDirectory = (data: string): string => join(data, 'demo-field');
