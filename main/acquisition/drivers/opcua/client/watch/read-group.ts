/**
 * One scan group that is read once a period instead of subscribed, in the worker: for servers whose subscriptions cannot be
 * relied on. A beat that finds the last scan running is an overrun and is skipped. Hastened nodes are read by a beat of their
 * own; nodes of a disabled device are not read at all.
 */
import { AttributeIds, ReadRequest, ReadResponse, TimestampsToReturn } from 'node-opcua-client';
import { everyScan, type PacedScan } from '../../../../paced-scan.ts';
import type { Scheduler } from '../../../../scheduler.ts';
import { type Failure, failureOf } from '../../failure.ts';
import type { GrantedGroup } from '../../messages.ts';
import type { GroupParts, Item } from './group-subscription.ts';

/** A value that the server holds is fresh enough while it is younger than this part of the period. */
const MAX_AGE = 0.5;

export interface ReadGroupOptions extends GroupParts {
  readonly scheduler: Scheduler;
  readonly onOverrun: (count: number) => void;
  readonly onLost: (failure: Failure) => void;
}

export class ReadGroup {
  readonly items: readonly Item[];
  readonly #options: ReadGroupOptions;
  readonly #beats = new Map<number, PacedScan>();
  #told = 0;
  #isClosed = false;

  constructor(options: ReadGroupOptions, items: readonly Item[]) {
    this.#options = options;
    this.items = items;
  }

  get granted(): GrantedGroup {
    const { group, limitMs, limits } = this.#options;
    return {
      keepAliveMs: Math.max(group.periodMs, limitMs),
      requests: Math.ceil(this.items.length / limits.read.value),
    };
  }

  open(): void {
    this.#beat();
  }

  close(): void {
    this.#isClosed = true;
    for (const beat of this.#beats.values()) beat.cancel();
    this.#beats.clear();
  }

  adapt(periodOf: (index: number) => number, isOn: (index: number) => boolean): void {
    for (const item of this.items) {
      item.periodMs = periodOf(item.index);
      item.isOn = isOn(item.index);
    }
    this.#beat();
  }

  /** One beat for each period that is in use. */
  #beat(): void {
    const wanted = new Set(this.items.filter(item => item.isOn).map(item => item.periodMs));
    // A group of which nothing is read says so all the same: silence would be taken for death.
    if (wanted.size === 0) wanted.add(this.#options.group.periodMs);
    for (const [periodMs, beat] of this.#beats) {
      if (wanted.has(periodMs)) continue;
      beat.cancel();
      this.#beats.delete(periodMs);
    }
    for (const periodMs of wanted) {
      if (this.#beats.has(periodMs)) continue;
      this.#beats.set(
        periodMs,
        everyScan(this.#options.scheduler, periodMs, () => this.#scan(periodMs)),
      );
    }
  }

  /** Never rejects. */
  async #scan(periodMs: number): Promise<void> {
    this.#tellOverruns();
    const items = this.items.filter(item => item.isOn && item.periodMs === periodMs);
    try {
      await this.#read(items, periodMs);
    } catch (error) {
      if (!this.#isClosed) this.#options.onLost(failureOf(error));
    }
  }

  #tellOverruns(): void {
    const overruns = [...this.#beats.values()].reduce((sum, beat) => sum + beat.overruns, 0);
    if (overruns > this.#told) this.#options.onOverrun(overruns - this.#told);
    this.#told = overruns;
  }

  async #read(items: readonly Item[], periodMs: number): Promise<void> {
    const { requests, limits, sheet, limitMs } = this.#options;
    await limits.read.each(items, async part => {
      const request = new ReadRequest({
        maxAge: periodMs * MAX_AGE,
        timestampsToReturn: TimestampsToReturn.Both,
        nodesToRead: part.map(item => ({ nodeId: item.nodeId, attributeId: AttributeIds.Value })),
      });
      const { results } = await requests.send(request, ReadResponse, limitMs);
      part.forEach((item, at) => {
        const value = results?.[at];
        if (value) sheet.tell(item.index, value);
      });
    });
    if (!this.#isClosed) sheet.publish(periodMs);
  }
}
