/**
 * Installs the packages that are missing and nothing else: the first step of continuous
 * integration. Node built-ins only, Node ≥ 20.
 */
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode } from './lib/node-version.mjs';
import { endOnSignal } from './lib/processes.mjs';
import { complain, OuterError } from './lib/progress.mjs';

endOnSignal(130);
try {
  requireNode(process.version);
  await ensureInstalled(fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, ''));
} catch (error) {
  if (!(error instanceof OuterError)) throw error;
  complain(error.zh, error.en);
  process.exitCode = error.exitCode;
}
