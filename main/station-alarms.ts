/** The alarms of this station, composed: its project's conditions, where their journal is kept, and what people are told at the start. */

import type { Operand } from '../shared/expr/evaluate.ts';
import type { EventAbout } from '../shared/model/event.ts';
import { CALC_INPUT_BAD, CONFIG_ERROR, isBad } from '../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../shared/model/tag.ts';
import { alarmWords, incompleteAlarms, stationAlarms } from './alarms/definitions.ts';
import { StationAlarmArchive } from './alarms/journal/station-alarm-archive.ts';
import { AlarmMemory } from './alarms/station/alarm-memory.ts';
import { relationsOf } from './alarms/station/related-tags.ts';
import { StationAlarms } from './alarms/station/station-alarms.ts';
import { AlarmLines, type ClockOffsets } from './events/alarm-lines.ts';
import { alarmRowsLost, incompleteAlarmsText, judgementTexts } from './events/alarm-texts.ts';
import type { EventLog } from './events/event-log.ts';
import type { Historian } from './historian/historian.ts';
import type { Clock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import { notConfiguredTags } from './project/not-configured.ts';
import type { StationProject } from './project/types.ts';
import type { Catalogue } from './tags/catalogue.ts';
import type { TagTable } from './tags/tag-table.ts';

export interface AlarmsOfStationParts {
  readonly project: StationProject;
  readonly catalogue: Catalogue;
  readonly table: TagTable;
  readonly historian: Historian;
  readonly dataDirectory: string;
  readonly events: EventLog;
  readonly isLost: (device: string) => boolean;
  /** How far the clock of a device is off by now, ms; null = not known. */
  readonly offsetOf: ClockOffsets;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AlarmsOfStation {
  readonly alarms: StationAlarms;
  readonly lines: AlarmLines;
  /** The area of a device, where most of its tags are. */
  readonly aboutDevice: (device: string) => EventAbout;
  /** Once, before the first live batch. */
  start(): void;
  stop(): Promise<void>;
}

/** Samples of one tag in a context; more in two minutes is a mistake of its source. */
const CONTEXT_SAMPLES = 10_000;

/** The journal's last rows are taken up here, so that no sample comes before them. */
export function openStationAlarms(parts: AlarmsOfStationParts): AlarmsOfStation {
  const { project, catalogue, table, historian, events, isLost, offsetOf, clock, log } = parts;
  const all = stationAlarms(project);
  const archive = new StationAlarmArchive(historian.alarms, alarmWords(project, all));
  const relations = relationsOf({ alarms: all, tags: catalogue.tags, systemTags: catalogue.systemTags });
  const alarms = new StationAlarms({
    ...{ alarms: all, archive, relations, clock, log },
    memory: new AlarmMemory({ alarms: all, folder: parts.dataDirectory, clock, log }),
    onJudgement: news => {
      for (const text of judgementTexts(news)) events.add('station', 'alarms', text);
    },
    absentTags: notConfiguredTags(project),
    handleOf: name => catalogue.handleOf(name),
    environment: {
      tag: name => operandOf(table, catalogue.handleOf(name)),
      lost: isLost,
    },
    read: async (tag, span) => {
      const { samples } = await historian.raw(tag, { ...span, bounds: true, limit: CONTEXT_SAMPLES });
      return samples;
    },
    onRowsLost: count => events.add('station', 'alarms', alarmRowsLost(count)),
  });
  const definitions = all.map(({ definition }) => definition);
  const stamping = new Set(
    project.channels.filter(c => c.protocol === 'opcua').flatMap(c => c.devices.map(({ id }) => id)),
  );
  const lines = new AlarmLines({ definitions, periodMs: relations.periodMs, stamping, offsetOf });
  const areas = new Map(definitions.flatMap(({ kind, device, area }) => (kind === 'LOST' ? [[device, area]] : [])));
  alarms.engine.board.subscribe(rows => lines.take(rows));
  return {
    alarms,
    lines,
    aboutDevice: device => {
      const area = areas.get(device);
      return area === undefined ? {} : { area };
    },
    start: () => {
      const incomplete = incompleteAlarms(all.map(({ setup }) => setup));
      if (incomplete.length > 0) events.add('configuration', 'alarms', incompleteAlarmsText(incomplete));
      alarms.start(
        project.channels.flatMap(channel => channel.devices.map(device => device.id)),
        knownAtStart(catalogue, table, clock.now()),
      );
    },
    stop: () => alarms.stop(),
  };
}

/** A good text is no number, and an expression knows nothing else. */
function operandOf(table: TagTable, handle: Handle | undefined): Operand {
  if (handle === undefined) return { v: Number.NaN, q: CONFIG_ERROR };
  const { v, q } = table.read(handle);
  return Number.isFinite(v) || isBad(q) ? { v, q } : { v: Number.NaN, q: CALC_INPUT_BAD };
}

/** Calculated and overridden tags: they have been told before anybody listened, and may never change again. */
function knownAtStart(catalogue: Catalogue, table: TagTable, now: number): SampleBatch {
  const overridden = new Set(table.overrides().map(([handle]) => handle));
  const known = catalogue.tags.filter(
    ({ handle, device, signalClass }) => overridden.has(handle) || (device === null && signalClass !== 'SYS'),
  );
  const readings = known.map(({ handle }) => table.read(handle));
  return {
    handles: Uint32Array.from(known, ({ handle }) => handle),
    t: new Float64Array(known.length).fill(now),
    v: Float64Array.from(readings, ({ v }) => v),
    q: Uint16Array.from(readings, ({ q }) => q),
  };
}
