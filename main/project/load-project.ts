/**
 * Loads a station project: reads every file, checks each alone and all against each other, and either gives the whole project
 * or throws one ProjectError with every problem found. Nothing is started from a project with a problem.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Asset } from '../../shared/model/asset.ts';
import type { TrendPreset } from '../../shared/model/trend-preset.ts';
import { systemTagsOf } from '../tags/system-tags.ts';
import { limitsByTag, readAlarmsFile } from './alarms-file.ts';
import { readAssetsFile } from './assets-file.ts';
import { readCalculationsFile } from './calculations-file.ts';
import { type Problem, ProblemList, ProjectError } from './problem.ts';
import { readProjectFile } from './project-file.ts';
import type { Known } from './references.ts';
import { readScenes } from './scene/read-scenes.ts';
import { NO_NAMES } from './station/station-draft.ts';
import { readStationFile, type StationFile } from './station-file.ts';
import { readSupport } from './support/read-support.ts';
import { readTagsFile, type TagRow } from './tags-file.ts';
import { readTrendsFile } from './trends-file.ts';
import type { StationProject } from './types.ts';

/** Throws `ProjectError` with every problem of the folder. */
export async function loadProject(directory: string): Promise<StationProject> {
  const root = resolve(directory);
  const noFolder = await folderProblem(root);
  if (noFolder !== null) throw new ProjectError(root, [noFolder]);
  const problems = new ProblemList();
  const read = (file: string) => readProjectFile(root, file, problems);

  const stationText = await read('station.yaml');
  const tagsText = await read('tags.csv');
  const alarmsText = await read('alarms.csv');
  const calculationsText = await read('calculations.yaml');

  const { station, names } =
    stationText === null ? { station: null, names: NO_NAMES } : readStationFile('station.yaml', stationText, problems);
  const readable = tagsText === null ? null : readTagsFile('tags.csv', tagsText, { names, problems });
  const tagRows = readable ?? [];
  const known: Known = {
    tags: readable === null ? null : new Set(readable.map(t => t.tag.name)),
    systemTags: station === null ? null : systemNames(station, tagRows),
    devices: names.devices,
  };
  const support = await readSupport(root, read, { known, problems });
  const cards = support.procedures?.cards.map(({ id }) => id);
  const alarms =
    alarmsText === null
      ? []
      : readAlarmsFile('alarms.csv', alarmsText, {
          tags: tagRows,
          known,
          areas: names.areas,
          cards: cards === undefined ? null : new Set(cards),
          problems,
        });
  const calculations =
    calculationsText === null
      ? []
      : readCalculationsFile('calculations.yaml', calculationsText, { tags: tagRows, known, problems });
  const before = problems.count;
  const assets = await readAssets(root, read, { known, problems });
  const scenes = await readScenes(root, {
    known,
    areas: names.areas,
    // An asset that could not be read is not missing.
    assets: problems.count > before ? null : new Map(assets.map(asset => [asset.id, asset])),
    problems,
  });
  const presets = await readPresets(root, read, { known, problems });

  if (station === null || problems.all.length > 0) throw new ProjectError(root, problems.all);
  const limits = limitsByTag(alarms);
  return {
    directory: root,
    ...station,
    tags: tagRows.map(({ tag }) => ({ ...tag, limits: limits.get(tag.name) ?? {} })),
    alarms,
    calculations,
    assets,
    scenes: scenes.map(({ scene }) => scene),
    presets,
    support,
  };
}

/** Names of the station's own tags, which expressions may use like any other. */
function systemNames({ channels }: StationFile, rows: readonly TagRow[]): ReadonlySet<string> {
  return new Set(systemTagsOf({ channels, tags: rows.map(({ tag }) => tag) }).map(tag => tag.name));
}

/** A project may do without: then symbols are bound one by one and open no faceplate. */
async function readAssets(
  root: string,
  read: (file: string) => Promise<string | null>,
  context: { known: Known; problems: ProblemList },
): Promise<readonly Asset[]> {
  const file = 'assets.json';
  if (!existsSync(join(root, file))) return [];
  const source = await read(file);
  return source === null ? [] : readAssetsFile(file, source, context);
}

async function readPresets(
  root: string,
  read: (file: string) => Promise<string | null>,
  context: { known: Known; problems: ProblemList },
): Promise<readonly TrendPreset[]> {
  const file = 'trends.json';
  if (!existsSync(join(root, file))) return [];
  const source = await read(file);
  return source === null ? [] : readTrendsFile(file, source, context);
}

/** One message for a folder that is not there, instead of one for each file that it would have. */
async function folderProblem(root: string): Promise<Problem | null> {
  let what: Problem['what'];
  try {
    if ((await stat(root)).isDirectory()) return null;
    what = { zh: '不是文件夹', en: 'it is not a folder' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    what =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? { zh: '文件夹不存在', en: 'the folder does not exist' }
        : { zh: `文件夹无法读取（${code}）`, en: `the folder cannot be read (${code})` };
  }
  const right = {
    zh: '给出含 station.yaml 的站场工程文件夹',
    en: 'name the folder of a station project, which holds station.yaml',
  };
  return { file: root, line: 0, column: 0, what, right };
}
