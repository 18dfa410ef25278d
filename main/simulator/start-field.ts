/**
 * Builds a running demo field from arguments, a loaded project and secrets, and takes it down again. The only place that knows all
 * its parts. Used by the entry and by tests.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../platform/log.ts';
import type { StationProject } from '../project/types.ts';
import { readControlPort, refuseSecondField, removeControlPort, writeControlPort } from './control/control-file.ts';
import { type ControlPort, openControlPort } from './control/control-port.ts';
import { FieldRegisters } from './control/field-registers.ts';
import { type FieldSettings, type Restored, StateFile } from './control/state-file.ts';
import { TruthLog } from './control/truth-log.ts';
import type { FieldArguments } from './field-arguments.ts';
import type { FieldReady } from './field-messages.ts';
import { FieldRuntime, fieldDirectory } from './field-runtime.ts';
import { FieldServers } from './field-servers.ts';
import { localTimeIn } from './local-time.ts';
import { createPlant, type Plant } from './plant/plant.ts';

/** Simulated time before the first value is served, so that nothing starts in transients, s. */
const SETTLING_S = 600;

export interface RunningField {
  readonly ready: FieldReady;
  readonly runtime: FieldRuntime;
  /** Ends servers and timers, saves the state. Safe to call twice. */
  stop(): Promise<void>;
}

interface FieldOptions {
  readonly arguments: FieldArguments;
  readonly project: StationProject;
  readonly secret: (name: string) => string | null;
  /** Addresses of the last run, to be taken again; empty on a first start. */
  readonly endpoints: FieldReady['endpoints'];
  readonly log: Log;
}

function newPlant(options: FieldOptions, startAt: number): Plant {
  const { project } = options;
  return createPlant({
    seed: options.arguments.seed,
    startAt,
    tags: project.tags.filter(tag => tag.device !== null),
    localTime: localTimeIn(project.timeZone),
    gasDayStartHour: Number.parseInt(project.gasDayStart, 10),
  });
}

interface Prepared {
  readonly plant: Plant;
  readonly settings: FieldSettings;
}

/** A restored plant that ran on through the time away, or a settled new one; and what people had set. */
function prepare(options: FieldOptions, stateFile: StateFile): Prepared {
  const { startAt, factor } = options.arguments;
  const plant = newPlant(options, (startAt ?? Date.now()) - SETTLING_S * 1000);
  const restored: Restored = startAt === null ? stateFile.restore(plant, Date.now()) : { kind: 'none' };
  if (restored.kind === 'restored') {
    options.log.info(() => `state restored, ran on for ${restored.ranOnS} s`);
    return { plant, settings: { ...restored.settings, factor: factor ?? restored.settings.factor } };
  }
  if (restored.kind === 'unused') {
    options.log.warn(
      () => `state not used: ${restored.reason}; kept as state-unused.json, starting from the normal state`,
    );
  }
  for (let i = 0; i < SETTLING_S; i += 1) plant.step(1);
  return { plant, settings: { factor: factor ?? 1, forced: {}, deviceFaults: [] } };
}

/** The port asked for; else the one of the last run, so that scripts keep theirs; else any. */
async function openControl(runtime: FieldRuntime, wanted: number, last: number | null): Promise<ControlPort> {
  if (wanted !== 0 || last === null) return openControlPort(runtime, wanted);
  try {
    return await openControlPort(runtime, last);
  } catch (error) {
    runtime.parts.log.info(() => `control port ${last} is taken (${String(error)}), taking another`);
    return openControlPort(runtime, 0);
  }
}

/** Everything open, or nothing. @throws StationError for a taken port or a missing secret */
export async function startField(options: FieldOptions): Promise<RunningField> {
  const { project, log } = options;
  const directory = fieldDirectory(options.arguments.data);
  mkdirSync(directory, { recursive: true });
  await refuseSecondField(directory);
  const stateFile = new StateFile(join(directory, 'state.json'));
  const { plant, settings } = prepare(options, stateFile);
  const truth = new TruthLog(directory);
  const registers = new FieldRegisters(project, plant, truth);
  const { ports, serialPath } = options.arguments;
  const servers = new FieldServers({
    project,
    registers,
    ports,
    endpoints: options.endpoints,
    secret: options.secret,
    directory,
    serialPath,
  });
  registers.refresh();
  const runtime = new FieldRuntime(
    { directory, project, plant, registers, servers, truth, stateFile, log },
    settings.factor,
  );
  await servers.open();
  let control: ControlPort;
  try {
    await runtime.resume(settings);
    await runtime.publishAnalysers();
    control = await openControl(runtime, options.arguments.controlPort, readControlPort(directory));
  } catch (error) {
    await servers.close();
    throw error;
  }
  writeControlPort(directory, control.port);
  runtime.start();
  return running({ runtime, servers, control, directory });
}

function running(parts: {
  runtime: FieldRuntime;
  servers: FieldServers;
  control: ControlPort;
  directory: string;
}): RunningField {
  const { runtime, servers, control, directory } = parts;
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    removeControlPort(directory);
    await control.close();
    await runtime.stop();
    await servers.close();
  };
  return {
    runtime,
    ready: {
      kind: 'ready',
      endpoints: servers.endpoints,
      controlPort: control.port,
      certificates: servers.certificates,
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
