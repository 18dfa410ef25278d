/**
 * Entry of the demo field, a process of its own. Forked by a station it waits for `FieldStart`, answers `FieldReady` or
 * `FieldFailed` and ends with its parent; started by hand it keeps its own key file and prints one line when it is usable.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createLog } from '../platform/log.ts';
import { SecretStore } from '../platform/secrets.ts';
import { describeError } from '../platform/station-error.ts';
import { loadProject } from '../project/load-project.ts';
import type { StationProject } from '../project/types.ts';
import { type FieldArguments, parseFieldArguments } from './field-arguments.ts';
import { runFieldCommand } from './field-cli.ts';
import type { FieldReady, FieldReport, FieldStart } from './field-messages.ts';
import { type RunningField, startField } from './start-field.ts';

/** Nothing was started: wrong arguments, a bad project, a taken port. */
const EXIT_NOT_STARTED = 2;

/** The channel to the station that forked this process: Node's IPC or Electron's parent port. */
interface Parent {
  send(report: FieldReport): void;
  onStart(listener: (start: FieldStart) => void): void;
}

interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function isElectronPort(value: unknown): value is ElectronPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

function isFieldStart(value: unknown): value is FieldStart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'start' &&
    'secrets' in value &&
    typeof value.secrets === 'object' &&
    value.secrets !== null
  );
}

function findParent(): Parent | null {
  const port: unknown = Reflect.get(process, 'parentPort');
  if (isElectronPort(port)) {
    return {
      send: report => port.postMessage(report),
      onStart: listener => port.on('message', ({ data }) => (isFieldStart(data) ? listener(data) : undefined)),
    };
  }
  if (process.send === undefined) return null;
  return {
    send: report => {
      if (process.connected) process.send?.(report);
    },
    onStart: listener => process.on('message', data => (isFieldStart(data) ? listener(data) : undefined)),
  };
}

// Building the analyser's address space makes V8 grow its heap to a size that is never needed again. This keeps the process at 190
// instead of 320 MB and costs 0.7 s of processor time at the start (measured).
setFlagsFromString('--optimize-for-size');

const log = createLog('field');

function fail(parent: Parent | null, error: unknown): void {
  const message = describeError(error);
  process.stderr.write(`${message}\n`);
  parent?.send({ kind: 'failed', message });
  process.exitCode = EXIT_NOT_STARTED;
  // Let the message leave before the process does.
  setTimeout(() => process.exit(EXIT_NOT_STARTED), 50);
}

function endWith(field: RunningField): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    field
      .stop()
      .catch(error => log.error(() => describeError(error)))
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
}

interface Given {
  readonly args: FieldArguments;
  readonly project: StationProject;
  readonly secret: (name: string) => string | null;
  readonly endpoints: FieldReady['endpoints'];
}

async function run(given: Given): Promise<RunningField> {
  const { args, ...rest } = given;
  const field = await startField({ arguments: args, ...rest, log });
  endWith(field);
  return field;
}

async function runForked(parent: Parent, args: FieldArguments): Promise<void> {
  // A parent that goes away before it has said anything leaves nothing to do.
  const leave = (): void => process.exit(0);
  process.once('disconnect', leave);
  const started = new Promise<FieldStart>(resolve => parent.onStart(resolve));
  const project = await loadProject(args.project);
  const { secrets, endpoints = {} } = await started;
  const field = await run({ args, project, secret: name => secrets[name] ?? null, endpoints });
  // From here on a parent that goes away means an orderly end.
  process.off('disconnect', leave);
  parent.send(field.ready);
}

async function runAlone(args: FieldArguments): Promise<void> {
  const project = await loadProject(args.project);
  mkdirSync(args.data, { recursive: true });
  const store = new SecretStore(args.data);
  log.info(() => `passwords are in ${join(args.data, 'secrets.json')}`);
  const field = await run({ args, project, secret: name => store.getOrCreate(name), endpoints: {} });
  const places = Object.entries(field.ready.endpoints).map(([id, at]) => `${id}=${at.host}:${at.port}`);
  const control = `http://127.0.0.1:${field.ready.controlPort}`;
  process.stdout.write(`citygate field ready ${places.join(' ')} control=${control}\n`);
}

async function main(): Promise<void> {
  const parent = findParent();
  try {
    const args = parseFieldArguments(process.argv.slice(2));
    if (args.command.length > 0) process.exitCode = await runFieldCommand(args.command, args.data);
    else if (parent === null) await runAlone(args);
    else await runForked(parent, args);
  } catch (error) {
    fail(parent, error);
  }
}

await main();
