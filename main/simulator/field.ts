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
import type { FieldReport, FieldStart } from './field-messages.ts';
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

// The address space of the analyser's server is built once from 100 MB of short-lived objects. A small young generation keeps the
// process small (measured: 190 against 350 MB) and costs nothing afterwards.
setFlagsFromString('--max-semi-space-size=2');
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

/** The project at the addresses of an earlier run, which the station still polls; unchanged where there was none. */
function atEndpoints(
  args: FieldArguments,
  project: StationProject,
  endpoints: FieldStart['endpoints'],
): { args: FieldArguments; project: StationProject } {
  if (endpoints === undefined) return { args, project };
  const channels = project.channels.map(channel => ({ ...channel, ...endpoints[channel.id] }));
  return { args: { ...args, ports: 'project' }, project: { ...project, channels } };
}

async function run(
  parent: Parent | null,
  given: { args: FieldArguments; project: StationProject; secret: (name: string) => string | null },
): Promise<void> {
  const field = await startField({ arguments: given.args, project: given.project, secret: given.secret, log });
  endWith(field);
  if (parent !== null) {
    parent.send(field.ready);
    return;
  }
  const places = Object.entries(field.ready.endpoints).map(([id, at]) => `${id}=${at.host}:${at.port}`);
  process.stdout.write(
    `citygate field ready ${places.join(' ')} control=http://127.0.0.1:${field.ready.controlPort}\n`,
  );
}

async function main(): Promise<void> {
  const parent = findParent();
  try {
    const args = parseFieldArguments(process.argv.slice(2));
    if (args.command.length > 0) {
      process.exitCode = await runFieldCommand(args.command, args.data);
      return;
    }
    const project = await loadProject(args.project);
    if (parent !== null) {
      // A parent that goes away before it has said anything leaves nothing to do.
      process.once('disconnect', () => process.exit(0));
      parent.onStart(start => {
        const secret = (name: string): string | null => start.secrets[name] ?? null;
        run(parent, { ...atEndpoints(args, project, start.endpoints), secret }).catch(error => fail(parent, error));
      });
      return;
    }
    mkdirSync(args.data, { recursive: true });
    const store = new SecretStore(args.data);
    log.info(() => `passwords are in ${join(args.data, 'secrets.json')}`);
    await run(null, { args, project, secret: name => store.getOrCreate(name) });
  } catch (error) {
    fail(parent, error);
  }
}

await main();
