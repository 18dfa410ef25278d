/** Every contract entry wired to the part that answers it. */

import { StudyQueue } from '../alarms/tuning/study-queue.ts';
import { PastValues } from '../calc/past-values.ts';
import { alarmActions } from './alarms/alarm-actions.ts';
import { exportAlarms, readPerformance, suggestTuning } from './alarms/alarm-figures.ts';
import { AlarmOutlet } from './alarms/alarm-outlet.ts';
import { readContext, readJournal } from './alarms/alarm-queries.ts';
import { attention } from './attention.ts';
import { listCertificates, setTrust } from './certificates.ts';
import { soundChanged } from './console.ts';
import { setEnabled } from './devices.ts';
import { EventOutlet, recentEvents } from './events.ts';
import { exportEvents, searchEvents } from './find-events.ts';
import { readFrames, setRecorded } from './frames.ts';
import type { Handlers } from './handlers.ts';
import { backUpHistory, checkHistory, readHistoryStatus, verifyHistoryBackup } from './history/care.ts';
import { readRecent, readTrend } from './history/charts.ts';
import { newest } from './history/question.ts';
import { readAggregates, readLastValues, readRaw, readSlice, readStates } from './history/stored.ts';
import { browseOpcua } from './opcua.ts';
import { overrideEntries, overrideTag, releaseTag } from './overrides.ts';
import { alarmsAt } from './replay.ts';
import { SceneOutlet, sceneOrFail } from './scenes.ts';
import type { StationParts } from './station-parts.ts';
import { tagDetail } from './tag-detail.ts';
import { handleOrFail, readTags, TagOutlet } from './tags.ts';
import {
  AnnotationOutlet,
  addAnnotation,
  editAnnotation,
  removeAnnotation,
  searchAnnotations,
} from './trends/annotations.ts';
import { exportTrends } from './trends/export.ts';
import { PresetOutlet, removePreset, renamePreset, savePreset } from './trends/presets.ts';

export function createHandlers(parts: StationParts): Handlers {
  const { catalogue, table, events, alarms } = parts;
  const silent = new Set<string>();
  const studies = new StudyQueue();
  const past = new PastValues({
    catalogue,
    slice: (tags, at, signal) => parts.historian.slice(tags, at, signal),
  });
  /** A command is acknowledged when what it did is in the journal of events as well. */
  const recorded = async <T>(done: T | Promise<T>): Promise<T> => {
    const value = await done;
    await events.settled();
    return value;
  };
  return {
    queries: {
      'station.describe': () => parts.describe(),
      'tags.list': () => catalogue.tags,
      'tags.read': ({ tags }) => readTags(parts, tags),
      'tags.detail': ({ tag }) => tagDetail(parts, tag),
      'tags.overrides': () => overrideEntries(parts),
      'tags.attention': () => attention(parts),
      'replay.tags': async ({ tags, at }, signal) => {
        await newest(parts, at);
        return past.at(tags, at, signal);
      },
      'replay.alarms': (input, signal) => alarmsAt(alarms, input, signal),
      'devices.status': () => parts.acquisition.status(),
      'devices.diagnostics': () => parts.acquisition.diagnostics(),
      'frames.read': input => readFrames(parts, input),
      'certificates.list': () => listCertificates(parts),
      'opcua.browse': input => browseOpcua(parts, input),
      'events.recent': (input, signal) => recentEvents(parts, input, signal),
      'events.search': (input, signal) => searchEvents(parts, input, signal),
      'events.export': (input, signal) => exportEvents(parts, input, signal),
      'alarms.describe': () => alarms.describe(),
      'alarms.read': () => alarms.item(null, null),
      'alarms.journal': (input, signal) => readJournal(alarms, input, signal),
      'alarms.context': input => readContext(alarms, input),
      'alarms.export': (input, signal) => exportAlarms(parts, input, signal),
      'alarms.performance': (input, signal) => readPerformance(parts, input, signal),
      'alarms.suggest': (input, signal) => suggestTuning({ ...parts, studies }, input, signal),
      'history.recent': (input, signal) => readRecent(parts, input, signal),
      'history.trend': (input, signal) => readTrend(parts, input, signal),
      'history.raw': (input, signal) => readRaw(parts, input, signal),
      'history.aggregate': (input, signal) => readAggregates(parts, input, signal),
      'history.states': (input, signal) => readStates(parts, input, signal),
      'history.slice': (input, signal) => readSlice(parts, input, signal),
      'history.lastValues': () => readLastValues(parts),
      'history.status': () => readHistoryStatus(parts),
      'presets.list': () => parts.presets.all,
      'annotations.search': (input, signal) => searchAnnotations(parts, input, signal),
      'annotations.versions': ({ id }) => parts.annotations.versions(id),
      'trends.export': (input, signal) => exportTrends(parts, input, signal),
      'support.read': () => catalogue.support,
      'scenes.read': ({ id }) => sceneOrFail(catalogue, id),
    },
    commands: {
      ...alarmActions(alarms, events),
      'tags.override': (input, caller) => recorded(overrideTag(parts, input, caller)),
      'tags.release': (input, caller) => recorded(releaseTag(parts, input, caller)),
      'devices.setEnabled': (input, caller) => recorded(setEnabled(parts, input, caller)),
      'frames.setRecorded': (input, caller) => recorded(setRecorded(parts, input, caller)),
      'console.soundChanged': (input, caller) =>
        recorded(soundChanged({ events, silent, sounds: alarms.sounds }, input, caller)),
      'presets.save': (input, caller) => recorded(savePreset(parts, input, caller)),
      'presets.rename': (input, caller) => recorded(renamePreset(parts, input, caller)),
      'presets.remove': (input, caller) => recorded(removePreset(parts, input, caller)),
      'annotations.add': (input, caller) => recorded(addAnnotation(parts, input, caller)),
      'annotations.edit': (input, caller) => recorded(editAnnotation(parts, input, caller)),
      'annotations.remove': (input, caller) => recorded(removeAnnotation(parts, input, caller)),
      'history.backup': input => backUpHistory(parts, input),
      'history.verifyBackup': input => verifyHistoryBackup(parts, input),
      'history.check': input => checkHistory(parts, input),
      'certificates.trust': (input, caller) => recorded(setTrust(parts, { ...input, isTrusted: true }, caller)),
      'certificates.distrust': (input, caller) => recorded(setTrust(parts, { ...input, isTrusted: false }, caller)),
    },
    streams: {
      tags: ({ tags }, wake) => {
        const wanted = tags?.map(name => handleOrFail(catalogue, name)) ?? catalogue.tags.map(t => t.handle);
        // Somebody looks at these; whoever asks for every tag looks at none in particular.
        const hasten = tags === undefined ? null : (durationMs: number) => parts.acquisition.hasten(wanted, durationMs);
        return new TagOutlet(table, wanted, { wake, hasten });
      },
      events: (input, wake) => new EventOutlet(events, wake, input.alarms ? parts.alarmLines : null),
      scenes: (_, wake) => new SceneOutlet(parts.scenes, wake),
      presets: (_, wake) => new PresetOutlet(parts.presets, wake),
      annotations: (_, wake) => new AnnotationOutlet(parts.annotations, wake),
      alarms: ({ areas }, wake) => new AlarmOutlet(alarms, areas, wake),
    },
  };
}
