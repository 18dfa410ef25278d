/**
 * Composition root: a project and a data folder in, a running station out. The only place that knows all parts. What starts
 * here stops here, in reverse order; a start that fails half-way leaves nothing running.
 */
import type { DeviceStatus } from '../shared/model/device.ts';
import { CONFIG_ERROR, NOT_CONFIGURED } from '../shared/model/quality.ts';
import type { StationDescription } from '../shared/model/station.ts';
import { Acquisition } from './acquisition/acquisition.ts';
import type { DeviceChange } from './acquisition/channel.ts';
import { createRecorders, type Recorders } from './acquisition/recorder/recorders.ts';
import { Calculator } from './calc/calculator.ts';
import { type DemoField, provisionDemo } from './demo-provision.ts';
import { EventLog } from './events/event-log.ts';
import { clockAbout, clockText, deviceText, fieldText, recorderText, stationStarted } from './events/event-texts.ts';
import { watchProject } from './events/project-watch.ts';
import { createHandlers } from './handlers/all-handlers.ts';
import { reserveBytes } from './historian/settings.ts';
import { createDispatcher, type Dispatcher, LOCAL } from './host/dispatch.ts';
import { ClientSession, type OpenSession } from './host/session.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { watchClock } from './platform/clock-watch.ts';
import { type DataDirectory, type Occupant, openDataDirectory } from './platform/data-directory.ts';
import type { Log } from './platform/log.ts';
import { SecretStore } from './platform/secrets.ts';
import { loadProject } from './project/load-project.ts';
import { notConfiguredTags } from './project/not-configured.ts';
import type { ProjectChannel, StationProject } from './project/types.ts';
import { SceneDesk } from './scenes/scene-desk.ts';
import { type ForkField, forkWithNode } from './simulator-launcher.ts';
import { openStationAlarms } from './station-alarms.ts';
import { careForHistory, makeDemoPast, openStationHistory } from './station-history.ts';
import { Catalogue } from './tags/catalogue.ts';
import { OverrideFile } from './tags/override-file.ts';
import { OverrideRegister } from './tags/override-register.ts';
import { type Point, TagTable } from './tags/tag-table.ts';
import { AnnotationBook } from './trends/annotation-book.ts';
import { PresetBook } from './trends/preset-book.ts';
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
  const catalogue = new Catalogue(project);
  const history = { project, catalogue, dataDirectory: data.path, clock, log: log.child('historian') };
  // The field takes seconds to come up and the history does not need it.
  const fieldStart = project.demoField ? startDemoField(options, { project, data, secrets, events }) : null;
  teardown.add(() => endField(fieldStart));
  // Its failure is thrown below, where it is waited for; until then it must not end the process as one that nobody hears.
  void Promise.allSettled([fieldStart]);
  const historian = await openStationHistory({ ...history, events });
  teardown.add(() => historian.stop());
  const historyCare = careForHistory({ ...history, events }, historian);
  teardown.add(() => historyCare.stop());
  teardown.add(watchClock(clock, ms => events.add('clock', 'clock', clockText(ms), clockAbout(ms))));
  const field = await fieldStart;
  options.signal?.throwIfAborted();

  const table = new TagTable(pointsOf(project, catalogue), clock);
  teardown.add(() => table.stop());
  const overrides = await openOverrides({ project, catalogue, table, events, clock, log, data });
  teardown.add(() => overrides.stop());
  const lost = new Set(project.channels.flatMap(c => c.devices.map(d => d.id)));
  const calculator = createCalculator({ project, catalogue, table, clock, lost });
  // Order of subscription = order of delivery (architecture.md §3): calculations first, then whoever keeps or shows.
  calculator.start();
  const alarmsOfStation = openStationAlarms({
    ...{ project, catalogue, table, historian, events, clock, log: log.child('alarms') },
    dataDirectory: data.path,
    isLost: device => lost.has(device),
    offsetOf: device => acquisition.status().find(status => status.device === device)?.clockOffsetMs ?? null,
  });
  const { alarms, lines: alarmLines } = alarmsOfStation;
  teardown.add(() => alarmsOfStation.stop());
  table.subscribe(batch => alarms.take(batch));
  table.subscribe(batch => historian.record(batch));
  alarmsOfStation.start();

  const onChange = (change: DeviceChange) => {
    if (change.state === 'online' || change.state === 'degraded') lost.delete(change.device);
    else lost.add(change.device);
    events.add('device', change.device, deviceText(change), alarmsOfStation.aboutDevice(change.device));
    calculator.devicesChanged();
    alarms.deviceDisabled(change.device, change.state === 'disabled');
    alarms.deviceChanged(change.device, lost.has(change.device));
  };
  const channels = withEndpoints(project.channels, field);
  const recorders = openRecorders({ channels, project, data, clock, log, events });
  teardown.add(() => recorders.stop());
  const acquisition = new Acquisition({
    channels,
    tags: project.tags.map((tag, handle) => ({ handle, tag })),
    systemTags: catalogue.systemTags,
    sink: table,
    clock,
    log,
    onChange,
    secret: name => secrets.get(name),
    dataDirectory: data.path,
    folderOf: channel => data.folder('channels', channel),
    tapOf: channel => recorders.tap(channel),
  });
  teardown.add(() => acquisition.stop());
  // Before the first sample: the past ends here.
  const demoPast = makeDemoPast({ ...history, historian, events });
  teardown.add(() => demoPast.stop());
  acquisition.start();

  const { saved } = watchProject({ project, dataDirectory: data.path, version: VERSION, log }, text =>
    events.add('configuration', 'project', text),
  );
  teardown.add(() => saved);
  const scenes = new SceneDesk({ project, catalogue, calculator, events, log: log.child('scenes') });
  teardown.add(() => scenes.stop());
  const describe = describer({ project, catalogue, scenes, clock });
  const handlers = createHandlers({
    ...{ catalogue, table, overrides, historian, historyCare },
    demoPast: () => demoPast.progress,
    events,
    alarms,
    alarmLines,
    annotations: new AnnotationBook({ store: historian.alarms, clock, log: log.child('annotations') }),
    presets: new PresetBook({ dataDirectory: data.path, ofProject: project.presets, clock, log: log.child('presets') }),
    scenes,
    clock,
    describe,
    acquisition,
    opcua: acquisition.opcua,
    recorders,
  });
  const dispatcher = createDispatcher(handlers, log.child('rpc'));
  events.add('station', project.id, stationStarted());
  return {
    openSession: peer =>
      new ClientSession(peer, { dispatcher, clock, caller: { ...LOCAL, where: peer.where ?? LOCAL.where } }),
    dispatcher,
    describe,
    devices: () => acquisition.status(),
    announce: occupant => data.announce(occupant),
    settled: limitMs => settled(() => acquisition.status(), limitMs),
    stop: () => teardown.run(),
  };
}

function startDemoField(
  { forkField = forkWithNode, log, signal }: StationOptions,
  {
    project,
    data,
    secrets,
    events,
  }: { project: StationProject; data: DataDirectory; secrets: SecretStore; events: EventLog },
): Promise<DemoField> {
  return provisionDemo({
    project,
    dataDirectory: data.path,
    secrets,
    forkField,
    log: log.child('demo-field'),
    onRestart: what => events.add('station', 'demo-field', fieldText(what)),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Ends a field that is there or still coming up; one that did not come up has ended itself. */
async function endField(start: Promise<DemoField> | null): Promise<void> {
  const [outcome] = await Promise.allSettled([start]);
  if (outcome.status === 'fulfilled') await outcome.value?.stop();
}

function openRecorders({
  channels,
  project,
  data,
  clock,
  log,
  events,
}: {
  channels: readonly ProjectChannel[];
  project: StationProject;
  data: DataDirectory;
  clock: Clock;
  log: Log;
  events: EventLog;
}): Recorders {
  return createRecorders({
    channels,
    dataFolder: data.path,
    keptFreeBytes: reserveBytes(project.history),
    clock,
    log: log.child('frames'),
    onEvent: event => events.add('station', event.channel, recorderText(event)),
  });
}

/** Before the first sample: what is forced is so from the first moment on. */
async function openOverrides({
  project,
  data,
  log,
  ...parts
}: {
  project: StationProject;
  catalogue: Catalogue;
  table: TagTable;
  events: EventLog;
  clock: Clock;
  log: Log;
  data: DataDirectory;
}): Promise<OverrideRegister> {
  const file = new OverrideFile(data.path);
  const register = new OverrideRegister({
    ...parts,
    file,
    log: log.child('overrides'),
    timeZone: project.timeZone,
  });
  await register.restore();
  return register;
}

function pointsOf(project: StationProject, catalogue: Catalogue): readonly Point[] {
  const notConfigured = notConfiguredTags(project);
  const tags = project.tags.map((tag, handle): Point => {
    const { low, high, scaling, isClamped, frozenAfterMs } = tag;
    const measured = { low, high, scaling, isClamped, frozenAfterMs };
    if (tag.device !== null) return { ...measured, staleAfterMs: catalogue.tags[handle]?.staleAfterMs ?? 0 };
    const initial = notConfigured.has(tag.name) ? { initial: NOT_CONFIGURED } : {};
    return { ...measured, staleAfterMs: Number.POSITIVE_INFINITY, ...initial };
  });
  const system = catalogue.systemTags.map(
    ({ handle }): Point => ({ low: null, high: null, staleAfterMs: catalogue.tags[handle]?.staleAfterMs ?? 0 }),
  );
  const derived = catalogue.derived.map(
    (): Point => ({ low: null, high: null, staleAfterMs: Number.POSITIVE_INFINITY, initial: CONFIG_ERROR }),
  );
  const spare = Array.from(
    { length: catalogue.capacity - catalogue.size },
    (): Point => ({ low: null, high: null, staleAfterMs: Number.POSITIVE_INFINITY, initial: CONFIG_ERROR }),
  );
  return [...tags, ...system, ...derived, ...spare];
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

/** What the station says of itself; it started when this is called. */
function describer({
  project,
  catalogue,
  scenes,
  clock,
}: {
  project: StationProject;
  catalogue: Catalogue;
  scenes: SceneDesk;
  clock: Clock;
}): () => StationDescription {
  const startedAt = clock.now();
  return () => ({
    ...describeProject(project),
    scenes: scenes.descriptions,
    assets: catalogue.assets,
    startedAt,
    now: clock.now(),
  });
}

function describeProject(project: StationProject): Omit<StationDescription, 'assets' | 'scenes' | 'startedAt' | 'now'> {
  const { id, name, timeZone, gasDayStart, areas, channels, runningHue } = project;
  return {
    id,
    name,
    version: VERSION,
    timeZone,
    gasDayStart,
    demo: project.demoField,
    ...(runningHue === undefined ? {} : { runningHue }),
    areas,
    devices: channels.flatMap(c => c.devices.map(d => ({ id: d.id, name: d.name, protocol: c.protocol }))),
  };
}

async function settled(devices: () => readonly DeviceStatus[], limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  while (performance.now() < until && devices().some(d => d.state === 'idle' || d.state === 'connecting')) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
