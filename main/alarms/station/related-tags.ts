/**
 * What belongs together with an alarm (pure, once at the start): the tags that a person looks at when it calls, and how well its
 * time can be known. A lost device has no tag; what the station knows about the device itself stands in the place.
 */
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { StationAlarm } from '../definitions.ts';

/** Related tags of one alarm: a chart with more pens says nothing, and each is read for every call of priority 1 and 2. */
export const MOST_RELATED = 12;

export interface Relations {
  /** By id of the alarm, without its own tag: what it is judged by first, then its equipment, then what its texts send a person to. */
  readonly related: ReadonlyMap<string, readonly string[]>;
  /** Longest scan period of what it is judged by, ms; none for what is not scanned. */
  readonly periodMs: ReadonlyMap<string, number>;
}

/** What may be the name of a tag: `PT-1304`, `AI-1501.WS`. */
const namedIn = (text: string): readonly string[] => text.match(/[A-Z]{1,6}-\d{2,5}[A-Z]?(?:\.[A-Za-z]\w*)?/g) ?? [];

export interface RelationParts {
  readonly alarms: readonly StationAlarm[];
  readonly tags: readonly TagDefinition[];
  readonly systemTags: readonly { readonly tag: { readonly name: string; readonly device: string } }[];
}

export function relationsOf({ alarms, tags, systemTags }: RelationParts): Relations {
  const byName = new Map(tags.map(tag => [tag.name, tag]));
  const byEquipment = Map.groupBy(tags, tag => tag.equipment);
  const byDevice = Map.groupBy(systemTags, ({ tag }) => tag.device);
  const judgedBy = ({ condition }: StationAlarm): readonly string[] =>
    condition.inputs.flatMap(({ kind, name }) => (kind === 'tag' ? [name] : []));
  const relatedTo = (alarm: StationAlarm): readonly string[] => {
    const { tag, equipment, kind, device } = alarm.definition;
    const around = kind === 'LOST' ? (byDevice.get(device ?? '') ?? []).map(s => s.tag.name) : [];
    const beside = equipment === null ? [] : (byEquipment.get(equipment) ?? []).map(t => t.name);
    const { cause, action } = alarm.definition.texts;
    const names = new Set([
      ...judgedBy(alarm),
      ...around,
      ...beside,
      ...namedIn(`${action.zh} ${action.en} ${cause.zh} ${cause.en}`),
    ]);
    return [...names].filter(name => name !== tag && byName.has(name)).slice(0, MOST_RELATED);
  };
  const periodOf = (alarm: StationAlarm): number =>
    Math.max(0, ...judgedBy(alarm).map(name => byName.get(name)?.periodMs ?? 0));
  const periods = alarms.map(alarm => [alarm.definition.id, periodOf(alarm)] as const);
  return {
    related: new Map(alarms.map(alarm => [alarm.definition.id, relatedTo(alarm)])),
    periodMs: new Map(periods.filter(([, ms]) => ms > 0)),
  };
}
