/**
 * The blocks of one device that are read with one period. A beat submits every block that has come back since the last one; one
 * that has not is not asked again, keeps its place and counts as an overrun of the group: nothing piles up, and a device that
 * cannot keep up is still read as often as it can answer.
 */
import type { ScanGroupStatus } from '../../../../../shared/model/device.ts';
import type { ChannelContext } from '../../../channel.ts';
import type { ScanStatistics } from '../../../scan-statistics.ts';
import type { Beat, Scheduler } from '../../../scheduler.ts';
import type { PolledBlock } from './polled-block.ts';

export interface ScanGroupOptions {
  readonly periodMs: number;
  readonly statistics: ScanStatistics;
  readonly scheduler: Scheduler;
  readonly context: Pick<ChannelContext, 'guard' | 'clock'>;
  /** False while the device is not scanned: lost, disabled, not connected. */
  readonly isScanned: () => boolean;
  /** @param deadline monotonic ms by which the block should have been read */
  readonly submit: (block: PolledBlock, deadline: number) => void;
}

export class ScanGroup {
  readonly #options: ScanGroupOptions;
  readonly statistics: ScanStatistics;
  readonly #beat: Beat;
  blocks: readonly PolledBlock[] = [];

  constructor(options: ScanGroupOptions) {
    const { periodMs, statistics, scheduler, context } = options;
    this.#options = options;
    this.statistics = statistics;
    this.#beat = scheduler.every(
      periodMs,
      context.guard((dueAt, missed) => this.#onBeat(dueAt, missed)),
    );
  }

  get periodMs(): number {
    return this.#options.periodMs;
  }

  /** Every block at once, out of turn; the beat goes on as it was. */
  refresh(): void {
    const now = this.#options.context.clock.monotonic();
    for (const block of this.#submitAll(now)) block.isOutOfTurn = true;
  }

  cancel(): void {
    this.#beat.cancel();
  }

  status(): ScanGroupStatus {
    const { overruns, measuredPeriodMs, jitterMs } = this.statistics;
    return {
      periodMs: this.periodMs,
      tags: this.blocks.reduce((sum, { block }) => sum + block.items.length, 0),
      requests: this.blocks.length,
      overruns,
      measuredPeriodMs,
      jitterMs,
    };
  }

  #onBeat(dueAt: number, missed: number): void {
    if (!this.#options.isScanned()) return;
    // What was asked out of turn and is still on its way takes the place of this beat; no beat has been missed for it.
    const isLate = this.blocks.some(block => block.isPending && !block.isOutOfTurn);
    this.statistics.overruns += missed + (isLate ? 1 : 0);
    this.#submitAll(dueAt);
    for (const block of this.blocks) block.isOutOfTurn = false;
  }

  /** Those that did not wait already. */
  #submitAll(dueAt: number): readonly PolledBlock[] {
    const { submit, periodMs, context } = this.#options;
    const now = context.clock.monotonic();
    // Whose last turn was due longest ago goes first: else the same ones would be late at every beat.
    const inTurn = this.blocks.toSorted((a, b) => a.deadline - b.deadline);
    const asked = inTurn.filter(block => !block.isPending && now >= block.retryAt);
    for (const block of asked) submit(block, dueAt + periodMs);
    return asked;
  }
}
