/**
 * What each register truly served and since when: one row per change, in memory (the newest `MEMORY_ROWS`) and in a ring of ndjson
 * files. Bounded both ways. Times are wall-clock epoch ms, because tests compare with what a client saw.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

/** 18 bytes a row: 19 MB. The calm station changes 220 registers a second: 80 minutes; at factor 60 it is 950, 18 minutes. */
const MEMORY_ROWS = 1 << 20;
/** A file grows to `bytes` at most (or to one flush, should that alone be more); `files` of them are kept. */
const RING: TruthRing = { bytes: 8 * 1024 * 1024, files: 8 };
/** Rows of one answer: about 10 MB as JSON. */
const MOST_ROWS = 200_000;

interface TruthRow {
  readonly time: number;
  readonly tag: string;
  readonly value: number;
}

export interface TruthRing {
  readonly bytes: number;
  readonly files: number;
}

export class TruthLog {
  readonly #ring: TruthRing;
  readonly #directory: string;
  readonly #names: string[] = [];
  readonly #indexOf = new Map<string, number>();
  readonly #times = new Float64Array(MEMORY_ROWS);
  readonly #values = new Float64Array(MEMORY_ROWS);
  readonly #tags = new Uint16Array(MEMORY_ROWS);
  #count = 0;
  #unwritten: string[] = [];
  #bytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #failed = '';

  /** @param directory made if missing; holds `truth-0.ndjson` (newest) … `truth-7.ndjson` @param ring smaller in tests */
  constructor(directory: string, ring: TruthRing = RING) {
    this.#ring = ring;
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    const newest = this.#file(0);
    this.#bytes = existsSync(newest) ? statSync(newest).size : 0;
  }

  /** Why the files could not be written last time, or empty. Memory goes on. */
  get fileTrouble(): string {
    return this.#failed;
  }

  add(row: TruthRow): void {
    let index = this.#indexOf.get(row.tag);
    if (index === undefined) {
      index = this.#names.length;
      this.#names.push(row.tag);
      this.#indexOf.set(row.tag, index);
    }
    const at = this.#count % MEMORY_ROWS;
    this.#times[at] = row.time;
    this.#values[at] = row.value;
    this.#tags[at] = index;
    this.#count += 1;
    this.#unwritten.push(`{"t":${row.time},"tag":"${row.tag}","v":${row.value}}\n`);
  }

  /**
   * Changes of some tags in a span, oldest first, each tag led by the value that held at its beginning (as far as memory goes).
   * At most the newest `MOST_ROWS`.
   * @param tags empty = all
   */
  query(span: { tags: readonly string[]; from: number; to: number }): TruthRow[] {
    const wanted = new Set(span.tags.length === 0 ? this.#names : span.tags);
    const rows: TruthRow[] = [];
    const oldest = Math.max(0, this.#count - MEMORY_ROWS);
    for (let i = this.#count - 1; i >= oldest && wanted.size > 0 && rows.length < MOST_ROWS; i -= 1) {
      const at = i % MEMORY_ROWS;
      const time = this.#times[at] ?? 0;
      const tag = this.#names[this.#tags[at] ?? 0] ?? '';
      if (time > span.to || !wanted.has(tag)) continue;
      rows.push({ time, tag, value: this.#values[at] ?? Number.NaN });
      if (time <= span.from) wanted.delete(tag);
    }
    return rows.toReversed();
  }

  /** Appends what has gathered; call about once a second. Resolves when it is in the file. */
  flush(): Promise<void> {
    if (this.#unwritten.length === 0) return this.#writing;
    const text = this.#unwritten.join('');
    this.#unwritten = [];
    this.#writing = this.#writing.then(() => this.#append(text));
    return this.#writing;
  }

  async #append(text: string): Promise<void> {
    try {
      const size = Buffer.byteLength(text);
      if (this.#bytes > 0 && this.#bytes + size > this.#ring.bytes) this.#rotate();
      await appendFile(this.#file(0), text);
      this.#bytes += size;
      this.#failed = '';
    } catch (error) {
      this.#failed = String(error);
    }
  }

  #rotate(): void {
    const { files } = this.#ring;
    rmSync(this.#file(files - 1), { force: true });
    for (let i = files - 2; i >= 0; i -= 1) {
      if (existsSync(this.#file(i))) renameSync(this.#file(i), this.#file(i + 1));
    }
    this.#bytes = 0;
  }

  #file(index: number): string {
    return join(this.#directory, `truth-${index}.ndjson`);
  }
}
