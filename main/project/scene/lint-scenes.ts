/**
 * The lint of a project's scenes: what keeps the project from loading, or else what is wrong with its screens, each with its
 * file, line and column, what it is and how to mend it, down to whether each file is written in the one way.
 */
import { type SceneFile, sceneSchema } from '../../../shared/model/scene.ts';
import { formatScene } from '../../../shared/scene/format-scene.ts';
import type { LintContext } from '../../../shared/scene/lint/finding.ts';
import { lintScene as findingsOf } from '../../../shared/scene/lint/lint-scene.ts';
import { systemTagsOf } from '../../tags/system-tags.ts';
import { readDocument } from '../document.ts';
import { loadProject } from '../load-project.ts';
import { type Problem, ProblemList, ProjectError } from '../problem.ts';
import { readProjectFile } from '../project-file.ts';
import type { PlacedScene } from '../scene-places.ts';
import type { StationProject } from '../types.ts';
import { rereadScenes } from './reread-scenes.ts';

/** Problems of a project folder by place; none when its screens are in order. */
export async function lintScenes(directory: string): Promise<readonly Problem[]> {
  let project: StationProject;
  try {
    project = await loadProject(directory);
  } catch (error) {
    if (error instanceof ProjectError) return error.problems;
    throw error;
  }
  const problems = new ProblemList();
  const folder = { directory: project.directory, context: contextOf(project) };
  const { scenes } = await rereadScenes(project);
  for (const placed of scenes) {
    const document = await lintInto(placed, folder, problems);
    const odd = document === null ? null : oddLine(document.source, formatScene(document.data));
    if (odd !== null) problems.add({ file: placed.file, line: odd, column: 1, ...NOT_FORMATTED });
  }
  return problems.all;
}

/** What is wrong with a screen that can be used, by place; how it is written is nobody's business here. */
export async function lintScene(placed: PlacedScene, project: StationProject): Promise<readonly Problem[]> {
  const problems = new ProblemList();
  await lintInto(placed, { directory: project.directory, context: contextOf(project) }, problems);
  return problems.all;
}

interface LintedFolder {
  readonly directory: string;
  readonly context: LintContext;
}

async function lintInto({ file, scene }: PlacedScene, { directory, context }: LintedFolder, problems: ProblemList) {
  const source = await readProjectFile(directory, file, problems);
  const document = source === null ? null : readDocument(file, source, problems);
  const written = document?.check<SceneFile>(sceneSchema) ?? null;
  if (source === null || document === null || written === null) return null;
  const drawn = { file: written, nodes: scene.nodes, pipes: scene.pipes };
  for (const { path, what, right } of findingsOf(drawn, context)) document.complain(path, what, right);
  return { source, data: document.data };
}

const NOT_FORMATTED = {
  what: { zh: '没有按规定写法（键排序，每个节点一行）', en: 'not written in the one way (sorted keys, a node a line)' },
  right: { zh: '运行 npm run scenes -- format', en: 'run npm run scenes -- format' },
} as const;

function contextOf(project: StationProject): LintContext {
  const own = systemTagsOf(project).map(tag => ({ ...tag, low: null, high: null }));
  const tags = new Map([...project.tags, ...own].map(tag => [tag.name, tag]));
  const equipment = new Map(project.tags.map(tag => [tag.name, tag.equipment]));
  const alarmed = project.alarms.map(({ name }) => ({ tag: name, equipment: equipment.get(name) || null }));
  return { tag: name => tags.get(name), sceneIds: new Set(project.scenes.map(({ id }) => id)), alarmed };
}

/** One-based number of the first line that is not as it should be, or null. */
function oddLine(source: string, right: string): number | null {
  if (source === right) return null;
  const lines = right.split('\n');
  const odd = source.split('\n').findIndex((line, i) => line !== lines[i]);
  return odd < 0 ? source.split('\n').length : odd + 1;
}
