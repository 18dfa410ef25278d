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

  constructor(folder: string, onDamage: (file: string, error: unknown) => void) {
    this.#folder = folder;
    this.#onDamage = onDamage;
  }

  /** Ascending. */
  months(): number[] {
    return monthsIn(this.#folder);
  }

  /** What `use` makes of a month; null when its file cannot be read. */
  read<T>(month: number, use: (reader: MonthReader) => T): T | null {
    const file = join(this.#folder, monthFileName(month));
    try {
      return use(this.#reader(month, file));
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

  #reader(month: number, file: string): MonthReader {
    const inode = statSync(file).ino;
    const known = this.#open.get(month);
    if (known !== undefined && known.inode === inode) return known.reader;
    this.#close(month);
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
