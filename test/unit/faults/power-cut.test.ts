/** The watcher and the power cut against a small program of which we know what must survive. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOODS, PowerCutDisk } from '../../faults/power-cut.ts';
import { buildDiskTracer, type DiskChange, readTrace, setFault, watchedEnvironment } from '../../kit/disk-tracer.ts';
import { seededRandom } from '../../kit/random.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const folder = useTemporaryFolders();
let library = '';
beforeAll(() => {
  library = buildDiskTracer(folder());
}, 60_000);

interface Run {
  readonly output: string;
  readonly changes: readonly DiskChange[];
  readonly root: string;
  readonly base: string;
  readonly fault: string;
}

/** Runs the text of a program with `fs`, `root`, `mark(text)` and `sync(path)` in it. */
function run(program: string, prepare: (run: { root: string; fault: string }) => void = () => undefined): Run {
  const place = folder();
  const [root, base, trace, marks, fault] = ['root', 'base', 'trace', 'marks', 'fault'].map(name => join(place, name));
  if (!root || !base || !trace || !marks || !fault) throw new Error('no places');
  mkdirSync(root);
  prepare({ root, fault });
  cpSync(root, base, { recursive: true });
  const prelude = `
    const fs = require('node:fs');
    const root = ${JSON.stringify(root)};
    const sheet = fs.openSync(${JSON.stringify(marks)}, 'a');
    const mark = text => fs.writeSync(sheet, text);
    const sync = path => { const fd = fs.openSync(path, 'r'); fs.fsyncSync(fd); fs.closeSync(fd); };
    const said = f => { try { f(); return 'fine'; } catch (error) { return error.code; } };
  `;
  const env = { ...process.env, ...watchedEnvironment({ library, root, trace, marks, fault }) };
  const output = execFileSync(process.execPath, ['-e', prelude + program], { env, encoding: 'utf8' });
  return { output, changes: readTrace(trace), root, base, fault };
}

/** The folder as path → text after a cut behind the first `until` changes. */
function cut(r: Run, options: { until?: number; mood: (typeof MOODS)[number]; seed?: number; isJournaled?: boolean }) {
  const disk = new PowerCutDisk(r.base, { isJournaled: options.isJournaled ?? true });
  for (const change of r.changes.slice(0, options.until ?? r.changes.length)) disk.apply(change);
  const target = folder();
  disk.cut(target, seededRandom(options.seed ?? 1), options.mood);
  const files = readdirSync(target, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter(e => e.isFile());
  return Object.fromEntries(
    files.map(e => [join(e.parentPath, e.name).slice(target.length + 1), readFileSync(join(e.parentPath, e.name))]),
  );
}

const markAt = (r: Run, text: string): number => r.changes.findIndex(c => c.kind === 'marked' && c.text === text) + 1;

const DURABLE = `
  const fd = fs.openSync(root + '/a', 'w');
  fs.writeSync(fd, Buffer.alloc(2048, 'A'), 0, 2048, 0);
  fs.fsyncSync(fd);
  sync(root);
  mark('safe');
  fs.writeSync(fd, Buffer.alloc(1536, 'B'), 0, 1536, 512);
  fs.writeSync(fd, Buffer.alloc(4096, 'C'), 0, 4096, 2048);
  mark('end');
`;

describe('a power cut', () => {
  it('leaves what was synced, whatever it does to the rest', () => {
    const r = run(DURABLE);
    for (const mood of MOODS) {
      const at = cut(r, { mood, until: markAt(r, 'safe') });
      expect(at, mood).toEqual({ a: Buffer.alloc(2048, 'A') });
      for (let seed = 0; seed < 20; seed++) {
        const { a } = cut(r, { mood, seed });
        expect(a?.subarray(0, 512).toString(), mood).toBe('A'.repeat(512));
        for (let s = 1; s < 4; s++) expect(a?.toString('latin1', s * 512, s * 512 + 512)).toMatch(/^(A+|B+)$/);
        for (let s = 4; s * 512 < (a?.length ?? 0); s++)
          expect(a?.toString('latin1', s * 512, s * 512 + 512)).toMatch(/^(C+|\0+)$/);
      }
    }
  });

  it('takes everything, nothing or some sectors of what was not synced', () => {
    const r = run(DURABLE);
    expect(cut(r, { mood: 'drop' })['a']?.toString()).toBe('A'.repeat(2048));
    expect(cut(r, { mood: 'keep' })['a']).toEqual(readFileSync(join(r.root, 'a')));
    const seen = new Set(
      Array.from({ length: 60 }, (_, seed) => cut(r, { mood: 'torn', seed })['a']?.toString('latin1')),
    );
    expect(seen.size).toBeGreaterThan(20);
    expect([...seen].some(text => /A{512}B{512}A{512}/.test(text ?? ''))).toBe(true);
  });

  it('is the same for the same seed', () => {
    const r = run(DURABLE);
    expect(cut(r, { mood: 'random', seed: 7 })).toEqual(cut(r, { mood: 'random', seed: 7 }));
  });

  it('writes a sector with all that the cache held of it', () => {
    const r = run(`
      const fd = fs.openSync(root + '/a', 'w');
      fs.writeSync(fd, 'one', 0);
      fs.writeSync(fd, 'two', 3);
    `);
    const seen = new Set(Array.from({ length: 60 }, (_, seed) => cut(r, { mood: 'random', seed })['a']?.toString()));
    expect(
      [...seen].every(text => [undefined, '', 'one', 'onetwo', '\0\0\0', '\0\0\0\0\0\0', 'one\0\0\0'].includes(text)),
    ).toBe(true);
    expect(seen).toContain('onetwo');
    expect(seen).not.toContain('\0\0\0two');
  });

  it('keeps a new name for certain only after its folder was synced, or the journal of the disk', () => {
    const r = run(`
      fs.mkdirSync(root + '/sub');
      const fd = fs.openSync(root + '/sub/a', 'w');
      fs.writeSync(fd, 'text');
      fs.fsyncSync(fd);
      mark('file');
      sync(root + '/sub');
      mark('folder');
      sync(root);
      mark('both');
    `);
    const names = (until: string, isJournaled: boolean) =>
      Object.keys(cut(r, { until: markAt(r, until), mood: 'drop', isJournaled }));
    expect(names('file', true)).toEqual(['sub/a']);
    expect(names('file', false)).toEqual([]);
    expect(names('both', false)).toEqual(['sub/a']);
  });

  it('lets renames happen in order and up to any point', () => {
    const r = run(`
      for (const [name, text] of [['a', 'old'], ['new', 'new']]) {
        fs.writeFileSync(root + '/' + name, text);
        sync(root + '/' + name);
      }
      sync(root);
      mark('safe');
      fs.renameSync(root + '/new', root + '/a');
      fs.unlinkSync(root + '/a');
    `);
    const seen = Array.from({ length: 40 }, (_, seed) => cut(r, { mood: 'random', seed })).map(files =>
      Object.entries(files)
        .map(([name, bytes]) => `${name}=${bytes.toString()}`)
        .join(' '),
    );
    expect([...new Set(seen)].toSorted()).toEqual(['', 'a=new', 'a=old new=new']);
  });

  it('does not take a sync that was only begun for a finished one', () => {
    const r = run(DURABLE);
    const began = r.changes.findIndex(c => c.kind === 'sync-began') + 1;
    expect(cut(r, { mood: 'drop', until: began })['a']).toBeUndefined();
  });
});

describe('the watched disk', () => {
  it('is full at its capacity, and takes what does not grow, and recovers', () => {
    const { output } = run(
      `
      const fd = fs.openSync(root + '/a', 'w');
      const write = (length, at) => said(() => { if (fs.writeSync(fd, Buffer.alloc(length), 0, length, at) < length) fs.writeSync(fd, Buffer.alloc(1), 0, 1, 4096); });
      const free = fs.statfsSync(root);
      console.log(write(4096, 0), write(4096, 4096), write(4096, 0), free.bavail * free.bsize);
      fs.unlinkSync(root + '/ballast');
      console.log(write(4096, 4096));
    `,
      ({ root, fault }) => {
        writeFileSync(join(root, 'ballast'), Buffer.alloc(4096));
        setFault(fault, { kind: 'full', capacityBytes: 8192 });
      },
    );
    expect(output).toBe('fine ENOSPC fine 4096\nfine\n');
  });

  it('refuses every change when it is read-only, and says so', () => {
    const r = run(
      `
      console.log(said(() => fs.writeFileSync(root + '/a', 'x')), said(() => fs.mkdirSync(root + '/sub')),
        said(() => fs.unlinkSync(root + '/there')), said(() => fs.readFileSync(root + '/there')));
    `,
      ({ root, fault }) => {
        writeFileSync(join(root, 'there'), 'x');
        setFault(fault, { kind: 'readonly' });
      },
    );
    expect(r.output).toBe('EROFS EROFS EROFS fine\n');
    expect(existsSync(join(r.root, 'there'))).toBe(true);
  });

  it('fails the syncs alone when it is broken', () => {
    const { output } = run(
      `const fd = fs.openSync(root + '/a', 'w'); console.log(said(() => fs.writeSync(fd, 'x')), said(() => fs.fsyncSync(fd)));`,
      ({ fault }) => setFault(fault, { kind: 'eio' }),
    );
    expect(output).toBe('fine EIO\n');
  });

  it('has every write of SQLite and of the file system in its trace', () => {
    const r = run(`
      const { DatabaseSync } = require('node:sqlite');
      const Database = require(${JSON.stringify(join(import.meta.dirname, '../../../node_modules/better-sqlite3'))});
      for (const [name, open] of [['one', f => new DatabaseSync(f)], ['two', f => new Database(f)]]) {
        const db = open(root + '/' + name);
        db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
        for (let i = 0; i < 50; i++) db.exec('INSERT INTO t VALUES (zeroblob(3000))');
        db.close();
      }
      fs.writeFileSync(root + '/three', 'x'.repeat(100000));
      fs.truncateSync(root + '/three', 5000);
      fs.appendFileSync(root + '/three', 'tail');
      (async () => {
        const file = await fs.promises.open(root + '/four', 'w+');
        await file.write('later', 10);
        await file.writev([Buffer.from('a'), Buffer.from('b')]);
        await file.truncate(12);
        await file.close();
        await fs.promises.rename(root + '/four', root + '/five');
      })();
    `);
    const after = cut(r, { mood: 'keep' });
    expect(Object.keys(after).toSorted()).toEqual(readdirSync(r.root).toSorted());
    for (const [name, bytes] of Object.entries(after))
      expect(bytes.equals(readFileSync(join(r.root, name))), name).toBe(true);
  });
});

describe('a sync', () => {
  it('makes safe only what was written before it began', () => {
    const base = folder();
    const disk = new PowerCutDisk(base, { isJournaled: true });
    const write = (text: string, offset: number): DiskChange => ({
      kind: 'written',
      file: 5,
      offset,
      bytes: Buffer.from(text),
    });
    const changes: DiskChange[] = [
      { kind: 'created', path: 'a', file: 5 },
      write('before', 0),
      { kind: 'sync-began', file: 5, sync: 1 },
      write('during', 6),
      { kind: 'sync-ended', file: 5, sync: 1 },
    ];
    for (const change of changes) disk.apply(change);
    const target = folder();
    disk.cut(target, seededRandom(1), 'drop');
    expect(readFileSync(join(target, 'a'), 'utf8')).toBe('before');
  });
});
