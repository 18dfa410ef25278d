/**
 * The month files that are open for writing, and the way of samples into them: selected by the tag's policy, cut at months and
 * into chunks (writer thread). Each file is a transaction of its own, from the first `add` to `commit`.
 */
import { join } from 'node:path';
import { firstAtOrAfter } from '../../../shared/time/first-at-or-after.ts';
import type { LoggingPolicy } from '../policy/logging-policy.ts';
import { selectSamples } from '../policy/select-samples.ts';
import type { Origin, Samples } from '../samples.ts';
import { cutAtJumps, pickSamples, sliceColumn, sliceSamples, sortSamples, splitVersions } from '../sort-samples.ts';
import { monthFileName, monthOf, monthStart } from '../store/months.ts';
import { AxisPlans, equalPieces, type MonthPart } from './axis-plan.ts';
import { type ChunkTag, MonthWriter } from './month-writer.ts';

/** Files kept open; imports go through the months one after the other. */
const OPEN_MONTHS = 4;

export interface Adding {
  readonly origin: Origin;
  readonly policy: LoggingPolicy;
  /** Null for samples that do not come from the journal. */
  readonly through: number | null;
}

/** What became of samples. */
export interface Added {
  readonly stored: number;
  /** Not kept, by the policy of the tag. */
  readonly leftOut: number;
  /** Were in a file before. */
  readonly known: number;
}

export class ChunkStore {
  readonly folder: string;
  readonly #open = new Map<number, MonthWriter>();
  readonly #inTransaction = new Set<MonthWriter>();
  readonly #plans = new AxisPlans();
  readonly #changed = new Map<number, number>();
  /** What a month file threw last. */
  #failure: { readonly error: unknown; readonly month: number } | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Adds samples of one tag, in the order in which they came. Those from the journal say up to which commit they are (`through`): each file remembers
   * that with its chunks, in the same transaction, so that a part that is in already, because only another file failed or
   * because of a restart in the middle, is not stored again. Those from the journal are durable after `sync`, others after
   * `commit`.
   */
  add(tag: ChunkTag, samples: Samples, adding: Adding): Added {
    const parts = adding.policy.kind === 'all' ? this.#plans.partsOf(samples) : null;
    return parts === null
      ? this.#addInOrder(tag, sortSamples(samples), adding)
      : this.#addPlanned(tag, { samples, parts }, adding);
  }

  #addPlanned(
    tag: ChunkTag,
    { samples, parts }: { samples: Samples; parts: readonly MonthPart[] },
    { origin, through }: Adding,
  ): Added {
    const added = { stored: 0, leftOut: 0, known: 0 };
    for (const { month, count, pieces } of parts) {
      this.#guarded(month, () => {
        const writer = this.#writer(month, through !== null);
        if (through !== null && writer.markOf(tag.id) >= through) {
          added.known += count;
          return;
        }
        for (const { from, to, axis } of pieces) {
          added.stored += writer.add(tag, { ...axis, ...sliceColumn(samples, from, to) }, origin);
        }
        if (through !== null) writer.mark(tag.id, through);
      });
    }
    return added;
  }

  #addInOrder(tag: ChunkTag, samples: Samples, adding: Adding): Added {
    const added = { stored: 0, leftOut: 0, known: 0 };
    for (let from = 0; from < samples.t.length; ) {
      const month = monthOf(samples.t[from] ?? 0);
      const to = firstAtOrAfter(samples.t, monthStart(month + 1), from);
      const part = from === 0 && to === samples.t.length ? samples : sliceSamples(samples, from, to);
      from = to;
      const { stored, leftOut, known } = this.#guarded(month, () =>
        addPart(this.#writer(month, adding.through !== null), tag, { part, adding }),
      );
      added.stored += stored;
      added.leftOut += leftOut;
      added.known += known;
    }
    return added;
  }

  /** Something else in the file of a month, within its open transaction. */
  inMonth<T>(month: number, work: (writer: MonthWriter) => T): T {
    return this.#guarded(month, () => work(this.#writer(month, false)));
  }

  /** Ends what was begun since the last call. Throws what SQLite throws; then nothing more of it is stored. */
  commit(): void {
    try {
      for (const writer of this.#inTransaction) {
        this.#guarded(writer.month, () => {
          writer.commit();
          this.#changed.set(writer.month, writer.samples);
        });
        this.#inTransaction.delete(writer);
      }
    } catch (error) {
      this.rollback();
      throw error;
    }
    this.#closeOld();
  }

  /** Samples by month of the files that have been committed to since the last call of `noted`. */
  get changed(): ReadonlyMap<number, number> {
    return this.#changed;
  }

  /** The list of months has what is in `changed`. */
  noted(): void {
    this.#changed.clear();
  }

  /** The file of the month is about to be removed. */
  forget(month: number): void {
    this.release(month);
    this.#changed.delete(month);
  }

  /** Everything that was added is durable. Throws what the disk throws. */
  sync(): void {
    for (const writer of this.#open.values()) this.#guarded(writer.month, () => writer.sync());
  }

  rollback(): void {
    for (const writer of this.#inTransaction) writer.rollback();
    this.#inTransaction.clear();
  }

  /** The file that this error came from; null when it was another's. */
  damagedBy(error: unknown): { readonly month: number; readonly file: string } | null {
    const failure = this.#failure;
    if (failure === null || failure.error !== error) return null;
    return { month: failure.month, file: join(this.folder, monthFileName(failure.month)) };
  }

  /** A seal is over: the next one has other axes. */
  forgetAxes(): void {
    this.#plans.clear();
    for (const writer of this.#open.values()) writer.forgetAxes();
  }

  /** Lets go of a month, so that its file can be moved or removed. What was committed is durable. */
  release(month: number): void {
    this.#open.get(month)?.sync();
    this.abandon(month);
  }

  /** The same for a file that is of no use any more. */
  abandon(month: number): void {
    this.#open.get(month)?.close();
    this.#open.delete(month);
  }

  /** A seal that is not over is done again after a start: its samples are in the journal still. */
  close(): void {
    this.rollback();
    for (const month of [...this.#open.keys()]) this.abandon(month);
  }

  #guarded<T>(month: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#failure = { error, month };
      throw error;
    }
  }

  #writer(month: number, isQuick: boolean): MonthWriter {
    let writer = this.#open.get(month);
    if (writer === undefined) writer = new MonthWriter(this.folder, month);
    // Last used, last closed.
    this.#open.delete(month);
    this.#open.set(month, writer);
    if (!this.#inTransaction.has(writer)) {
      writer.begin({ isQuick });
      this.#inTransaction.add(writer);
    }
    return writer;
  }

  #closeOld(): void {
    for (const month of [...this.#open.keys()].slice(0, -OPEN_MONTHS)) this.release(month);
  }
}

function addPart(writer: MonthWriter, tag: ChunkTag, { part, adding }: { part: Samples; adding: Adding }): Added {
  const { origin, policy, through } = adding;
  if (through !== null && writer.markOf(tag.id) >= through) return { stored: 0, leftOut: 0, known: part.t.length };
  const { current, older } = splitVersions(part);
  const chosen = chosenOf(writer, tag, { current, policy });
  let stored = 0;
  for (const samples of cutAtJumps(chosen)) stored += addChunks(writer, tag, { samples, origin });
  // Beside the others and never among them: heads are of what counts.
  for (const samples of older === null ? [] : cutAtJumps(older)) stored += addChunks(writer, tag, { samples, origin });
  if (through !== null) writer.mark(tag.id, through);
  return { stored, leftOut: current.t.length - chosen.t.length, known: 0 };
}

/**
 * Late samples, which belong among those that are in the file already, stay as they are: one that was dropped between two stored
 * ones would be off the line by more than the policy's bound.
 */
function chosenOf(
  writer: MonthWriter,
  tag: ChunkTag,
  { current, policy }: { current: Samples; policy: LoggingPolicy },
): Samples {
  if (policy.kind === 'all') return current;
  const late = policy.kind === 'none' ? 0 : countUpTo(current.t, writer.lastTimeOf(tag.id));
  const kept = selectSamples(policy, sliceSamples(current, late, current.t.length), tag.interpolation);
  if (kept === null) return current;
  return pickSamples(current, Uint32Array.from([...Array(late).keys(), ...kept.map(i => i + late)]));
}

/** How many of the ascending times are at `t` or before. */
function countUpTo(times: Float64Array, t: number): number {
  const later = times.findIndex(time => time > t);
  return later < 0 ? times.length : later;
}

function addChunks(
  writer: MonthWriter,
  tag: ChunkTag,
  { samples, origin }: { samples: Samples; origin: Origin },
): number {
  const pieces = equalPieces(0, samples.t.length);
  let stored = 0;
  for (const { from, to } of pieces) {
    stored += writer.add(tag, pieces.length === 1 ? samples : sliceSamples(samples, from, to), origin);
  }
  return stored;
}
