/**
 * Loads a station project: reads every file, checks each alone and all against each other, and either gives the whole project
 * or throws one ProjectError with every problem found. Nothing is started from a project with a problem.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Scene } from '../../shared/model/scene.ts';
import { limitsByTag, readAlarmsFile } from './alarms-file.ts';
import { readCalculationsFile } from './calculations-file.ts';
import { ProblemList, ProjectError } from './problem.ts';
import type { Known } from './references.ts';
import { readSceneFile } from './scene-file.ts';
import { readStationFile } from './station-file.ts';
import { readTagsFile } from './tags-file.ts';
import type { StationProject } from './types.ts';

/** Larger files are refused before they are parsed: a project is small, a mistake or an attack is not. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Throws `ProjectError` with every problem of the folder. */
export async function loadProject(directory: string): Promise<StationProject> {
  const root = resolve(directory);
  const problems = new ProblemList();
  const read = (file: string) => readProjectFile(root, file, problems);

  const stationText = await read('station.yaml');
  const tagsText = await read('tags.csv');
  const alarmsText = await read('alarms.csv');
  const calculationsText = await read('calculations.yaml');
  const sceneFiles = await listScenes(root, problems);

  const station = stationText === null ? null : readStationFile('station.yaml', stationText, problems);
  const tagRows = tagsText === null ? [] : readTagsFile('tags.csv', tagsText, { station, problems });
  const known: Known = {
    tags:
      tagRows.length === 0 && problems.all.some(p => p.file === 'tags.csv')
        ? null
        : new Set(tagRows.map(t => t.tag.name)),
    devices: station === null ? null : new Set(station.channels.flatMap(c => c.devices.map(d => d.id))),
  };
  const alarms =
    alarmsText === null ? [] : readAlarmsFile('alarms.csv', alarmsText, { tags: tagRows, known, problems });
  const calculations =
    calculationsText === null
      ? []
      : readCalculationsFile('calculations.yaml', calculationsText, { tags: tagRows, known, problems });
  const scenes = await readScenes(sceneFiles, read, { known, problems });

  if (station === null || problems.all.length > 0) throw new ProjectError(root, problems.all);
  const limits = limitsByTag(alarms);
  return {
    directory: root,
    ...station,
    tags: tagRows.map(({ tag }) => ({ ...tag, limits: limits.get(tag.name) ?? {} })),
    alarms,
    calculations,
    scenes,
  };
}

async function readScenes(
  files: readonly string[],
  read: (file: string) => Promise<string | null>,
  context: { known: Known; problems: ProblemList },
): Promise<readonly Scene[]> {
  const scenes: Scene[] = [];
  const fileOf = new Map<string, string>();
  for (const file of files) {
    const source = await read(file);
    const scene = source === null ? null : readSceneFile(file, source, context);
    if (scene === null) continue;
    const twin = fileOf.get(scene.id);
    if (twin !== undefined) {
      context.problems.add({
        file,
        line: 1,
        column: 1,
        what: { zh: `画面 "${scene.id}" 重复`, en: `scene "${scene.id}" appears twice` },
        right: { zh: `另一个在 ${twin}`, en: `the other one is ${twin}` },
      });
    }
    fileOf.set(scene.id, twin ?? file);
    scenes.push(scene);
  }
  return scenes;
}

async function listScenes(root: string, problems: ProblemList): Promise<readonly string[]> {
  try {
    const names = await readdir(join(root, 'scenes'));
    return names
      .filter(n => n.endsWith('.json'))
      .toSorted()
      .map(n => `scenes/${n}`);
  } catch (error) {
    problems.add(unreadable('scenes', error));
    return [];
  }
}

async function readProjectFile(root: string, file: string, problems: ProblemList): Promise<string | null> {
  try {
    const bytes = await readFile(join(root, file));
    if (bytes.length > MAX_FILE_BYTES) {
      problems.add({
        file,
        line: 0,
        column: 0,
        what: { zh: `文件 ${bytes.length} 字节,过大`, en: `the file has ${bytes.length} bytes, which is too many` },
        right: { zh: `最大 ${MAX_FILE_BYTES} 字节`, en: `at most ${MAX_FILE_BYTES} bytes` },
      });
      return null;
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    problems.add(error instanceof TypeError ? notUtf8(file) : unreadable(file, error));
    return null;
  }
}

const notUtf8 = (file: string) => ({
  file,
  line: 0,
  column: 0,
  what: { zh: '不是 UTF-8 文本', en: 'the file is not UTF-8 text' },
  right: { zh: '另存为 UTF-8', en: 'save it as UTF-8' },
});

function unreadable(file: string, error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return {
    file,
    line: 0,
    column: 0,
    what: missing
      ? { zh: '文件不存在', en: 'the file does not exist' }
      : { zh: `无法读取(${code})`, en: `it cannot be read (${code})` },
    right: { zh: '补上此文件并保证可读', en: 'add the file and make it readable' },
  };
}
