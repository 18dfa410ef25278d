/**
 * Builds out/ by the program's Node when sources have changed since the last build; says nothing
 * and starts nothing otherwise. Node built-ins only, Node ≥ 20.
 */
import { join } from 'node:path';
import { projectNode } from './node-version.mjs';
import { run } from './processes.mjs';
import { OuterError, step } from './progress.mjs';
import { isBuilt } from './source-hash.mjs';

/** Throws OuterError when the build fails. */
export async function ensureBuilt(root) {
  if (isBuilt(root)) return;
  await step('构建', 'build', async () => {
    const code = await run(projectNode(root), [join(root, 'scripts/build.mjs')], { cwd: root });
    if (code !== 0) throw new OuterError('构建失败，原因见上。', 'The build failed; the reason stands above.');
  });
}
