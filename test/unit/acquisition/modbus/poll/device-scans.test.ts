/** What of a device is read when: a plan that changes takes nothing from what it leaves as it was. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CostModel } from '../../../../../main/acquisition/drivers/modbus/plan/cost-model.ts';
import { LearnedHoles } from '../../../../../main/acquisition/drivers/modbus/plan/learned-holes.ts';
import type { TagItem } from '../../../../../main/acquisition/drivers/modbus/plan/read-block.ts';
import { DeviceScans } from '../../../../../main/acquisition/drivers/modbus/poll/device-scans.ts';
import type { PolledBlock } from '../../../../../main/acquisition/drivers/modbus/poll/polled-block.ts';
import { Scheduler } from '../../../../../main/acquisition/scheduler.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { channelContext, projectDevice } from '../../../../kit/project-parts.ts';
import { Owner, TIMEOUT_MS, tagItem } from './poll-bench.ts';

const advance = (ms: number): void => void vi.advanceTimersByTime(ms);

describe('DeviceScans', () => {
  let scheduler: Scheduler;
  let holes: LearnedHoles;
  let cost: CostModel;
  let owner: Owner;
  let startedAt: number;
  /** Where, and when, ms since the start. */
  let submitted: (readonly [number, number])[];
  let waiting: PolledBlock[];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    startedAt = systemClock.monotonic();
    scheduler = new Scheduler(systemClock);
    const device = projectDevice({ id: 'D' });
    const { log } = channelContext();
    holes = new LearnedHoles({ directory: '', device: 'D', limits: device.limits, clock: systemClock, log });
    cost = new CostModel({ perRequestMs: 10, perRegisterMs: 1 });
    owner = new Owner();
    submitted = [];
    waiting = [];
  });
  afterEach(() => {
    scheduler.stop();
    vi.useRealTimers();
  });

  const open = (items: readonly TagItem[]) =>
    new DeviceScans({
      device: projectDevice({ id: 'D', unit: 7 }),
      items,
      context: channelContext(),
      timeoutMs: TIMEOUT_MS,
      scheduler,
      holes,
      cost,
      owner,
      isScanned: () => true,
      submit: block => {
        block.isPending = true;
        waiting.push(block);
        submitted.push([block.block.offset, systemClock.monotonic() - startedAt]);
      },
    });
  const answerAll = (): void => {
    for (const block of waiting.splice(0)) block.answered(new Uint8Array(block.request.reply.length), 1);
  };
  const shape = ({ block }: PolledBlock) => [block.offset, block.count];
  const at = (offset: number, periodMs: number, fastPeriodMs = periodMs) =>
    tagItem(offset, { offset }, { periodMs, fastPeriodMs });

  it('reads each period of the device with its own beat', () => {
    const scans = open([at(0, 1_000), at(1, 1_000), at(2, 200)]);
    expect(scans.blocks.map(shape)).toEqual([
      [0, 2],
      [2, 1],
    ]);
    for (let i = 0; i < 20; i++) {
      advance(100);
      answerAll();
    }
    expect(submitted.filter(([offset]) => offset === 0)).toHaveLength(3);
    expect(submitted.filter(([offset]) => offset === 2).length).toBeGreaterThanOrEqual(9);
    expect(scans.status().map(s => [s.periodMs, s.tags, s.requests])).toEqual([
      [200, 1, 1],
      [1_000, 2, 1],
    ]);
  });

  it('asks for its blocks as its owner wants, and tells it of every answer', () => {
    const scans = open([at(0, 1_000)]);
    const [block] = scans.blocks;
    expect([block?.request.unit, block?.device, block?.timeoutMs]).toEqual([7, 'D', TIMEOUT_MS]);
    scans.refresh();
    expect(scans.isPending).toBe(true);
    answerAll();
    expect([scans.isPending, owner.told]).toEqual([false, ['holding:0 answered 5 bytes in 1']]);
  });

  describe('hasten', () => {
    const tags = () => [at(0, 1_000, 200), at(1, 1_000, 200), at(50, 1_000, 200), at(90, 1_000)];

    it('moves exactly the tags that have a faster period, and says whether some are new', () => {
      const scans = open(tags());
      expect(scans.hasten(new Set([90, 777]))).toBe(false);
      expect(scans.hasten(new Set([1, 90, 777]))).toBe(true);
      expect(scans.status().map(s => [s.periodMs, s.tags])).toEqual([
        [200, 1],
        [1_000, 3],
      ]);
      expect(scans.hasten(new Set([1]))).toBe(false);
      expect(scans.hasten(new Set([0, 1]))).toBe(true);
      expect(scans.hasten(new Set([0]))).toBe(false);
      expect(scans.status().map(s => [s.periodMs, s.tags])).toEqual([
        [200, 1],
        [1_000, 3],
      ]);
      expect(scans.hasten(new Set([50]))).toBe(true);
      expect(scans.hasten(new Set())).toBe(false);
      expect(scans.status().map(s => [s.periodMs, s.tags])).toEqual([[1_000, 4]]);
    });

    it('plans nothing anew when the same tags are hastened again', () => {
      const scans = open(tags());
      scans.hasten(new Set([0, 1]));
      const plan = vi.spyOn(scans, 'plan');
      scans.hasten(new Set([1, 0, 90]));
      expect(plan).not.toHaveBeenCalled();
    });

    it('leaves blocks that stay as they are under way, and the others hear nothing more', () => {
      const scans = open(tags());
      const [first, second, third] = scans.blocks;
      scans.refresh();
      expect(scans.blocks.map(shape)).toEqual([
        [0, 2],
        [50, 1],
        [90, 1],
      ]);
      scans.hasten(new Set([50]));
      expect(scans.blocks.map(shape)).toEqual([
        [0, 2],
        [90, 1],
        [50, 1],
      ]);
      const [stillFirst, stillThird, moved] = scans.blocks;
      expect([stillFirst === first, stillThird === third, moved === second]).toEqual([true, true, false]);
      expect([second?.isWanted(), first?.isWanted(), third?.isPending]).toEqual([false, true, true]);
      answerAll();
      expect(owner.told.map(t => t.split(' ')[0])).toEqual(['holding:0', 'holding:90']);
    });

    it('keeps the beat and the statistics of a group whose blocks change', () => {
      const scans = open(tags());
      advance(0);
      answerAll();
      advance(300);
      scans.hasten(new Set([0]));
      advance(700);
      expect(submitted.filter(([offset]) => offset === 90).map(([, when]) => when)).toEqual([0, 1_000]);
      const statistics = scans.blocks.map(({ statistics: s }) => s !== null);
      // Of each group the first block.
      expect(scans.blocks.map(shape)).toEqual([
        [1, 1],
        [50, 1],
        [90, 1],
        [0, 1],
      ]);
      expect(statistics).toEqual([true, false, false, true]);
    });

    it('ends the beat of a group that nobody needs any more', () => {
      const scans = open(tags());
      scans.hasten(new Set([0]));
      scans.refresh();
      const fast = scans.blocks.at(-1);
      scans.hasten(new Set());
      expect([fast?.block.offset, fast?.isPending, fast?.isWanted()]).toEqual([0, true, false]);
      submitted.length = 0;
      answerAll();
      for (let i = 0; i < 30; i++) {
        advance(100);
        answerAll();
      }
      expect(submitted.filter(([offset]) => offset === 0)).toHaveLength(4);
      expect(scans.status()).toHaveLength(1);
    });
  });

  it('makes a block that has become the first of its group anew, because the group is measured by it', () => {
    const scans = open([at(0, 1_000), at(50, 1_000)]);
    const [first, second] = scans.blocks;
    scans.refresh();
    holes.learn('holding', { holes: [{ from: 0, to: 0 }], maxCount: null });
    scans.plan();
    const [now] = scans.blocks;
    expect([scans.blocks.length, now === second]).toEqual([1, false]);
    expect(now?.statistics).toBe(first?.statistics);
    expect(now?.statistics).not.toBeNull();
    expect([first?.isWanted(), second?.isWanted()]).toEqual([false, false]);
  });

  it('names the tags that cannot be read', () => {
    holes.learn('holding', { holes: [{ from: 1, to: 1 }], maxCount: null });
    const scans = open([at(0, 1_000), at(1, 1_000), at(2, 200)]);
    expect(scans.unreadable.map(i => i.offset)).toEqual([1]);
    expect(scans.blocks.map(shape)).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  it('plans anew when requests have become twice as dear, and not before', () => {
    // A gap of 10 registers is worth a request; the tags are 15 apart.
    const items = [at(0, 1_000), at(16, 1_000)];
    const scans = open(items);
    expect(scans.blocks).toHaveLength(2);
    const learn = (perRequestMs: number) => {
      for (let i = 0; i < 2_000; i++) {
        const registers = 1 + (i % 120);
        cost.add(registers, perRequestMs + registers);
      }
    };
    learn(19);
    scans.reconsider();
    expect(scans.blocks).toHaveLength(2);
    learn(25);
    scans.reconsider();
    expect(scans.blocks.map(shape)).toEqual([[0, 17]]);
    learn(5);
    scans.reconsider();
    expect(scans.blocks).toHaveLength(2);
  });

  it('does not plan anew for costs that change nothing within one request', () => {
    cost = new CostModel({ perRequestMs: 1_000, perRegisterMs: 1 });
    const scans = open([at(0, 1_000), at(16, 1_000)]);
    const plan = vi.spyOn(scans, 'plan');
    for (let i = 0; i < 2_000; i++) cost.add(1 + (i % 120), 9_000 + (i % 120));
    scans.reconsider();
    expect(plan).not.toHaveBeenCalled();
  });

  it('hears nothing of what was on its way when the device was given up, and begins its period anew', () => {
    const scans = open([at(0, 1_000), at(50, 1_000)]);
    const [first] = scans.blocks;
    first?.statistics?.read(0);
    scans.refresh();
    scans.giveUp();
    expect([scans.isPending, scans.blocks.map(shape)]).toEqual([
      false,
      [
        [0, 1],
        [50, 1],
      ],
    ]);
    answerAll();
    expect(owner.told).toEqual([]);
    const statistics = scans.blocks[0]?.statistics;
    expect(statistics).toBe(first?.statistics);
    statistics?.read(60_000);
    expect(statistics?.jitterMs).toBeNaN();
    statistics?.read(61_000);
    statistics?.read(66_000);
    expect(statistics?.jitterMs).toBe(4_000);
  });

  it('adds up the overruns of its groups', () => {
    const scans = open([at(0, 1_000), at(1, 200)]);
    advance(1_150);
    // Nothing was answered: one of the slow group, and the beats of the fast one after its first.
    const perGroup = scans.status().map(s => s.overruns);
    expect(perGroup[0]).toBeGreaterThan(3);
    expect(perGroup[1]).toBe(1);
    expect(scans.overruns).toBe((perGroup[0] ?? 0) + (perGroup[1] ?? 0));
  });

  it('keeps what was counted of a period while nothing is read with it, and goes on counting afterwards', () => {
    const scans = open([at(0, 1_000, 200)]);
    advance(2_150);
    const before = scans.status()[0]?.overruns ?? 0;
    expect(before).toBeGreaterThan(0);
    scans.hasten(new Set([0]));
    expect(scans.status().map(s => s.periodMs)).toEqual([200]);
    scans.hasten(new Set());
    expect(scans.status().map(s => [s.periodMs, s.overruns])).toEqual([[1_000, before]]);
  });

  it('asks nothing and hears nothing after it has been cancelled', () => {
    const scans = open([at(0, 1_000)]);
    scans.refresh();
    scans.cancel();
    answerAll();
    advance(5_000);
    expect([owner.told, submitted.length, scans.blocks]).toEqual([[], 1, []]);
  });
});
