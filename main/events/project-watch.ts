/**
 * Notices at a start that the project is not the one of the last start (main thread): part by part, by a fingerprint of what was read.
 * Who changed it is known to whoever keeps the folder; that it was changed is an event like any other.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Text } from '../../shared/text/text.ts';
import type { Log } from '../platform/log.ts';
import { SettingsFile } from '../platform/settings-file.ts';
import type { StationProject } from '../project/types.ts';

const PARTS = ['station', 'tags', 'alarms', 'calculations', 'assets', 'scenes'] as const;
type ProjectPart = (typeof PARTS)[number];

const NAMES: Readonly<Record<ProjectPart, Text>> = {
  station: { zh: '站场与通道', en: 'station and channels' },
  tags: { zh: '位号', en: 'tags' },
  alarms: { zh: '报警', en: 'alarms' },
  calculations: { zh: '计算', en: 'calculations' },
  assets: { zh: '设备', en: 'equipment' },
  scenes: { zh: '画面', en: 'screens' },
};

const schema = z.object({ format: z.literal(1), version: z.string(), parts: z.record(z.string(), z.string()) });
type Remembered = z.infer<typeof schema>;

export interface ProjectWatchParts {
  readonly project: StationProject;
  /** Data folder of the station; keeps the fingerprints. */
  readonly dataDirectory: string;
  /** Of the program. */
  readonly version: string;
  readonly log: Log;
}

/** Tells once what has changed since the last start; nothing at the first one. `saved` resolves when it is remembered. */
export function watchProject(
  { project, dataDirectory, version, log }: ProjectWatchParts,
  tell: (text: Text) => void,
): { readonly saved: Promise<void> } {
  const empty: Remembered = { format: 1, version: '', parts: {} };
  const file = new SettingsFile<Remembered>({ file: join(dataDirectory, 'project.json'), schema, empty, log });
  const before = file.read();
  const parts = fingerprints(project);
  const changed = PARTS.filter(part => parts[part] !== before.parts[part]);
  if (changed.length === 0 && before.version === version) return { saved: Promise.resolve() };
  // Another version may read the same files differently.
  if (changed.length > 0 && before.version === version) tell(changedText(changed));
  file.save({ format: 1, version, parts });
  return { saved: file.saved() };
}

function changedText(changed: readonly ProjectPart[]): Text {
  return {
    zh: `工程自上次启动后已修改：${changed.map(part => NAMES[part].zh).join('、')}`,
    en: `The project has been changed since the last start: ${changed.map(part => NAMES[part].en).join(', ')}`,
  };
}

/** Where the folder lies is no part of it, and limits of tags are those of their alarms. */
function fingerprints(project: StationProject): Record<ProjectPart, string> {
  const { directory: _directory, tags, alarms, calculations, assets, scenes, ...station } = project;
  const own = tags.map(({ limits: _limits, ...tag }) => tag);
  return {
    station: fingerprint(station),
    tags: fingerprint(own),
    alarms: fingerprint(alarms),
    calculations: fingerprint(calculations),
    assets: fingerprint(assets),
    scenes: fingerprint(scenes),
  };
}

const fingerprint = (part: unknown): string => createHash('sha256').update(JSON.stringify(part)).digest('hex');
