/** One channel's recorder on a real folder: what it keeps, its bounds, and what it makes of a clock that is set. */
import { existsSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { framesOf, marksOf, RecorderRig } from '../../../kit/recorder-rig.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { HOUR, hexOf, numbersOf, useRecorderBench } from './recorder-bench.ts';

const { temporaryFolder, rigOn, moodyRig } = useRecorderBench();

describe('what is kept', () => {
  it('is each frame with its time, direction, device, tags and problem, and each mark, once a tick has come', async () => {
    const { rig, clock } = rigOn();
    const start = clock.now();
    rig.recorder.mark('connected to 10.1.2.3:1502');
    clock.advance(0.25);
    rig.sent('000100000006010300640002', { tags: ['A', 'B', 'C'] });
    clock.advance(12);
    rig.received('00010000000701030400010002', { tags: ['A', 'B', 'C'] });
    rig.received('000200000003018302', { device: null, problem: 'nobody asked for it' });
    expect(existsSync(rig.folder)).toBe(false);
    await rig.recorder.tick();
    expect(rig.files()).toHaveLength(1);
    const records = (await rig.page()).records.toReversed();
    const frame = { kind: 'frame', device: 'PLC', tags: ['A', 'B', 'C'], problem: null };
    expect(records).toMatchObject([
      { kind: 'mark', time: start, text: 'connected to 10.1.2.3:1502' },
      { ...frame, time: start + 0.25, direction: 'sent', hex: '000100000006010300640002', length: 12 },
      { ...frame, time: start + 12.25, direction: 'received', hex: '00010000000701030400010002' },
      { kind: 'frame', device: null, tags: [], problem: 'nobody asked for it', hex: '000200000003018302' },
    ]);
    await rig.recorder.stop();
  });

  it('is a copy: a driver may use its memory again at once', async () => {
    const { rig } = rigOn();
    const bytes = Buffer.from('0102', 'hex');
    rig.recorder.frame({ direction: 'sent', device: 'PLC', bytes });
    bytes.fill(0xff);
    await rig.recorder.tick();
    expect(framesOf((await rig.page()).records)[0]?.hex).toBe('0102');
  });

  it('is the start of a frame that is too long, with its true length', async () => {
    const { rig } = rigOn();
    rig.recorder.frame({ direction: 'sent', device: 'PLC', bytes: Buffer.alloc(100_000, 7) });
    await rig.recorder.tick();
    const [frame] = framesOf((await rig.page()).records);
    expect([frame?.length, frame?.hex.length]).toEqual([100_000, 2 * 65_536]);
  });

  it('is nothing of a device that is switched off, and the file says from where to where', async () => {
    const { rig } = rigOn({ devices: ['PLC', 'FC'] });
    rig.sent('01');
    rig.recorder.setRecorded('PLC', false);
    expect([rig.recorder.isOn('PLC'), rig.recorder.isOn('FC'), rig.recorder.isOn(null)]).toEqual([false, true, true]);
    rig.sent('02');
    rig.sent('03', { device: 'FC' });
    rig.recorder.setRecorded('PLC', true);
    rig.sent('04');
    await rig.recorder.tick();
    const records = await rig.everything();
    expect(records.map(r => (r.kind === 'mark' ? r.text : r.hex))).toEqual([
      '01',
      'PLC: 停止记录 recording off',
      '03',
      'PLC: 开始记录 recording on',
      '04',
    ]);
  });

  it('is nothing at all when all devices are off or the project gives no room', async () => {
    const off = rigOn();
    off.rig.recorder.setRecorded('PLC', false);
    const none = rigOn({ limitBytes: 0 });
    none.rig.recorder.setRecorded('PLC', true);
    await off.rig.recorder.tick();
    rmSync(off.rig.folder, { recursive: true, force: true });
    for (const { rig } of [off, none]) {
      expect([rig.recorder.isOn('PLC'), rig.recorder.isOn(null)]).toEqual([false, false]);
      rig.sent('01');
      rig.sent('01', { device: null });
      rig.recorder.mark('connected');
      await rig.recorder.tick();
      expect(existsSync(rig.folder)).toBe(false);
    }
    expect(none.rig.recorder.status().state).toBe('off');
  });
});

describe('the bounds', () => {
  it('hold on the disk at every moment; the oldest frames go first and the newest are whole', async () => {
    const { rig, clock } = rigOn({ limitBytes: 1_000_000 });
    let n = 0;
    for (let second = 0; second < 40; second++) {
      for (let i = 0; i < 200; i++) rig.sent(hexOf(n++, 250));
      clock.advance(1_000);
      await rig.recorder.tick();
      expect(rig.bytes()).toBeLessThanOrEqual(1_000_000);
      expect(rig.recorder.status().bytes).toBe(rig.bytes());
    }
    const records = await rig.everything();
    const numbers = numbersOf(records);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => n - numbers.length + i));
    // Full but for a segment and what was just written.
    expect(rig.bytes()).toBeGreaterThan(850_000);
    const sequences = records.map(r => r.sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it('keep a day of a quiet channel and nothing older, also when nothing more comes', async () => {
    const { rig, clock } = rigOn();
    const oldestAge = async () => clock.now() - ((await rig.everything())[0]?.time ?? clock.now());
    for (let minute = 0; minute < 30 * 60; minute += 10) {
      rig.sent(hexOf(minute));
      clock.advance(600_000);
      await rig.recorder.tick();
      expect(await oldestAge()).toBeLessThanOrEqual(24 * HOUR);
    }
    expect(await oldestAge()).toBeGreaterThan(23 * HOUR);
    clock.advance(12 * HOUR);
    await rig.recorder.tick();
    expect(await oldestAge()).toBeGreaterThan(23 * HOUR);
    expect(await oldestAge()).toBeLessThanOrEqual(24 * HOUR);
    clock.advance(13 * HOUR);
    await rig.recorder.tick();
    expect(rig.files()).toEqual([]);
    rig.sent(hexOf(7));
    await rig.recorder.tick();
    expect(numbersOf(await rig.everything())).toEqual([7]);
  });

  it('go on over a restart: numbers increase, old frames stay until their day is over', async () => {
    const data = temporaryFolder();
    const clock = new HandClock();
    const first = new RecorderRig({ data, clock });
    first.sent(hexOf(1));
    await first.recorder.stop();
    clock.wallMs += 10 * HOUR;
    clock.monotonicMs = 3;
    const second = new RecorderRig({ data, clock });
    second.sent(hexOf(2));
    await second.recorder.tick();
    const records = await second.everything();
    expect(numbersOf(records)).toEqual([1, 2]);
    expect(records[0]?.sequence).toBeLessThan(records[1]?.sequence ?? 0);
    clock.advance(14 * HOUR);
    await second.recorder.tick();
    expect(numbersOf(await second.everything())).toEqual([2]);
    await second.recorder.stop();
  });

  it('spare what somebody has open and take the next; when nothing can go, recording pauses within its bound', async () => {
    const { rig, clock, disk } = moodyRig({ limitBytes: 1_000_000 });
    let n = 0;
    const seconds = async (count: number) => {
      for (let second = 0; second < count; second++) {
        for (let i = 0; i < 200; i++) rig.sent(hexOf(n++, 250));
        clock.advance(1_000);
        await rig.recorder.tick();
        expect(rig.bytes()).toBeLessThanOrEqual(1_000_000);
      }
    };
    await seconds(5);
    const kept = rig.files()[1] ?? '';
    disk.busy.add(Number(kept.slice(0, 10)));
    await seconds(40);
    expect(rig.files()[0]).toBe(kept);
    expect(rig.events).toEqual([]);
    for (const name of rig.files()) disk.busy.add(Number(name.slice(0, 10)));
    await seconds(10);
    expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'EBUSY' }]);
    disk.busy.clear();
    await seconds(10);
    expect(rig.events.map(e => e.kind)).toEqual(['paused', 'resumed']);
    expect(numbersOf(await rig.everything()).at(-1)).toBe(n - 1);
  });
});

describe('a clock that is set', () => {
  it.each([
    -2 * HOUR,
    2 * HOUR,
  ])('by %i ms gets a mark and a file of its own; order and numbers never lie', async step => {
    const { rig, clock } = rigOn();
    rig.sent(hexOf(1));
    clock.advance(1_000);
    clock.wallMs += step;
    rig.sent(hexOf(2));
    await rig.recorder.tick();
    rig.anchor.follow();
    rig.recorder.clockStepped(step);
    rig.sent(hexOf(3));
    await rig.recorder.tick();
    const records = await rig.everything();
    expect(rig.files()).toHaveLength(2);
    expect(records.map(r => r.kind)).toEqual(['frame', 'frame', 'mark', 'frame']);
    expect(marksOf(records)[0]).toMatch(
      /^电脑时钟被调整 [+−]7200\.000 s · the clock of this computer was set by [+−]7200\.000 s$/,
    );
    expect(numbersOf(records)).toEqual([1, 2, 3]);
    const [one, two, , three] = records.map(r => r.time);
    expect((two ?? 0) - (one ?? 0)).toBe(1_000);
    expect((three ?? 0) - (two ?? 0)).toBe(step);
  });

  it('by a year takes nothing away that is not a day old, also when the disk has trouble meanwhile', async () => {
    const { rig, clock, disk } = moodyRig();
    rig.sent(hexOf(1));
    // Set before the first file is made, and before anybody has noticed.
    clock.wallMs += 365 * 24 * HOUR;
    await rig.recorder.tick();
    await rig.recorder.tick();
    rig.anchor.follow();
    rig.recorder.clockStepped(365 * 24 * HOUR);
    disk.writeError = 'EIO';
    await rig.recorder.tick();
    disk.writeError = null;
    clock.advance(5_000);
    rig.sent(hexOf(2));
    await rig.recorder.tick();
    await rig.recorder.tick();
    expect(numbersOf(await rig.everything())).toEqual([1, 2]);
  });
});
