/** Whether out/ holds what the present sources would give, by the hashes that the build has written down. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { partHash, readBuild } from '../../scripts/lib/source-hash.mjs';

export const projectRoot = join(import.meta.dirname, '../..');

type Part = 'main' | 'preload' | 'renderer';

export function isPartBuilt(part: Part): boolean {
  return (
    existsSync(join(projectRoot, 'out', part)) && readBuild(projectRoot)?.parts[part] === partHash(projectRoot, part)
  );
}

/** Throws at once where a test would wait in vain for a screen that nobody serves. */
export function requireScreen(): void {
  const missing = (['main', 'preload', 'renderer'] as const).filter(part => !isPartBuilt(part));
  if (missing.length === 0) return;
  throw new Error(
    `out/ is not built from the present sources (${missing.join(', ')}): run "npm run build" first. ` +
      `out/ 与当前源码不一致（${missing.join('、')}）：请先运行 npm run build。`,
  );
}
