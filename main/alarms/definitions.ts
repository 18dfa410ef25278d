/**
 * The alarms of a station from its project (pure): one for each row of alarms.csv, and one for each device that no `LOST` row
 * speaks of, because a lost device without an alarm would take the alarms of its tags along in silence. HH hides H, LL hides L.
 */
import {
  type AlarmDefinition,
  type AlarmKind,
  type AlarmTexts,
  LONGEST_SHELVING_MS,
} from '../../shared/model/alarm.ts';
import type { AlarmWords } from '../../shared/model/alarm-journal.ts';
import type { Text } from '../../shared/text/text.ts';
import type { ProjectAlarm, ProjectDevice, ProjectTag, StationProject } from '../project/types.ts';
import type { Condition } from './conditions/condition.ts';
import type { ConditionSpec, DelayedConditionSpec } from './conditions/condition-spec.ts';
import type { Precision } from './conditions/limits/compare.ts';
import { makeCondition } from './conditions/make-condition.ts';
import { messageOf } from './message.ts';
import { defaultDelayS } from './tuning/default-tuning.ts';

export interface AlarmSetup extends DelayedConditionSpec {
  readonly definition: AlarmDefinition;
}

export type AlarmProject = Pick<StationProject, 'alarms' | 'tags' | 'channels' | 'areas' | 'timeZone'>;

const HIDDEN_BY: Readonly<Partial<Record<AlarmKind, AlarmKind>>> = { HH: 'H', LL: 'L' };
const NO_TEXT: Text = { zh: '', en: '' };
const UNSAID: ProjectAlarm['texts'] = { message: null, consequence: null, cause: null, action: null };

/** In the order of the file, the devices without a row last. */
export function alarmSetups(project: AlarmProject): readonly AlarmSetup[] {
  const devices = project.channels.flatMap(c => c.devices);
  const told = new Set(project.alarms.filter(a => a.kind === 'LOST').map(a => a.name));
  const alarms = [...project.alarms, ...devices.filter(d => !told.has(d.id)).map(lostAlarm)];
  const ids = new Set(alarms.map(idOf));
  const subjects: Subjects = {
    tags: new Map(project.tags.map(t => [t.name, t])),
    devices: new Map(devices.map(d => [d.id, d])),
    firstArea: project.areas[0]?.id ?? '',
  };
  return alarms.map(alarm => ({
    definition: definitionOf(alarm, subjects, ids),
    condition: precise(alarm.condition, subjects.tags),
    delays: alarm.delays,
  }));
}

export interface StationAlarm {
  readonly definition: AlarmDefinition;
  readonly condition: Condition;
  /** What the condition was made from. */
  readonly setup: AlarmSetup;
}

/** The same, ready to be judged. Throws for nothing that a loaded project may hold. */
export function stationAlarms(project: AlarmProject): readonly StationAlarm[] {
  return alarmSetups(project).map(setup => ({
    definition: setup.definition,
    condition: makeCondition(setup, project.timeZone),
    setup,
  }));
}

/** What each alarm is called, by id. */
export function alarmWords(
  { areas, tags }: Pick<AlarmProject, 'areas' | 'tags'>,
  alarms: readonly Pick<AlarmSetup, 'definition'>[],
): ReadonlyMap<string, AlarmWords> {
  const names = new Map(areas.map(({ id, name }) => [id, name]));
  const units = new Map(tags.map(({ name, unit }) => [name, unit]));
  const wordsOf = ({ texts, area, tag }: AlarmDefinition): AlarmWords => ({
    message: texts.message,
    areaName: names.get(area) ?? { zh: area, en: area },
    unit: units.get(tag ?? '') ?? '',
  });
  return new Map(alarms.map(({ definition }) => [definition.id, wordsOf(definition)]));
}

/** Alarms whose row lacks something, so that they can never come, and what each needs; for whoever starts the station. */
export function incompleteAlarms(
  setups: readonly AlarmSetup[],
): readonly { readonly id: string; readonly needs: Text }[] {
  return setups.flatMap(({ definition, condition }) =>
    condition.kind === 'incomplete' ? [{ id: definition.id, needs: condition.needs }] : [],
  );
}

/** With what the digits of its tags are good for. */
function precise(spec: ConditionSpec, tags: Subjects['tags']): ConditionSpec {
  if (spec.kind !== 'level' && spec.kind !== 'deviation') return spec;
  const measured = spec.kind === 'level' ? [spec.tag] : [spec.tag, spec.other];
  const areCounts = measured.every(name => isCount(tags.get(name)));
  const precision: Precision = areCounts ? 'float64' : 'float32';
  return { ...spec, precision };
}

/** Counts of a register, scaled or not. What a calculation or an OPC UA server makes of a float32 is not known. */
function isCount(tag: ProjectTag | undefined): boolean {
  const address = tag?.address ?? null;
  return address?.kind === 'modbus' && address.type !== 'float32' && address.type !== 'float16';
}

const idOf = ({ name, kind }: Pick<ProjectAlarm, 'name' | 'kind'>): string => `${name}/${kind}`;

/** Priority 3: what it takes along is not known. The project gives the devices that matter a row. */
function lostAlarm(device: ProjectDevice): ProjectAlarm {
  const delayMs = defaultDelayS(null) * 1000;
  return {
    name: device.id,
    kind: 'LOST',
    condition: { kind: 'lost', device: device.id },
    delays: { onDelayMs: delayMs, offDelayMs: delayMs },
    priority: 3,
    area: null,
    texts: UNSAID,
    timeToRespondS: null,
    card: null,
    isLatching: false,
    group: null,
    suppressWhen: null,
    reAlarmAfterMs: null,
    maxShelveMs: null,
  };
}

interface Subjects {
  readonly tags: ReadonlyMap<string, ProjectTag>;
  readonly devices: ReadonlyMap<string, ProjectDevice>;
  readonly firstArea: string;
}

function definitionOf(alarm: ProjectAlarm, subjects: Subjects, ids: ReadonlySet<string>): AlarmDefinition {
  const { name, kind, priority } = alarm;
  const isLost = kind === 'LOST';
  const tag = isLost || kind === 'SOUND' ? undefined : subjects.tags.get(name);
  const description = isLost ? subjects.devices.get(name)?.name : tag?.description;
  const hidden = idOf({ name, kind: HIDDEN_BY[kind] ?? kind });
  return {
    id: idOf(alarm),
    tag: kind === 'EXPR' ? null : (tag?.name ?? null),
    kind,
    priority,
    area: alarm.area ?? tag?.area ?? usualArea(isLost ? name : null, subjects),
    device: isLost ? name : (tag?.device ?? null),
    equipment: tag?.equipment === '' ? null : (tag?.equipment ?? null),
    texts: textsOf(alarm, description ?? { zh: name, en: name }),
    timeToRespondS: alarm.timeToRespondS,
    card: alarm.card,
    isLatching: alarm.isLatching,
    group: alarm.group,
    hides: HIDDEN_BY[kind] !== undefined && ids.has(hidden) ? [hidden] : [],
    reAlarmAfterMs: alarm.reAlarmAfterMs,
    maxShelveMs: alarm.maxShelveMs ?? LONGEST_SHELVING_MS[priority],
    suppressWhen: alarm.suppressWhen,
  };
}

/** The area where a device has most of its tags; else, and for consoles and expressions, the first of the station. */
function usualArea(device: string | null, { tags, firstArea }: Subjects): string {
  const areas = [...tags.values()].filter(t => device !== null && t.device === device).map(t => t.area);
  const byCount = [...Map.groupBy(areas, area => area)].toSorted(([, a], [, b]) => b.length - a.length);
  return byCount[0]?.[0] ?? firstArea;
}

function textsOf({ kind, texts }: ProjectAlarm, description: Text): AlarmTexts {
  return {
    message: texts.message ?? messageOf(kind, description),
    consequence: texts.consequence ?? NO_TEXT,
    cause: texts.cause ?? NO_TEXT,
    action: texts.action ?? NO_TEXT,
  };
}
