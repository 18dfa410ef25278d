/** One channel's recorder when the disk is slow, full or gone, and when a driver hands over nonsense. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { framesOf, marksOf } from '../../../kit/recorder-rig.ts';
import { within } from '../../../kit/wait-for.ts';
import { hexOf, numbersOf, useRecorderBench } from './recorder-bench.ts';

const { rigOn, moodyRig } = useRecorderBench();
const RETRY_MS = 5_000;

describe('a disk that is slower than the wire', () => {
  it('costs frames, which are counted, marked at their place and told once; the driver waits for nothing', async () => {
    const { rig, clock, disk } = moodyRig({ limitBytes: 64_000_000 });
    disk.hold();
    let n = 0;
    const ticking = rig.recorder.tick();
    while (rig.recorder.status().lost === 0) rig.sent(hexOf(n++, 1_000));
    for (let i = 0; i < 99; i++) rig.sent(hexOf(n++, 1_000));
    expect(rig.recorder.status()).toMatchObject({ state: 'recording', lost: 100 });
    const held = rig.recorder.pending().reduce((sum, piece) => sum + piece.bytes.length, 0);
    expect(held).toBeLessThanOrEqual(4_000_000);
    void rig.recorder.tick();
    void rig.recorder.tick();
    expect(rig.events).toEqual([{ kind: 'lost', channel: 'plc', lost: 100 }]);
    disk.release();
    await ticking;
    await rig.recorder.tick();
    rig.sent(hexOf(n++, 1_000));
    await rig.recorder.tick();
    const records = await rig.everything();
    const numbers = numbersOf(records);
    expect(numbers).toEqual([...Array.from({ length: n - 101 }, (_, i) => i), n - 1]);
    expect(records.at(-2)).toMatchObject({ kind: 'mark', text: '丢失 100 帧 · 100 frames are missing here' });
    // Another loss soon after is counted and marked, and told with the next event.
    disk.hold();
    while (rig.recorder.status().lost === 100) rig.sent(hexOf(n++, 1_000));
    void rig.recorder.tick();
    expect(rig.events).toHaveLength(1);
    clock.advance(600_000);
    void rig.recorder.tick();
    expect(rig.events).toHaveLength(2);
    disk.release();
    await rig.recorder.stop();
  });

  it('does not keep the station from ending', async () => {
    const { rig, disk } = moodyRig();
    rig.sent('01');
    disk.hold();
    await within('the end', rig.recorder.stop(), 8_000);
    expect(disk.writes).toBe(0);
    disk.release();
  });
});

describe('a disk that takes nothing', () => {
  it('pauses recording with one event; what waited is written to its place when there is room again', async () => {
    const { rig, clock, disk } = moodyRig();
    for (let n = 0; n < 3; n++) rig.sent(hexOf(n));
    await rig.recorder.tick();
    disk.writeError = 'ENOSPC';
    for (let n = 3; n < 6; n++) rig.sent(hexOf(n));
    for (let second = 0; second < 20; second++) {
      await rig.recorder.tick();
      clock.advance(1_000);
    }
    expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'ENOSPC' }]);
    expect(rig.recorder.status().state).toBe('paused');
    expect(rig.recorder.isOn('PLC')).toBe(true);
    // Readable as it is, although the disk took half a piece.
    expect(numbersOf(await rig.everything())).toEqual([0, 1, 2, 3, 4, 5]);
    rig.sent(hexOf(6));
    disk.writeError = null;
    clock.advance(RETRY_MS);
    await rig.recorder.tick();
    expect(rig.events.at(-1)).toEqual({ kind: 'resumed', channel: 'plc', lost: 0 });
    await rig.recorder.tick();
    const records = await rig.everything();
    expect(rig.recorder.pending()).toEqual([]);
    expect(rig.files()).toHaveLength(1);
    expect(numbersOf(records)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(marksOf(records)).toEqual(['记录曾暂停 25 s · recording had paused for 25 s: ENOSPC']);
  });

  it('is tried again every five seconds and not more often', async () => {
    const { rig, clock, disk } = moodyRig();
    disk.writeError = 'ENOSPC';
    rig.sent('01');
    await rig.recorder.tick();
    disk.writeError = null;
    clock.advance(RETRY_MS - 1);
    await rig.recorder.tick();
    expect(rig.recorder.status().state).toBe('paused');
    clock.advance(1);
    await rig.recorder.tick();
    expect(rig.recorder.status().state).toBe('recording');
  });

  it('loses only what does not fit into memory, and says at its end how much', async () => {
    const { rig, clock, disk } = moodyRig({ limitBytes: 64_000_000 });
    disk.writeError = 'EIO';
    rig.sent('01');
    await rig.recorder.tick();
    let n = 0;
    while (rig.recorder.status().lost < 7) rig.sent(hexOf(n++, 60_000));
    await rig.recorder.tick();
    expect(rig.events).toHaveLength(1);
    disk.writeError = null;
    clock.advance(RETRY_MS);
    await rig.recorder.tick();
    await rig.recorder.tick();
    expect(rig.events.at(-1)).toEqual({ kind: 'resumed', channel: 'plc', lost: 7 });
    expect(marksOf(await rig.everything())).toEqual([
      '丢失 7 帧 · 7 frames are missing here',
      '记录曾暂停 5 s · recording had paused for 5 s: EIO',
    ]);
  });

  it('because its folder has been taken away gets a new one, and the loss is counted', async () => {
    const { rig, clock } = rigOn();
    rig.sent(hexOf(1), { tags: ['A', 'B', 'C'] });
    await rig.recorder.tick();
    renameSync(rig.folder, `${rig.folder}-elsewhere`);
    rig.sent(hexOf(2));
    await rig.recorder.tick();
    expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'ENOENT' }]);
    rig.sent(hexOf(3), { tags: ['A', 'B', 'C'] });
    clock.advance(RETRY_MS);
    await rig.recorder.tick();
    await rig.recorder.tick();
    expect(rig.events.at(-1)).toEqual({ kind: 'resumed', channel: 'plc', lost: 1 });
    const records = await rig.everything();
    expect(marksOf(records)[0]).toBe('丢失 1 帧 · 1 frames are missing here');
    // The new file stands for itself: the tags are named in it again.
    expect(framesOf(records)).toMatchObject([{ hex: hexOf(3), tags: ['A', 'B', 'C'] }]);
  });

  it('because a file stands in the place of the folder is told so until it is away', async () => {
    const { rig, clock } = rigOn();
    mkdirSync(join(rig.folder, '..'), { recursive: true });
    writeFileSync(rig.folder, '');
    rig.sent(hexOf(1));
    await rig.recorder.tick();
    expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'ENOTDIR' }]);
    rmSync(rig.folder);
    clock.advance(RETRY_MS);
    await rig.recorder.tick();
    expect(rig.events.at(-1)).toEqual({ kind: 'resumed', channel: 'plc', lost: 0 });
    expect(numbersOf(await rig.everything())).toEqual([1]);
  });

  it('is not given a new data folder where that is gone', async () => {
    const { rig, clock } = rigOn();
    const data = join(rig.folder, '../../..');
    rmSync(data, { recursive: true });
    rig.sent(hexOf(1));
    await rig.recorder.tick();
    clock.advance(RETRY_MS);
    await rig.recorder.tick();
    expect(existsSync(data)).toBe(false);
    expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'ENOENT' }]);
  });

  it('because the number is taken by something else finds another number', async () => {
    const { rig, clock } = rigOn();
    const number = Math.floor(clock.now() / 1_000);
    await rig.recorder.tick();
    mkdirSync(join(rig.folder, `${number}-20270115T080000Z.pcapng`), { recursive: true });
    rig.sent(hexOf(1));
    await rig.recorder.tick();
    clock.advance(RETRY_MS);
    await rig.recorder.tick();
    expect(rig.recorder.status().state).toBe('recording');
    expect(rig.files().at(-1)).toContain(`${number + 1}-`);
    expect(numbersOf(await rig.everything())).toEqual([1]);
  });
});

describe('a driver', () => {
  it('hears no error, whatever it hands over and whoever listens; the frame is counted as lost', async () => {
    const { rig } = rigOn();
    const broken = {
      direction: 'sent',
      device: 'PLC',
      get bytes(): Uint8Array {
        throw new RangeError('detached');
      },
    } as const;
    for (let i = 0; i < 100; i++) rig.recorder.frame(broken);
    expect(rig.recorder.status().lost).toBe(100);
    expect(rig.logged).toHaveLength(1);
    expect(rig.logged[0]).toContain('detached');
    rig.sent('02');
    await rig.recorder.tick();
    expect(marksOf(await rig.everything())).toEqual(['丢失 100 帧 · 100 frames are missing here']);
  });

  it('may go on after the end without any effect', async () => {
    const { rig } = rigOn();
    rig.sent('01');
    await rig.recorder.stop();
    expect(rig.recorder.isOn('PLC')).toBe(false);
    rig.sent('02');
    await rig.recorder.stop();
    expect(framesOf(await rig.everything())).toHaveLength(1);
  });
});
