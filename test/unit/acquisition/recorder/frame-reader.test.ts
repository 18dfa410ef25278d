/** Pages of frames: filters, order, what is not on the disk yet, and files that are not what they should be. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { framesOf, RecorderRig, type RecorderRigOptions } from '../../../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { randomOf } from '../../support/samples.ts';

const temporaryFolder = useTemporaryFolders();
const rigs: RecorderRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.recorder.stop();
});

interface Bench {
  readonly rig: RecorderRig;
  readonly clock: HandClock;
  readonly start: number;
}

function bench(options: Partial<RecorderRigOptions> = {}): Bench {
  const clock = new HandClock();
  const rig = new RecorderRig({ data: temporaryFolder(), clock, devices: ['PLC', 'FC'], ...options });
  rigs.push(rig);
  return { rig, clock, start: clock.now() };
}

const hexOf = (n: number): string => n.toString(16).padStart(4, '0');
const numbers = (records: Parameters<typeof framesOf>[0]): number[] =>
  framesOf(records).map(f => Number.parseInt(f.hex, 16));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** 40 frames a second apart in 10 files; odd ones are of FC, every tenth has a problem. */
async function filled(): Promise<Bench> {
  const made = bench();
  for (let n = 0; n < 40; n++) {
    if (n % 4 === 0) made.clock.advance(3_600_000);
    const device = n % 2 === 1 ? 'FC' : 'PLC';
    made.rig.sent(hexOf(n), {
      device,
      tags: [`T-${device}`, 'X', 'Y'],
      ...(n % 10 === 0 ? { problem: 'CRC error' } : {}),
    });
    if (n === 20) made.rig.recorder.mark('closed: reset');
    made.clock.advance(1_000);
    await made.rig.recorder.tick();
  }
  expect(made.rig.files()).toHaveLength(10);
  return made;
}

describe('a page', () => {
  it('holds the newest first, as many as asked, and goes on where the one before ended', async () => {
    const { rig } = await filled();
    const first = await rig.page({ limit: 5 });
    expect(numbers(first.records)).toEqual([39, 38, 37, 36, 35]);
    const second = await rig.page({ limit: 5, before: first.older ?? 0 });
    expect(numbers(second.records)).toEqual([34, 33, 32, 31, 30]);
    const sequences = [...first.records, ...second.records].map(r => r.sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => b - a));
    for (const limit of [1, 3, 4, 7, 500]) {
      expect(numbers(await rig.everything({ limit }))).toEqual(range(0, 40));
    }
  });

  it('holds one device, with the marks of the connection that it shares', async () => {
    const { rig } = await filled();
    const records = await rig.everything({ device: 'FC', limit: 6 });
    expect(numbers(records)).toEqual(range(0, 20).map(i => 2 * i + 1));
    expect(records.filter(r => r.kind === 'mark')).toHaveLength(1);
    expect(framesOf(records).every(f => f.tags[0] === 'T-FC' && f.tags.length === 3)).toBe(true);
    expect(numbers(await rig.everything({ device: 'nobody' }))).toEqual([]);
  });

  it('holds only frames with problems when asked', async () => {
    const { rig } = await filled();
    const records = await rig.everything({ onlyProblems: true });
    expect(records.map(r => (r.kind === 'frame' ? r.problem : 'a mark'))).toEqual(Array(4).fill('CRC error'));
    expect(numbers(await rig.everything({ onlyProblems: true, device: 'FC' }))).toEqual([]);
  });

  it('holds a range of time, both ends included, across files', async () => {
    const { rig } = await filled();
    const all = framesOf(await rig.everything());
    const time = (n: number): number => all[n]?.time ?? Number.NaN;
    for (const [from, to] of [
      [0, 39],
      [3, 4],
      [7, 7],
      [10, 29],
      [39, 39],
    ] as const) {
      expect(numbers(await rig.everything({ from: time(from), to: time(to) }))).toEqual(range(from, to + 1));
    }
    expect(numbers(await rig.everything({ from: time(38) }))).toEqual([38, 39]);
    expect(numbers(await rig.everything({ to: time(1) }))).toEqual([0, 1]);
    expect(numbers(await rig.everything({ to: time(0) - 1 }))).toEqual([]);
    expect(numbers(await rig.everything({ from: time(39) + 1 }))).toEqual([]);
    expect(numbers(await rig.everything({ from: time(5), to: time(6), limit: 1 }))).toEqual([5, 6]);
  });

  it('finds frames of before and after a clock that was set back', async () => {
    const { rig, clock, start } = bench();
    for (let n = 0; n < 4; n++) {
      rig.sent(hexOf(n));
      clock.advance(600_000);
    }
    clock.wallMs -= 3_600_000;
    rig.anchor.follow();
    rig.recorder.clockStepped(-3_600_000);
    for (let n = 4; n < 8; n++) {
      rig.sent(hexOf(n));
      clock.advance(600_000);
    }
    await rig.recorder.tick();
    // The last one was sent long after the first two; the clock says the same of all of them.
    expect(numbers(await rig.everything({ from: start + 600_000, to: start + 1_200_000 }))).toEqual([1, 2, 7]);
    expect(numbers(await rig.everything({ from: start - 1_200_000, to: start - 1 }))).toEqual([4, 5]);
  });

  it('ends early rather than growing with long frames', async () => {
    const { rig } = bench({ limitBytes: 64_000_000 });
    for (let n = 0; n < 40; n++)
      rig.recorder.frame({ direction: 'sent', device: 'PLC', bytes: Buffer.alloc(60_000, n) });
    await rig.recorder.tick();
    const page = await rig.page({ limit: 500 });
    expect(page.records.length).toBe(16);
    expect(page.older).toBe(page.records.at(-1)?.sequence);
    const lengths = framesOf(await rig.everything({ limit: 500 })).map(f => f.hex.slice(0, 2));
    expect(lengths).toEqual(range(0, 40).map(n => n.toString(16).padStart(2, '0')));
  });

  it('of nothing is empty', async () => {
    const { rig } = bench();
    expect(await rig.page()).toEqual({ records: [], older: null });
  });
});

describe('what is not on the disk yet', () => {
  it('is part of the page before the first write, and keeps its numbers when it is written', async () => {
    const { rig } = bench();
    rig.sent(hexOf(1), { tags: ['A', 'B', 'C'] });
    rig.sent(hexOf(2), { tags: ['A', 'B', 'C'] });
    const before = (await rig.page()).records;
    expect(numbers(before)).toEqual([2, 1]);
    await rig.recorder.tick();
    rig.sent(hexOf(3), { tags: ['A', 'B', 'C'] });
    const between = (await rig.page()).records;
    expect(between.slice(1)).toEqual(before);
    // Its tags are only numbered: the names stand in the part that is on the disk.
    expect(framesOf(between)[0]).toMatchObject({ hex: hexOf(3), tags: ['A', 'B', 'C'] });
    await rig.recorder.tick();
    expect((await rig.page()).records).toEqual(between);
  });

  it('is part of the page where it spans two files', async () => {
    const { rig, clock } = bench();
    for (let n = 0; n < 6; n++) {
      rig.sent(hexOf(n));
      clock.advance(900_000);
    }
    const before = await rig.everything();
    expect(numbers(before)).toEqual(range(0, 6));
    await rig.recorder.tick();
    expect(rig.files().length).toBe(3);
    expect(await rig.everything()).toEqual(before);
  });
});

it('finds every frame once while the same frames go to the disk, file after file', async () => {
  const { rig, clock } = bench();
  for (let n = 0; n < 150; n++) {
    // Every second one begins a file.
    if (n % 2 === 0) clock.advance(1_800_000);
    rig.sent(hexOf(n));
    const [page] =
      n % 3 === 0 ? await Promise.all([rig.page({ limit: 4 }), rig.recorder.tick()]) : [await rig.page({ limit: 4 })];
    expect(numbers(page.records)).toEqual(range(Math.max(0, n - 3), n + 1).toReversed());
  }
});

describe('files that are not as they were written', () => {
  async function threeFiles(): Promise<Bench & { paths: readonly string[] }> {
    const made = bench();
    for (let n = 0; n < 12; n++) {
      if (n % 4 === 0) made.clock.advance(3_600_000);
      made.rig.sent(hexOf(n));
    }
    await made.rig.recorder.tick();
    await made.rig.recorder.stop();
    return { ...made, paths: made.rig.paths() };
  }

  it('give what stands before a cut, wherever it is', async () => {
    const { rig, paths } = await threeFiles();
    const middle = paths[1] ?? '';
    const whole = readFileSync(middle);
    for (let end = whole.length; end >= 0; end -= 13) {
      truncateSync(middle, end);
      const found = numbers(await rig.everything());
      expect(found.filter(n => n < 4 || n >= 8)).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
      const inMiddle = found.filter(n => n >= 4 && n < 8);
      expect(inMiddle).toEqual(range(4, 4 + inMiddle.length));
      // A cut end tells no time: the file is read all the same.
      expect(numbers(await rig.everything({ from: 0 }))).toEqual(found);
    }
  });

  it('never make a page fail with broken bytes', async () => {
    const { rig, paths } = await threeFiles();
    const middle = paths[1] ?? '';
    const whole = readFileSync(middle);
    const random = randomOf(99);
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(whole);
      for (let n = 0; n < 4; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      writeFileSync(middle, bytes);
      const found = numbers((await rig.page({ from: 0 })).records);
      expect(found.filter(n => n < 4)).toEqual([3, 2, 1, 0]);
    }
  });

  it('that are none, empty, foreign or folders are passed over', async () => {
    const { rig } = await threeFiles();
    writeFileSync(join(rig.folder, 'notes.txt'), 'hello');
    writeFileSync(join(rig.folder, '1800010000-20270115T110000Z.pcapng'), '');
    writeFileSync(join(rig.folder, '1800010001-20270115T110000Z.pcapng'), 'GIF89a, honestly');
    mkdirSync(join(rig.folder, '1800010002-20270115T110000Z.pcapng'));
    expect(numbers(await rig.everything({ from: 0 }))).toEqual(range(0, 12));
  });

  it('that go away while they are read cost what was in them and nothing else', async () => {
    const { rig, paths } = await threeFiles();
    const reading = rig.page();
    rmSync(paths[0] ?? '');
    expect(numbers((await reading).records)).toEqual(range(4, 12).toReversed());
  });

  it('that grow while they are read are read as they were', async () => {
    const { rig, paths } = await threeFiles();
    appendFileSync(paths[2] ?? '', readFileSync(paths[0] ?? '').subarray(0, 30));
    expect(numbers(await rig.everything())).toEqual(range(0, 12));
  });
});

it('leaves the thread to others while it reads a full ring', async () => {
  const { rig } = bench({ limitBytes: 16_000_000 });
  const bytes = Buffer.alloc(250);
  for (let i = 0; i < 30_000; i++) {
    rig.recorder.frame({ direction: 'sent', device: 'PLC', bytes });
    if (i % 4_000 === 0) await rig.recorder.tick();
  }
  await rig.recorder.tick();
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await rig.page({ device: 'FC' });
  isDone = true;
  // One turn at least for each piece of 128 kB.
  expect(turns).toBeGreaterThan(rig.bytes() / 131_072);
});
