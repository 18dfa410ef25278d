/**
 * The month files of a folder, opened when they are needed (reader thread). A file that cannot be read is told once, and whoever asks
 * for its time hears that it is lost. None is closed while a question may still have parts of it.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isDamage } from '../store/damage.ts';
import { isMonthBorn, monthsIn } from '../store/month-file.ts';
import { monthFileName, monthOf } from '../store/months.ts';
import { Hold } from './hold.ts';
import { KeptOfMonths, MonthReader } from './month-reader.ts';

/** Ten years and the current one. */
const OPEN_FILES = 132;

/** Tags that are worth a statement for all of them. */
const MANY_TAGS = 8;

interface OpenMonth {
  readonly reader: MonthReader;
  /** Another file under the same name is another file. */
  readonly inode: number;
}

export class MonthShelf {
  readonly #folder: string;
  readonly #mostOpen: number;
  readonly #onDamage: (file: string, error: unknown) => void;
  readonly #open = new Map<number, OpenMonth>();
  readonly #damaged = new Set<number>();
  readonly #hold = new Hold();
  /** Not asked any more, but blocks of the last question may still be read from them. */
  readonly #retired: MonthReader[] = [];
  /** What could not be opened for this question. */
  readonly #unreadable = new Map<number, Error>();
  readonly #kept = new KeptOfMonths();
  #months: readonly number[] = [];

  /** @param mostOpen files that stay open from one question to the next */
  constructor(folder: string, onDamage: (file: string, error: unknown) => void, mostOpen = OPEN_FILES) {
    this.#folder = folder;
    this.#mostOpen = mostOpen;
    this.#onDamage = onDamage;
  }

  /** Ascending, as of the begin of the session. */
  get months(): readonly number[] {
    return this.#months;
  }

  /**
   * Runs `look` with the folder and the files as they are now. What it reads of a month is of one moment, so that heads and marks
   * fit together; blocks that it makes may be read later.
   */
  session<T>(look: () => T): T {
    this.#tidy();
    this.#months = monthsIn(this.#folder);
    this.#hold.begin();
    try {
      return look();
    } finally {
      this.#hold.end();
    }
  }

  /** What the question before has left behind, files that are others now, and those beyond what is kept open. */
  #tidy(): void {
    this.#unreadable.clear();
    for (const [month, { reader, inode }] of this.#open) {
      reader.forget();
      const found = statSync(join(this.#folder, monthFileName(month)), { throwIfNoEntry: false });
      if (found?.ino !== inode) this.#retire(month);
    }
    const excess = Math.max(0, this.#open.size - this.#mostOpen);
    for (const month of [...this.#open.keys()].slice(0, excess)) this.#retire(month);
    for (const reader of this.#retired.splice(0)) reader.close();
  }

  /** Reads what many tags need for one instant of the month it lies in, for the questions that follow in this session. */
  lookAhead(tags: readonly string[], at: number): void {
    const month = monthOf(at);
    if (tags.length >= MANY_TAGS && this.#months.includes(month))
      this.read(month, reader => reader.lookAhead(tags, at));
  }

  /**
   * What `use` makes of a month, all of one moment; what `lost` makes when its file is damaged, and null when there is none. Throws
   * what the disk says.
   */
  read<T>(month: number, use: (reader: MonthReader) => T, lost: () => T | null = () => null): T | null {
    try {
      this.#hold.breathe();
      const reader = this.#reader(month);
      if (reader === null) return null;
      reader.enter();
      return use(reader);
    } catch (error) {
      if (isDamage(error)) {
        this.#tell(month, error);
        return lost();
      }
      this.#retire(month);
      throw error;
    }
  }

  close(): void {
    this.#kept.clear();
    for (const month of [...this.#open.keys()]) this.#retire(month);
    for (const reader of this.#retired.splice(0)) reader.close();
  }

  /** Null for a file that the writer is about to fill, or that has gone meanwhile. */
  #reader(month: number): MonthReader | null {
    const known = this.#open.get(month);
    if (known !== undefined) return known.reader;
    const why = this.#unreadable.get(month);
    if (why !== undefined) throw why;
    try {
      return this.#openMonth(month);
    } catch (error) {
      if (isDamage(error)) this.#unreadable.set(month, error);
      throw error;
    }
  }

  #openMonth(month: number): MonthReader | null {
    const found = statSync(join(this.#folder, monthFileName(month)), { throwIfNoEntry: false });
    if (found === undefined || !isMonthBorn(this.#folder, month)) return null;
    const onDamage = (error: Error): void => this.#tell(month, error);
    const reader = new MonthReader({ folder: this.#folder, month, kept: this.#kept, hold: this.#hold, onDamage });
    this.#open.set(month, { reader, inode: found.ino });
    return reader;
  }

  #tell(month: number, error: Error): void {
    if (this.#damaged.has(month)) return;
    this.#damaged.add(month);
    this.#onDamage(join(this.#folder, monthFileName(month)), error);
  }

  #retire(month: number): void {
    const reader = this.#open.get(month)?.reader;
    if (reader === undefined) return;
    this.#open.delete(month);
    this.#retired.push(reader);
  }
}
