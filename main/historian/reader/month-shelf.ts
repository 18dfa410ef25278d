/** The month files of a folder, opened when they are needed (reader thread). A file that cannot be read is told once and left out. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { monthsIn } from '../store/month-file.ts';
import { monthFileName } from '../store/months.ts';
import { MonthReader } from './month-reader.ts';

/** Ten years and the current one. */
const OPEN_FILES = 132;

interface OpenMonth {
  readonly reader: MonthReader;
  /** Another file under the same name is another file. */
  readonly inode: number;
}

export class MonthShelf {
  readonly #folder: string;
  readonly #onDamage: (file: string, error: unknown) => void;
  readonly #open = new Map<number, OpenMonth>();
  readonly #damaged = new Set<number>();
  #months: readonly number[] = [];

  constructor(folder: string, onDamage: (file: string, error: unknown) => void) {
    this.#folder = folder;
    this.#onDamage = onDamage;
  }

  /** Ascending, as of the last `refresh`. */
  get months(): readonly number[] {
    return this.#months;
  }

  /** Looks at the folder and the files anew: once a question, not once a tag. */
  refresh(): void {
    this.#months = monthsIn(this.#folder);
    for (const [month, { reader, inode }] of this.#open) {
      const found = statSync(join(this.#folder, monthFileName(month)), { throwIfNoEntry: false });
      if (found?.ino === inode) reader.refresh();
      else this.#close(month);
    }
  }

  /** What `use` makes of a month; null when its file cannot be read. */
  read<T>(month: number, use: (reader: MonthReader) => T): T | null {
    try {
      return use(this.#reader(month));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#close(month);
      this.#tell(month, error);
      return null;
    }
  }

  close(): void {
    for (const month of [...this.#open.keys()]) this.#close(month);
  }

  #reader(month: number): MonthReader {
    const known = this.#open.get(month);
    if (known !== undefined) return known.reader;
    const inode = statSync(join(this.#folder, monthFileName(month))).ino;
    const reader = new MonthReader(this.#folder, month, error => this.#tell(month, error));
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
    this.#open.get(month)?.reader.close();
    this.#open.delete(month);
  }
}
