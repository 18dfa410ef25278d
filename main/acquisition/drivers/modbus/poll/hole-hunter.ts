/**
 * Finds out what a device refuses to be read, on its own line and without haste: one search or one trial at a time, each request
 * in its turn among the scans. What can be read on the way is delivered like any other reading.
 */
import type { ModbusTable } from '../../../../../shared/modbus/register-field.ts';
import { type Findings, searchHoles } from '../plan/hole-search.ts';
import { type LearnedHoles, trialOf } from '../plan/learned-holes.ts';
import type { Item } from '../plan/planner.ts';
import { ReadBlock, type TagItem } from '../plan/read-block.ts';
import type { LinkFault } from '../wire/fault.ts';
import { type Request, readRequest } from '../wire/pdu.ts';
import type { ProbeOutcome } from './probe-job.ts';

export interface HunterOptions {
  readonly unit: number;
  readonly holes: LearnedHoles;
  /** Sends one read in its turn. */
  readonly ask: (request: Request, tags: readonly string[], outcome: ProbeOutcome) => void;
  readonly deliver: (block: ReadBlock, body: Uint8Array) => void;
  /** The device has read something else since then (monotonic ms): what it refuses is refused for itself. */
  readonly hasReadSince: (since: number) => boolean;
  /** Something was learned or unlearned: plan anew. */
  readonly onLearned: () => void;
}

/** Illegal data address and illegal data value: the codes that say that these registers cannot be read (7). */
export const isRefusal = (fault: LinkFault): boolean => fault.exceptionCode === 2 || fault.exceptionCode === 3;

export class HoleHunter {
  readonly #options: HunterOptions;
  readonly #largest = new Map<ModbusTable, number>();
  #isBusy = false;
  #generation = 0;

  constructor(options: HunterOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** A read of so many items was answered. */
  noteRead(table: ModbusTable, count: number): void {
    if (count > (this.#largest.get(table) ?? 0)) this.#largest.set(table, count);
  }

  /** What is under way is given up; what was found until then is forgotten. */
  stop(): void {
    this.#generation++;
    this.#isBusy = false;
  }

  /**
   * The device refuses this block, since `since` (monotonic ms): looks for the addresses that it means. Returns false when another
   * search is under way.
   */
  search({ table, items }: ReadBlock, since: number): boolean {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    const search = searchHoles(items, this.#largest.get(table) ?? 0);
    let hasRead = false;
    const step = (result: IteratorResult<Item, Findings>): void => {
      if (result.done === true) {
        this.#isBusy = false;
        // A device that refuses everything is not full of holes: it is stopped, or another one.
        if (hasRead || this.#options.hasReadSince(since)) this.#learn(table, result.value);
        return;
      }
      this.#try(table, items, result.value, isRead => {
        hasRead ||= isRead;
        step(search.next(isRead));
      });
    };
    step(search.next());
    return true;
  }

  /** Tries the hole that is due for it, if there is one and nothing else is under way. */
  tryDueHole(): void {
    const { holes, unit } = this.#options;
    const hole = holes.due;
    if (this.#isBusy || hole === null) return;
    this.#isBusy = true;
    const { offset, width: count } = trialOf(hole);
    const generation = this.#generation;
    this.#options.ask(readRequest({ unit, table: hole.table, offset, count }), [], {
      answered: () => this.#tried(generation, hole, true),
      failed: fault => {
        if (isRefusal(fault)) this.#tried(generation, hole, false);
        else this.#stopIf(generation);
      },
      notSent: () => this.#stopIf(generation),
    });
  }

  #tried(generation: number, hole: { table: ModbusTable; from: number; to: number }, isReadable: boolean): void {
    if (generation !== this.#generation) return;
    this.#isBusy = false;
    const { holes, onLearned } = this.#options;
    if (!holes.probed(hole, isReadable)) return;
    onLearned();
    // What made this one readable has done so with its neighbours: a whole area comes back at once, not register by register.
    holes.hurry();
    this.tryDueHole();
  }

  #try(table: ModbusTable, items: readonly TagItem[], span: Item, done: (isRead: boolean) => void): void {
    const end = span.offset + span.width;
    const within = items.filter(item => item.offset >= span.offset && item.offset + item.width <= end);
    const block = new ReadBlock(table, { offset: span.offset, count: span.width, items: within });
    const generation = this.#generation;
    const request = readRequest({ unit: this.#options.unit, table, offset: block.offset, count: block.count });
    this.#options.ask(request, block.tagNames, {
      answered: body => {
        if (generation !== this.#generation) return;
        this.#options.deliver(block, body);
        done(true);
      },
      failed: fault => {
        if (generation !== this.#generation) return;
        if (isRefusal(fault)) done(false);
        // Anything else says nothing about these addresses: the search begins anew with the next refusal.
        else this.stop();
      },
      notSent: () => this.#stopIf(generation),
    });
  }

  #stopIf(generation: number): void {
    if (generation === this.#generation) this.stop();
  }

  #learn(table: ModbusTable, findings: Findings): void {
    if (findings.holes.length === 0 && findings.maxCount === null) return;
    this.#options.holes.learn(table, findings);
    this.#options.onLearned();
  }
}
