/** `station.yaml`: who the station is, its channels and devices. */
import type { z } from 'zod';
import { readDocument } from './document.ts';
import type { ProblemList } from './problem.ts';
import { valueAt } from './schema-form.ts';
import { anyChannelSchema } from './station/channel-schema.ts';
import { toChannel } from './station/channel-settings.ts';
import { toHistory } from './station/history-schema.ts';
import { checkStation } from './station/station-checks.ts';
import { draftSchema, NO_NAMES, namesOf, type StationNames } from './station/station-draft.ts';
import { stationSchema } from './station/station-schema.ts';
import type { StationProject } from './types.ts';

export type StationFile = Pick<
  StationProject,
  'id' | 'name' | 'timeZone' | 'gasDayStart' | 'demoField' | 'runningHue' | 'areas' | 'channels' | 'history'
>;

/** `station` is null when the file cannot be used; then the list says why. */
export function readStationFile(
  file: string,
  source: string,
  problems: ProblemList,
): { readonly station: StationFile | null; readonly names: StationNames } {
  const document = readDocument(file, source, problems);
  if (document === null) return { station: null, names: NO_NAMES };
  const station = document.check(stationSchema);
  const draft = draftSchema.safeParse(document.data).data;
  if (draft === undefined) return { station: null, names: NO_NAMES };
  // Which keys a channel has depends on its protocol: without one at least those are checked that every channel has.
  draft.channels?.forEach(({ protocol }, i) => {
    const path = ['channels', i];
    const isMapping = typeof valueAt(document.data, path) === 'object';
    if (protocol === null && isMapping) document.check(anyChannelSchema, path);
  });
  checkStation(document, draft);
  return { station: station === null ? null : toStation(station), names: namesOf(draft) };
}

function toStation({ gasDay, channels, history, ...station }: z.output<typeof stationSchema>): StationFile {
  const { id, name, timeZone, demoField, areas, runningHue } = station;
  return {
    id,
    name,
    timeZone,
    gasDayStart: gasDay.start,
    demoField,
    runningHue: runningHue === 'none' ? undefined : runningHue,
    areas,
    channels: channels.map(toChannel),
    history: toHistory(history),
  };
}
