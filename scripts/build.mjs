/**
 * Builds out/: the main-process bundles (ESM), the sandboxed preload (CommonJS, the only form
 * Electron's sandbox loads) and the page. A part whose sources have not changed is skipped;
 * `--force` builds all. Node 24 (npm run build). Each part is built beside the old one and put
 * in its place at the end, so a failing build leaves the last good one.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lib/lock.mjs';
import { readBuild, SOURCES, sourceHashes } from './lib/source-hash.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const PARTS = Object.keys(SOURCES);

/** Every program and worker of the main side: bundle name → source. */
const MAIN_ENTRIES = {
  app: 'main/app.ts',
  headless: 'main/headless.ts',
  field: 'main/simulator/field.ts',
  'electron-field-child': 'main/host/electron-field-child.ts',
  'opcua-worker': 'main/acquisition/drivers/opcua/worker.ts',
  'historian-writer': 'main/historian/writer/writer-worker.ts',
  'historian-reader': 'main/historian/reader/reader-worker.ts',
  'historian-care': 'main/historian/care/thread/care-worker.ts',
  'alarm-tuning': 'main/alarms/tuning/tuning-worker.ts',
  'demo-history-worker': 'main/simulator/history/demo-history-worker.ts',
};

function mainEntries() {
  const present = Object.entries(MAIN_ENTRIES).filter(([, source]) => existsSync(join(root, source)));
  return Object.fromEntries(present.map(([name, source]) => [name, join(root, source)]));
}

/** What a main bundle finds at run time instead of carrying it: Node, Electron, our dependencies. */
function externals() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).flatMap(name => [name, new RegExp(`^${name}/`)]);
  // node-opcua's own parts (node-opcua-client, …) load data files beside themselves: never bundled.
  return [/^node:/, ...builtinModules, 'electron', /^electron\//, /^node-opcua-/, ...packages];
}

function nodeConfig(input, output, outDir) {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rollupOptions: { input, external: externals(), output },
    },
  };
}

async function partConfig(part, outDir) {
  if (part === 'main') {
    // Chunks lie flat beside the entries: code finds its workers relative to import.meta.url.
    const output = { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' };
    return nodeConfig(mainEntries(), output, outDir);
  }
  if (part === 'preload') {
    const output = { format: 'cjs', entryFileNames: '[name].cjs' };
    return nodeConfig({ index: join(root, 'preload/index.ts') }, output, outDir);
  }
  return { ...(await rendererConfig()), build: rendererBuild(outDir) };
}

/** Vite options of the page that the dev server and the build share. */
export async function rendererConfig() {
  const { default: react } = await import('@vitejs/plugin-react');
  // Relative addresses, so that the same files work under app:// and under http://.
  return { configFile: false, root: join(root, 'renderer'), base: './', logLevel: 'warn', plugins: [react()] };
}

function rendererBuild(outDir) {
  return {
    outDir,
    emptyOutDir: true,
    sourcemap: true,
    target: 'chrome140',
    // The page's policy allows script, style and font from 'self' only: nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  };
}

function isPresent(part) {
  if (part === 'main') return Object.keys(mainEntries()).length > 0;
  return existsSync(join(root, part === 'preload' ? 'preload/index.ts' : 'renderer/index.html'));
}

async function buildPart(part) {
  const startedAt = performance.now();
  const { build } = await import('vite');
  // Same depth as the final folder, so that the relative paths in the source maps stay right.
  const next = join(root, `out/${part}.next`);
  await build(await partConfig(part, next));
  rmSync(join(root, 'out', part), { recursive: true, force: true });
  renameSync(next, join(root, 'out', part));
  process.stdout.write(`build ${part} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

function record(sourceHash, parts) {
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out/build.json'), `${JSON.stringify({ sourceHash, parts })}\n`);
}

async function buildChanged({ isForced, only }) {
  const wanted = sourceHashes(root);
  const done = { ...readBuild(root)?.parts };
  for (const part of only) {
    const isFresh = done[part] === wanted.parts[part] && existsSync(join(root, 'out', part));
    if ((isFresh && !isForced) || !isPresent(part)) continue;
    await buildPart(part);
    done[part] = wanted.parts[part];
    record('', done);
  }
  if (only.length === PARTS.length) record(wanted.sourceHash, done);
}

/**
 * Builds what changed, one run at a time. Rejects when a part does not compile; the parts before
 * it stay recorded. `only` leaves the other parts as they are.
 */
export function buildAll({ isForced = false, only = PARTS } = {}) {
  return withLock(join(root, 'out/build.lock'), () => buildChanged({ isForced, only }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.env.NODE_ENV = 'production';
  await buildAll({ isForced: process.argv.includes('--force') });
}
