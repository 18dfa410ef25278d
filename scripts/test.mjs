/**
 * `npm test`: installs what is missing, builds, and runs every test. The last line of stdout is
 * `N passed, N failed`; exit code 0 only when nothing failed. Runs on the system's Node ≥ 20 and
 * imports only Node built-ins, because nothing may be installed yet.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled, programEnv } from './lib/install.mjs';
import { projectNode, requireNode } from './lib/node-version.mjs';
import { endOnSignal, isEnding, run } from './lib/processes.mjs';
import { complain, OuterError, say, secondsSince } from './lib/progress.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';
import { failures, lastLine, summarize, total } from './lib/test-summary.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const PROJECTS = ['pure', 'unit', 'integration', 'e2e'];
/** A project that hangs is ended and counted as failed, so that the count still comes. */
const PROJECT_LIMIT_MS = 1_200_000;

function readReport(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // ended while writing: no report
    throw error;
  }
}

async function runProject(project, folder) {
  const startedAt = performance.now();
  const reportPath = join(folder, `${project}.json`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const args = [vitest, 'run', '--project', project, ...reporters];
  const options = { cwd: root, env: programEnv(root), timeoutMs: PROJECT_LIMIT_MS };
  const code = await run(projectNode(root), args, options);
  const report = readReport(reportPath);
  const summary = summarize(report, code);
  const counts = `${lastLine(summary)}, ${summary.skipped} skipped`;
  say(`测试 ${project} 完成`, `${project}: ${counts}, ${secondsSince(startedAt)}`);
  return { ...summary, failures: summary.failed === 0 ? [] : failures(report) };
}

async function runAll() {
  const folder = mkdtempSync(join(tmpdir(), 'citygate-test-'));
  try {
    const summaries = [];
    for (const project of PROJECTS) if (!isEnding()) summaries.push(await runProject(project, folder));
    const counts = total(summaries);
    for (const failure of summaries.flatMap(summary => summary.failures)) say('失败', `failed: ${failure}`);
    // Interrupted: what did not run has not passed.
    return isEnding() ? { ...counts, failed: Math.max(1, counts.failed) } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  requireNode(process.version);
  await ensureInstalled(root);
  await ensureSystemPackages();
  await ensureBuilt(root);
  return runAll();
}

endOnSignal(130);
let counts = { passed: 0, failed: 1 };
try {
  counts = await main();
} catch (error) {
  if (!(error instanceof OuterError)) throw error;
  complain(error.zh, error.en);
} finally {
  process.exitCode = counts.failed === 0 ? 0 : 1;
  process.stdout.write(`${lastLine(counts)}\n`);
}
