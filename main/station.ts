/**
 * Composition root: a project and a data folder in, a running station out. The only place that knows all parts. What starts
 * here stops here, in reverse order; a start that fails half-way leaves nothing running.
 */
import type { DeviceStatus } from '../shared/model/device.ts';
import { CONFIG_ERROR, NOT_CONFIGURED } from '../shared/model/quality.ts';
import type { StationDescription } from '../shared/model/station.ts';
import type { BoundTag, Channel, ChannelContext, DeviceChange } from './acquisition/channel.ts';
import { PolledModbusChannel } from './acquisition/drivers/modbus/modbus-channel.ts';
import type { OpcuaEngineering } from './acquisition/drivers/opcua/engineering.ts';
import { createOpcuaChannel } from './acquisition/drivers/opcua/opcua-channel.ts';
import { Scheduler } from './acquisition/scheduler.ts';
import { Calculator } from './calc/calculator.ts';
import { type DemoField, provisionDemo } from './demo-provision.ts';
import { EventLog } from './events/event-log.ts';
import { deviceText, fieldText, stationStarted } from './events/event-texts.ts';
import { createHandlers } from './handlers/all-handlers.ts';
import { createDispatcher, type Dispatcher, LOCAL } from './host/dispatch.ts';
import { ClientSession, type OpenSession } from './host/session.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { type Occupant, openDataDirectory } from './platform/data-directory.ts';
import type { Log } from './platform/log.ts';
import { SecretStore } from './platform/secrets.ts';
import { loadProject } from './project/load-project.ts';
import type { ProjectChannel, StationProject } from './project/types.ts';
import { RecentHistory } from './recent/recent-history.ts';
import { type ForkField, forkWithNode } from './simulator-launcher.ts';
import { Catalogue } from './tags/catalogue.ts';
import { type Point, TagTable } from './tags/tag-table.ts';
import { VERSION } from './version.ts';

export interface StationOptions {
  readonly projectDirectory: string;
  readonly dataDirectory: string;
  readonly log: Log;
  /** How the demo field is started; Electron brings its own way. */
  readonly forkField?: ForkField;
  readonly clock?: Clock;
  /** Gives up a start that is under way; a station that runs is stopped by `stop()`. */
  readonly signal?: AbortSignal;
}

export interface Station {
  readonly openSession: OpenSession;
  readonly dispatcher: Dispatcher;
  describe(): StationDescription;
  devices(): readonly DeviceStatus[];
  /** Tells a second instance where this one is. */
  announce(occupant: Occupant): void;
  /** Resolves when every device has answered or failed once, or after `limitMs`. */
  settled(limitMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Undoes in reverse order what has been done. */
class Teardown {
  readonly #steps: (() => void | Promise<void>)[] = [];

  add(step: () => void | Promise<void>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step();
  }
}

/** Throws `StationError` (`bad-project`, `data-locked`, `data-not-writable`, `demo-field-failed`, …); then nothing runs. */
export async function startStation(options: StationOptions): Promise<Station> {
  const teardown = new Teardown();
  try {
    return await build(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function build(options: StationOptions, teardown: Teardown): Promise<Station> {
  const { log, clock = systemClock } = options;
  const project = await loadProject(options.projectDirectory);
  const data = openDataDirectory(options.dataDirectory);
  teardown.add(() => data.release());
  const secrets = new SecretStore(data.path);
  const events = new EventLog(clock);
  const field = project.demoField
    ? await provisionDemo({
        project,
        dataDirectory: data.path,
        secrets,
        forkField: options.forkField ?? forkWithNode,
        log: log.child('demo-field'),
        onRestart: what => events.add('demo-field', 'demo-field', fieldText(what)),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      })
    : null;
  if (field !== null) teardown.add(() => field.stop());
  options.signal?.throwIfAborted();

  const catalogue = new Catalogue(project);
  const table = new TagTable(pointsOf(project, catalogue), clock);
  teardown.add(() => table.stop());
  const scheduler = new Scheduler(clock);
  teardown.add(() => scheduler.stop());
  const channels: Channel[] = [];
  const opcua = new Map<string, OpcuaEngineering>();
  const devices = () => channels.flatMap(c => c.status());
  const lost = new Set(project.channels.flatMap(c => c.devices.map(d => d.id)));
  const calculator = createCalculator({ project, catalogue, table, clock, lost });
  const recent = new RecentHistory(catalogue.tags.length, clock);
  // Order of subscription = order of delivery (architecture.md §3): calculations first, then whoever keeps or shows.
  calculator.start();
  table.subscribe(batch => recent.record(batch));

  const onChange = (change: DeviceChange) => {
    if (change.state === 'online' || change.state === 'degraded') lost.delete(change.device);
    else lost.add(change.device);
    events.add('device', change.device, deviceText(change));
    calculator.devicesChanged();
  };
  for (const channel of withEndpoints(project.channels, field)) {
    const tags = boundTags(project, channel);
    const context: ChannelContext = {
      sink: table,
      clock,
      log: log.child(channel.id),
      onChange,
      secret: name => secrets.get(name),
      dataDirectory: data.folder('channels', channel.id),
      guard: run => run,
      tap: { isOn: () => false, frame: () => undefined, mark: () => undefined },
    };
    if (channel.protocol === 'modbus-rtu') continue;
    if (channel.protocol === 'opcua') {
      const own = createOpcuaChannel(channel, tags, context);
      opcua.set(channel.id, own);
      channels.push(own);
      continue;
    }
    channels.push(new PolledModbusChannel(channel, tags, { context, scheduler }));
  }
  teardown.add(async () => void (await Promise.all(channels.map(c => c.stop()))));
  for (const channel of channels) channel.start();

  const startedAt = clock.now();
  const describe = () => ({ ...describeProject(project), startedAt, now: clock.now() });
  const handlers = createHandlers({
    catalogue,
    table,
    recent,
    events,
    clock,
    describe,
    devices,
    opcua,
    setDeviceEnabled: (device, isEnabled) => {
      for (const channel of channels) channel.setEnabled(device, isEnabled);
    },
  });
  const dispatcher = createDispatcher(handlers, log.child('rpc'));
  events.add('station', project.id, stationStarted());
  return {
    openSession: peer => new ClientSession(peer, { dispatcher, clock, caller: LOCAL }),
    dispatcher,
    describe,
    devices,
    announce: occupant => data.announce(occupant),
    settled: limitMs => settled(devices, limitMs),
    stop: () => teardown.run(),
  };
}

function pointsOf(project: StationProject, catalogue: Catalogue): readonly Point[] {
  const notConfigured = new Set(project.calculations.flatMap(c => (c.kind === 'not-configured' ? [c.tag] : [])));
  const tags = catalogue.tags.map(({ name, low, high, device, staleAfterMs }): Point => {
    if (device !== null) return { low, high, staleAfterMs };
    const initial = notConfigured.has(name) ? { initial: NOT_CONFIGURED } : {};
    return { low, high, staleAfterMs: Number.POSITIVE_INFINITY, ...initial };
  });
  const derived = catalogue.derived.map(
    (): Point => ({ low: null, high: null, staleAfterMs: Number.POSITIVE_INFINITY, initial: CONFIG_ERROR }),
  );
  return [...tags, ...derived];
}

function createCalculator({
  project,
  catalogue,
  table,
  clock,
  lost,
}: {
  project: StationProject;
  catalogue: Catalogue;
  table: TagTable;
  clock: Clock;
  lost: ReadonlySet<string>;
}): Calculator {
  const tags = project.calculations.flatMap(c => {
    const handle = catalogue.handleOf(c.tag);
    return c.kind === 'expression' && handle !== undefined ? [{ handle, expression: c.expression }] : [];
  });
  return new Calculator({
    formulas: [...tags, ...catalogue.derived],
    table,
    handleOf: name => catalogue.handleOf(name),
    isLost: device => lost.has(device),
    clock,
  });
}

/** The channels at the addresses where they really are: as the project says, unless the demo field listens elsewhere. */
function withEndpoints(channels: readonly ProjectChannel[], field: DemoField | null): readonly ProjectChannel[] {
  return channels.map(channel => ({ ...channel, ...field?.endpoints[channel.id] }));
}

function boundTags(project: StationProject, channel: ProjectChannel): readonly BoundTag[] {
  const devices = new Set(channel.devices.map(d => d.id));
  return project.tags.flatMap((tag, handle) =>
    tag.device !== null && devices.has(tag.device) ? [{ handle, tag }] : [],
  );
}

function describeProject(project: StationProject): Omit<StationDescription, 'startedAt' | 'now'> {
  const { id, name, timeZone, gasDayStart, areas, channels, scenes } = project;
  return {
    id,
    name,
    version: VERSION,
    timeZone,
    gasDayStart,
    demo: project.demoField,
    areas,
    devices: channels.flatMap(c => c.devices.map(d => ({ id: d.id, name: d.name, protocol: c.protocol }))),
    scenes: scenes.map(({ id, title, level }) => ({ id, title, level })),
  };
}

async function settled(devices: () => readonly DeviceStatus[], limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  while (performance.now() < until && devices().some(d => d.state === 'idle' || d.state === 'connecting')) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
