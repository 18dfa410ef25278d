/**
 * The scenes of a project that has been loaded, read again from its folder and checked against the rest of it as it was loaded:
 * for a running station, and for the lint.
 */
import { systemTagsOf } from '../../tags/system-tags.ts';
import { type Problem, ProblemList } from '../problem.ts';
import type { PlacedScene } from '../scene-places.ts';
import type { StationProject } from '../types.ts';
import { readScenes } from './read-scenes.ts';

export interface RereadScenes {
  /** Those that can be used, those with a problem of their own among them left out. */
  readonly scenes: readonly PlacedScene[];
  readonly problems: readonly Problem[];
}

/** Never throws for what the folder holds. */
export async function rereadScenes(project: StationProject): Promise<RereadScenes> {
  const problems = new ProblemList();
  const scenes = await readScenes(project.directory, {
    known: {
      tags: new Set(project.tags.map(tag => tag.name)),
      systemTags: new Set(systemTagsOf(project).map(tag => tag.name)),
      devices: new Set(project.channels.flatMap(channel => channel.devices.map(device => device.id))),
    },
    assets: new Map(project.assets.map(asset => [asset.id, asset])),
    areas: new Set(project.areas.map(area => area.id)),
    problems,
  });
  const broken = new Set(problems.all.map(({ file }) => file));
  return { scenes: scenes.filter(({ file }) => !broken.has(file)), problems: problems.all };
}
