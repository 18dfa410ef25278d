/**
 * `npm run check`: everything about the sources that needs no running program, in well under a
 * minute: formatting, lint with types and import laws, types, unused exports, sizes, links. One
 * line per step; a failing step shows its output. The modules in scripts/checks/ each export
 * `check(root)` giving problems and warnings; adding a file there adds a step. Node 24.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Tools in node_modules, started by their script so that no shell is needed on any platform. */
const TOOLS = [
  { name: 'format (biome)', script: '@biomejs/biome/bin/biome', args: ['check', '.'] },
  { name: 'types (tsc)', script: 'typescript/bin/tsc', args: ['-b', '--pretty', 'false'] },
  { name: 'lint (oxlint)', script: 'oxlint/bin/oxlint', args: ['--type-aware'] },
  { name: 'unused (knip)', script: 'knip/bin/knip.js', args: ['--no-progress', '--no-config-hints'] },
];
/** The tools use several threads each; two at a time keep two cores busy. */
const AT_ONCE = 2;

function runTool({ script, args }) {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] };
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], options);
    const output = [];
    child.stdout.on('data', data => output.push(data));
    child.stderr.on('data', data => output.push(data));
    child.once('error', reject);
    child.once('close', code => resolve({ isGood: code === 0, text: Buffer.concat(output).toString() }));
  });
}

async function runModule({ path }) {
  const { check } = await import(pathToFileURL(path).href);
  const { problems, warnings } = await check(root);
  const text = [...problems.map(line => `error: ${line}`), ...warnings.map(line => `warning: ${line}`)].join('\n');
  return { isGood: problems.length === 0, text, isShown: warnings.length > 0 };
}

async function runStep(step) {
  const startedAt = performance.now();
  const result = await (step.script ? runTool(step) : runModule(step));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${result.isGood ? 'ok    ' : 'FAILED'} ${step.name} ${seconds} s\n`);
  if (!result.isGood || result.isShown) process.stdout.write(`${result.text.trimEnd()}\n`);
  return result.isGood;
}

async function runInTurn(steps, results) {
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) results.push(await runStep(step));
}

const folder = join(root, 'scripts/checks');
const modules = readdirSync(folder).map(file => ({ name: file.replace(/\.\w+$/, ''), path: join(folder, file) }));
const waiting = [...TOOLS, ...modules];
const results = [];
await Promise.all(Array.from({ length: AT_ONCE }, () => runInTurn(waiting, results)));
process.exitCode = results.every(Boolean) ? 0 : 1;
