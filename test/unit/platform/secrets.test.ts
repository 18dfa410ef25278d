/** The key file: owner only, whole or not at all, and never in an error. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretStore } from '../../../main/platform/secrets.ts';
import { describeError, StationError } from '../../../main/platform/station-error.ts';

describe('SecretStore', () => {
  let folder: string;
  const file = () => join(folder, 'secrets.json');
  const mode = () => statSync(file()).mode & 0o777;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'citygate-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('knows nothing and writes nothing before a secret is made', () => {
    const store = new SecretStore(folder);
    expect(store.get('channel/gc')).toBeNull();
    expect(store.get('__proto__')).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes a secret once, keeps it over a restart, and gives every name its own', () => {
    const secret = new SecretStore(folder).getOrCreate('channel/gc');
    expect(secret).toMatch(/^[\w-]{32}$/);
    const again = new SecretStore(folder);
    expect(again.getOrCreate('channel/gc')).toBe(secret);
    expect(again.getOrCreate('channel/other')).not.toBe(secret);
    expect(new SecretStore(folder).get('channel/gc')).toBe(secret);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it.skipIf(process.platform === 'win32')(
    'lets only the owner read the file, whatever the umask and whatever lay there before',
    () => {
      const old = process.umask(0);
      try {
        writeFileSync(`${file()}.new`, 'half written by an earlier run', { mode: 0o666 });
        new SecretStore(folder).getOrCreate('a');
      } finally {
        process.umask(old);
      }
      expect(mode()).toBe(0o600);
      chmodSync(file(), 0o644);
      new SecretStore(folder);
      expect(mode()).toBe(0o600);
    },
  );

  const failure = (folderOfStore: string): unknown => {
    const store = new SecretStore(folderOfStore);
    try {
      return store.getOrCreate('channel/gc');
    } catch (error) {
      // What could not be kept is not used either.
      expect(store.get('channel/gc')).toBeNull();
      return error;
    }
  };

  it('that cannot write the key file says so in both languages and leaves nothing behind', () => {
    mkdirSync(join(folder, 'secrets.json.new'));
    const error = failure(folder);
    expect(error).toBeInstanceOf(StationError);
    expect(error).toMatchObject({ code: 'secrets-not-written', retry: 'operator' });
    expect(describeError(error)).toMatch(/不可写[^]*cannot be written[^]*--data/);
    expect(() => statSync(file())).toThrow('ENOENT');
  });

  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'on a full disk says so in both languages and leaves no half-written draft',
    ctx => {
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'citygate-test', disk]);
      if (mounted.status !== 0) ctx.skip('this machine does not let us mount');
      try {
        spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=4k', 'count=8']);
        const error = failure(disk);
        expect(error).toMatchObject({ code: 'secrets-not-written' });
        expect(describeError(error)).toMatch(/磁盘已满[^]*the disk is full/);
        expect(readdirSync(disk)).toEqual(['fill']);
      } finally {
        spawnSync('umount', [disk]);
      }
    },
  );

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"a":1}',
    '"hunter2hunter2"',
    '["hunter2"]',
  ])('refuses the key file %j and repeats nothing of it', text => {
    writeFileSync(file(), text, { mode: 0o600 });
    let error: unknown;
    try {
      new SecretStore(folder);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StationError);
    expect(error).toMatchObject({ code: 'bad-secrets', retry: 'operator' });
    expect(describeError(error)).toMatch(/\p{Script=Han}/u);
    expect(describeError(error)).not.toContain('hunter2');
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });
});
