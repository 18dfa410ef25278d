/**
 * What of one device is read when: its scan groups, planned from its tags, from what is hastened, and from what is known about
 * the device. Groups keep their beat when the plan changes; only their blocks are new. What is counted of a period is kept for ever,
 * also while nothing is read with it. Main thread.
 */
import type { ScanGroupStatus } from '../../../../../shared/model/device.ts';
import type { Handle } from '../../../../../shared/model/tag.ts';
import type { ProjectDevice } from '../../../../project/types.ts';
import type { ChannelContext } from '../../../channel.ts';
import { ScanStatistics } from '../../../scan-statistics.ts';
import type { Scheduler } from '../../../scheduler.ts';
import type { CostModel } from '../plan/cost-model.ts';
import type { LearnedHoles } from '../plan/learned-holes.ts';
import { itemCost, longestGap } from '../plan/planner.ts';
import type { ReadBlock, TagItem } from '../plan/read-block.ts';
import { planScans } from '../plan/scan-plan.ts';
import { type BlockOwner, PolledBlock } from './polled-block.ts';
import { ScanGroup } from './scan-group.ts';

/** A plan is made anew when the longest gap worth reading has changed by this factor since. */
const REPLAN_FACTOR = 2;

export interface DeviceScansOptions {
  readonly device: ProjectDevice;
  readonly items: readonly TagItem[];
  readonly context: ChannelContext;
  readonly timeoutMs: number;
  readonly scheduler: Scheduler;
  readonly holes: LearnedHoles;
  readonly cost: CostModel;
  readonly owner: BlockOwner;
  readonly isScanned: () => boolean;
  readonly submit: (block: PolledBlock, deadline: number) => void;
}

export class DeviceScans {
  readonly #options: DeviceScansOptions;
  readonly #groups = new Map<number, ScanGroup>();
  #hastened: ReadonlySet<Handle> = new Set();
  #unreadable: readonly TagItem[] = [];
  #plannedGap = 0;
  readonly #statistics = new Map<number, ScanStatistics>();

  constructor(options: DeviceScansOptions) {
    this.#options = options;
    this.plan();
  }

  /** Tags at addresses that are never read: forbidden by the project, or refused by the device. */
  get unreadable(): readonly TagItem[] {
    return this.#unreadable;
  }

  get overruns(): number {
    return [...this.#statistics.values()].reduce((sum, { overruns }) => sum + overruns, 0);
  }

  /** Shortest period at which something is read, ms. */
  get fastestMs(): number {
    return Math.min(...this.#groups.keys());
  }

  /** Something of the device waits for its turn or its answer. */
  get isPending(): boolean {
    return this.#all().some(group => group.blocks.some(block => block.isPending));
  }

  get blocks(): readonly PolledBlock[] {
    return this.#all().flatMap(group => group.blocks);
  }

  /** Blocks that were busy or silent for once and are worth asking again, however long their period is. */
  get dueAgain(): readonly PolledBlock[] {
    const now = this.#options.context.clock.monotonic();
    return this.blocks.filter(block => block.askAgainAt <= now && !block.isPending);
  }

  status(): readonly ScanGroupStatus[] {
    return this.#all()
      .map(group => group.status())
      .toSorted((a, b) => a.periodMs - b.periodMs);
  }

  /** From now on exactly these of the device's tags have their fast period. True: some of them are new. */
  hasten(handles: ReadonlySet<Handle>): boolean {
    const wanted = this.#options.items.flatMap(({ bound: { handle, tag } }) =>
      handles.has(handle) && tag.fastPeriodMs < tag.periodMs ? [handle] : [],
    );
    const isMore = wanted.some(handle => !this.#hastened.has(handle));
    if (!isMore && wanted.length === this.#hastened.size) return false;
    this.#hastened = new Set(wanted);
    this.plan();
    return isMore;
  }

  plan(): void {
    const { items, device, holes, cost, context } = this.#options;
    const plan = planScans({ items, hastened: this.#hastened, limits: device.limits, learned: holes, cost: cost.cost });
    this.#plannedGap = this.#longestGap();
    for (const [periodMs, group] of this.#groups) {
      if (plan.groups.has(periodMs)) continue;
      group.cancel();
      for (const block of group.blocks) block.drop();
      group.statistics.interrupt();
      this.#groups.delete(periodMs);
    }
    for (const [periodMs, blocks] of plan.groups) this.#fill(this.#groupOf(periodMs), blocks);
    this.#unreadable = plan.unreadable;
    context.log.debug(() => `${device.id}: ${this.blocks.map(b => `${b.place}+${b.block.count}`).join(' ')}`);
  }

  /** Plans anew when requests have turned out to cost much more or less than the plan supposes. */
  reconsider(): void {
    const [planned, now] = [this.#plannedGap, this.#longestGap()];
    if (now > planned * REPLAN_FACTOR || planned > now * REPLAN_FACTOR) this.plan();
  }

  /** Every block at once, out of turn. */
  refresh(): void {
    for (const group of this.#groups.values()) group.refresh();
  }

  /** Nothing that waits is sent any more, and no answer that is on its way is heard. */
  giveUp(): void {
    for (const group of this.#groups.values()) {
      group.statistics.interrupt();
      for (const block of group.blocks) block.drop();
      group.blocks = group.blocks.map(({ block, statistics }) => this.#polled(block, statistics));
    }
  }

  cancel(): void {
    for (const group of this.#groups.values()) {
      group.cancel();
      for (const block of group.blocks) block.drop();
    }
    this.#groups.clear();
  }

  #all(): readonly ScanGroup[] {
    return [...this.#groups.values()];
  }

  /** Within what one request can hold; beyond that a difference changes nothing. */
  #longestGap(): number {
    const { cost, device } = this.#options;
    return Math.max(1, Math.min(device.limits.maxRegisters, longestGap(itemCost(cost.cost, false))));
  }

  #groupOf(periodMs: number): ScanGroup {
    const known = this.#groups.get(periodMs);
    if (known !== undefined) return known;
    const { scheduler, context, isScanned, submit } = this.#options;
    const statistics = this.#statistics.get(periodMs) ?? new ScanStatistics(periodMs);
    this.#statistics.set(periodMs, statistics);
    const group = new ScanGroup({ periodMs, statistics, scheduler, context, isScanned, submit });
    this.#groups.set(periodMs, group);
    return group;
  }

  /** Blocks that stay as they are keep what is under way: a plan that changes often must not keep slow tags from being read. */
  #fill(group: ScanGroup, blocks: readonly ReadBlock[]): void {
    const before = group.blocks;
    group.blocks = blocks.map((block, i) => {
      const same = before.find(known => known.block.equals(block) && (known.statistics === null) === i > 0);
      return same ?? this.#polled(block, i === 0 ? group.statistics : null);
    });
    for (const block of before) if (!group.blocks.includes(block)) block.drop();
  }

  #polled(block: ReadBlock, statistics: ScanStatistics | null): PolledBlock {
    const { device, timeoutMs, owner } = this.#options;
    return new PolledBlock(block, { unit: device.unit, device: device.id, timeoutMs, owner, statistics });
  }
}
