/**
 * Everything that the search leads to: process screens, views, equipment, devices, emergency cards, tags. Pure; made once for
 * each station.
 */
import type { StationDescription } from '../../../shared/model/station.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { homeOf } from '../../../shared/scene/scene-order.ts';
import type { Procedure } from '../../../shared/support/procedure.ts';
import type { Catalog } from '../../../shared/text/catalog.ts';
import type { Text } from '../../../shared/text/text.ts';
import {
  ALARM_TABS,
  alarmOf,
  communicationOf,
  OVERRIDES,
  type Place,
  SUPPORT_TABS,
  sceneOf,
  supportOf,
  TRENDS,
} from '../../store/place.ts';
import type { Sought } from '../scene-for.ts';
import { soughtOfTag } from '../show-object.ts';

export const ENTRY_KINDS = ['screen', 'view', 'equipment', 'tag', 'card', 'device', 'system'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export type EntryTarget =
  | { readonly kind: 'place'; readonly place: Place }
  /** `tag` has a trend; null for equipment. */
  | { readonly kind: 'object'; readonly sought: Sought; readonly tag: string | null };

export interface Entry {
  /** Unique among all. */
  readonly id: string;
  readonly kind: EntryKind;
  /** Tag, name of the equipment, function key; empty for what has none. */
  readonly code: string;
  readonly text: Text;
  readonly target: EntryTarget;
}

export interface EntrySources {
  readonly description: StationDescription;
  readonly tags: Iterable<TagDefinition>;
  readonly cards: readonly Pick<Procedure, 'id' | 'title'>[];
  readonly catalogs: { readonly zh: Catalog; readonly en: Catalog };
}

/** In the order in which equals are shown. */
export function entriesOf({ description, tags, cards, catalogs }: EntrySources): readonly Entry[] {
  const definitions = [...tags];
  const tagNames = new Set(definitions.map(({ name }) => name));
  return [
    ...screens(description),
    ...views(catalogs),
    // What is called like its tag is found as the tag.
    ...description.assets.filter(({ id }) => !tagNames.has(id)).map(asset => equipmentEntry(asset)),
    ...description.devices.map(
      ({ id, name }): Entry => ({
        id: `device ${id}`,
        kind: 'device',
        code: id,
        text: name,
        target: toPlace(communicationOf(id)),
      }),
    ),
    ...cards.map(
      ({ id, title }): Entry => ({
        id: `card ${id}`,
        kind: 'card',
        code: id,
        text: title,
        target: toPlace(supportOf('procedures', id)),
      }),
    ),
    ...tagEntriesOf(definitions),
  ];
}

const toPlace = (place: Place): EntryTarget => ({ kind: 'place', place });

function screens({ scenes }: StationDescription): readonly Entry[] {
  const home = homeOf(scenes)?.id;
  return scenes.map(({ id, title, place }) => ({
    id: `scene ${id}`,
    kind: 'screen',
    code: place?.key ?? '',
    text: title,
    target: toPlace(sceneOf(id === home ? null : id)),
  }));
}

type Choose = (catalog: Catalog) => string;

function views({ zh, en }: EntrySources['catalogs']): readonly Entry[] {
  const view = (code: string, place: Place, ...parts: readonly Choose[]): Entry => ({
    id: `view ${JSON.stringify(place)}`,
    kind: 'view',
    code,
    text: { zh: parts.map(part => part(zh)).join(' · '), en: parts.map(part => part(en)).join(' · ') },
    target: toPlace(place),
  });
  return [
    view('F8', TRENDS, texts => texts.trends.title),
    ...ALARM_TABS.map((tab, i) =>
      view(
        i === 0 ? 'F9' : '',
        alarmOf(null, tab),
        texts => texts.alarms.title,
        texts => texts.alarms.tab[tab],
      ),
    ),
    ...SUPPORT_TABS.map((tab, i) =>
      view(
        i === 0 ? 'F10' : '',
        supportOf(tab),
        texts => texts.support.title,
        texts => texts.support.tab[tab],
      ),
    ),
    view('F11', communicationOf(null), texts => texts.communication.title),
    view(
      '',
      OVERRIDES,
      texts => texts.communication.title,
      texts => texts.communication.register.title,
    ),
  ];
}

const equipmentEntry = ({ id, name }: StationDescription['assets'][number]): Entry => ({
  id: `equipment ${id}`,
  kind: 'equipment',
  code: id,
  text: name,
  target: { kind: 'object', sought: { tag: null, equipment: id, area: null }, tag: null },
});

const tagEntry = (tag: TagDefinition): Entry => ({
  id: `tag ${tag.name}`,
  kind: tag.signalClass === 'SYS' ? 'system' : 'tag',
  code: tag.name,
  text: tag.description,
  target: { kind: 'object', sought: soughtOfTag(tag), tag: tag.name },
});

/** For whoever looks for tags alone. */
export const tagEntriesOf = (tags: readonly TagDefinition[]): readonly Entry[] => tags.map(tagEntry);
