/** The month files of a folder, opened when they are needed (reader thread). A file that cannot be read is told once and left out. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ChunkDamaged } from '../codec/chunk-damaged.ts';
import { isMonthBorn, monthsIn } from '../store/month-file.ts';
import { monthFileName, monthOf } from '../store/months.ts';
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

/** The file itself is wrong, or gone. What the disk refuses at the moment is no reason to answer as if there were nothing. */
const isUnreadable = (error: unknown): error is Error =>
  error instanceof ChunkDamaged ||
  (error instanceof Error && 'code' in error && /^(?:SQLITE_CORRUPT|SQLITE_NOTADB|ENOENT)/.test(String(error.code)));

export class MonthShelf {
  readonly #folder: string;
  readonly #onDamage: (file: string, error: unknown) => void;
  readonly #open = new Map<number, OpenMonth>();
  readonly #damaged = new Set<number>();
  readonly #entered = new Set<MonthReader>();
  readonly #kept = new KeptOfMonths();
  #months: readonly number[] = [];

  constructor(folder: string, onDamage: (file: string, error: unknown) => void) {
    this.#folder = folder;
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
    this.#months = monthsIn(this.#folder);
    for (const [month, { inode }] of this.#open) {
      const found = statSync(join(this.#folder, monthFileName(month)), { throwIfNoEntry: false });
      if (found?.ino !== inode) this.#close(month);
    }
    try {
      return look();
    } finally {
      for (const reader of this.#entered) reader.leave();
      this.#entered.clear();
    }
  }

  /** Reads what many tags need for one instant of the month it lies in, for the questions that follow in this session. */
  lookAhead(tags: readonly string[], at: number): void {
    const month = monthOf(at);
    if (tags.length >= MANY_TAGS && this.#months.includes(month))
      this.read(month, reader => reader.lookAhead(tags, at));
  }

  /** What `use` makes of a month; null when its file is damaged. Throws what the disk says. */
  read<T>(month: number, use: (reader: MonthReader) => T): T | null {
    try {
      const reader = this.#reader(month);
      if (reader === null) return null;
      if (!this.#entered.has(reader)) {
        reader.enter();
        this.#entered.add(reader);
      }
      return use(reader);
    } catch (error) {
      this.#close(month);
      if (!isUnreadable(error)) throw error;
      this.#tell(month, error);
      return null;
    }
  }

  close(): void {
    this.#kept.clear();
    for (const month of [...this.#open.keys()]) this.#close(month);
  }

  /** Null for a file that the writer is about to fill. */
  #reader(month: number): MonthReader | null {
    const known = this.#open.get(month);
    if (known !== undefined) return known.reader;
    const inode = statSync(join(this.#folder, monthFileName(month))).ino;
    if (!isMonthBorn(this.#folder, month)) return null;
    const reader = new MonthReader({
      folder: this.#folder,
      month,
      kept: this.#kept,
      onDamage: error => this.#tell(month, error),
    });
    this.#open.set(month, { reader, inode });
    const [oldest] = this.#open.keys();
    if (this.#open.size > OPEN_FILES && oldest !== undefined) this.#close(oldest);
    return reader;
  }

  #tell(month: number, error: Error): void {
    if (this.#damaged.has(month)) return;
    this.#damaged.add(month);
    this.#onDamage(join(this.#folder, monthFileName(month)), error);
  }

  #close(month: number): void {
    const reader = this.#open.get(month)?.reader;
    if (reader === undefined) return;
    this.#entered.delete(reader);
    reader.close();
    this.#open.delete(month);
  }
}
