/** The recorder on real disks in real trouble: a process that is killed while it writes, and a file system that is full. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../main/platform/clock.ts';
import { projectRoot } from '../kit/build.ts';
import { framesOf, marksOf, RecorderRig } from '../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { dissect } from '../kit/tshark.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

interface Said {
  readonly number: number;
  readonly at: number;
}

/** A recording program and what it has said so far. */
class Writer {
  readonly said: Said[] = [];
  readonly #child: ChildProcess;
  #rest = '';

  constructor(data: string) {
    const program = join(projectRoot, 'test/kit/recorder-process.ts');
    const child = spawn(process.execPath, [program, data], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    cleanUps.push(() => child.kill('SIGKILL'));
    child.stdout.on('data', (text: Buffer) => {
      const lines = `${this.#rest}${text.toString()}`.split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const [number = Number.NaN, at = Number.NaN] = line.split(' ').map(Number);
        this.said.push({ number, at });
      }
    });
  }

  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

describe('a recorder that is killed while it writes', () => {
  it('leaves files that all open, with everything but what waited for the next write', async () => {
    const data = temporaryFolder();
    mkdirSync(data, { recursive: true });
    const folder = join(data, 'channels/plc/frames');
    for (let run = 0; run < 2; run++) {
      const writer = new Writer(data);
      await waitFor('two seconds of frames', () => (writer.said.at(-1)?.number ?? 0) > 400, 30_000);
      // Not always at the same place between two writes.
      await sleep(run * 370);
      await writer.kill();
      const last = writer.said.at(-1);
      if (last === undefined) throw new Error('it said nothing');
      const numbers: number[] = [];
      for (const name of readdirSync(folder).toSorted()) {
        const { rows, complaints } = await dissect(join(folder, name), [
          'mbtcp.unit_id',
          'modbus.func_code',
          'exported_pdu.exported_pdu',
        ]);
        expect(complaints === '' || complaints.includes('cut short')).toBe(true);
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) {
          expect(row).toMatchObject({ 'mbtcp.unit_id': '1', 'modbus.func_code': '3' });
          numbers.push(Number.parseInt((row['exported_pdu.exported_pdu'] ?? '').slice(18, 26), 16));
        }
      }
      const ofThisRun = numbers.slice(numbers.lastIndexOf(0));
      const newest = ofThisRun.at(-1) ?? -1;
      expect(ofThisRun).toEqual(Array.from({ length: ofThisRun.length }, (_, i) => newest - ofThisRun.length + 1 + i));
      // One second, and the time that a loaded machine may take from the tick to the disk.
      const secured = writer.said.findLast(s => s.at < last.at - 2_500);
      expect(newest).toBeGreaterThanOrEqual(secured?.number ?? 0);
    }
  }, 120_000);
});

const isRoot = process.getuid?.() === 0;

describe('a recorder whose file system is full', () => {
  it.skipIf(!isRoot)(
    'pauses, says so once, and goes on by itself when there is room, with what it had kept',
    async ctx => {
      const disk = temporaryFolder();
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'citygate-test', disk]);
      if (mounted.status !== 0) ctx.skip('this machine does not let us mount');
      cleanUps.push(() => spawnSync('umount', [disk]));
      const clock = { ...systemClock, ahead: 0, monotonic: () => performance.now() + clock.ahead };
      const rig = new RecorderRig({ data: join(disk, 'data'), clock, limitBytes: 4_000_000 });
      cleanUps.push(() => rig.recorder.stop());
      const frame = (n: number) => rig.sent(n.toString(16).padStart(8, '0').padEnd(400, '0'));
      let n = 0;
      for (; n < 100; n++) frame(n);
      await rig.recorder.tick();
      // Somebody else takes all the room there is.
      writeFileSync(join(disk, 'others'), Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize));
      for (let second = 0; second < 12; second++) {
        for (let i = 0; i < 100; i++) frame(n++);
        clock.ahead += 1_000;
        await rig.recorder.tick();
      }
      expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'ENOSPC' }]);
      const onFullDisk = await dissect(rig.paths()[0] ?? '', ['frame.number']);
      expect(onFullDisk.rows.length).toBeGreaterThanOrEqual(100);
      rmSync(join(disk, 'others'));
      clock.ahead += 5_000;
      await rig.recorder.tick();
      await rig.recorder.tick();
      expect(rig.events.map(e => e.kind)).toEqual(['paused', 'resumed']);
      const records = await rig.everything();
      expect(framesOf(records).map(f => Number.parseInt(f.hex.slice(0, 8), 16))).toEqual(
        Array.from({ length: n }, (_, i) => i),
      );
      expect(marksOf(records)).toHaveLength(1);
      const whole = await Promise.all(rig.paths().map(path => dissect(path, ['frame.number'])));
      expect(whole.map(file => file.complaints).join('')).toBe('');
      expect(whole.reduce((sum, file) => sum + file.rows.length, 0)).toBe(n + 1);
    },
  );
});
