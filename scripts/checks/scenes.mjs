/** The screens of the demo station: whatever the lint of scenes has against them (main/project/scene/lint-scenes.ts). */
import { join } from 'node:path';
import { placeOf } from '../../main/project/problem.ts';
import { lintScenes } from '../../main/project/scene/lint-scenes.ts';

/** Problems of every scene, each with its file, line and column. */
export async function check(root) {
  const problems = await lintScenes(join(root, 'assets/demo-station'));
  return { problems: problems.map(p => `${placeOf(p)} ${p.what.en} — ${p.right.en}`), warnings: [] };
}
