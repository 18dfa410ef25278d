/**
 * One small JSON file of the data folder that remembers a decision or something learned over restarts. Read once at the start,
 * written whole (atomic-file.ts) after each change, one write after the other. A damaged file never stops anything: it is kept
 * aside for whoever wants to look, and work goes on as if there were none.
 */
import { readFileSync, renameSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { z } from 'zod';
import { replaceFile } from './atomic-file.ts';
import type { Log } from './log.ts';

export interface SettingsFileOptions<T> {
  readonly file: string;
  readonly schema: z.ZodType<T>;
  /** What counts while there is no file. */
  readonly empty: T;
  readonly log: Log;
}

export class SettingsFile<T> {
  readonly #options: SettingsFileOptions<T>;
  #saving: Promise<void> = Promise.resolve();
  /** True: the last attempt to write failed, and it has been said. */
  #isTroubled = false;

  constructor(options: SettingsFileOptions<T>) {
    this.#options = options;
  }

  read(): T {
    const { file, schema, empty } = this.#options;
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) this.#warn('cannot be read', error);
      return empty;
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      this.#setAside(error);
      return empty;
    }
  }

  /** Rejects when it cannot be kept; the file is then what it was before. Attempts come one after the other. */
  write(value: T): Promise<void> {
    const { file } = this.#options;
    const text = `${JSON.stringify(value, null, 1)}\n`;
    const written = this.#saving.then(async () => {
      await mkdir(dirname(file), { recursive: true });
      await replaceFile(file, text);
    });
    this.#saving = written.catch(() => undefined);
    return written;
  }

  /** Returns at once: what is remembered so can be found out again. What is written last is what counts. */
  save(value: T): void {
    this.write(value).then(
      () => {
        this.#isTroubled = false;
      },
      (error: unknown) => {
        // The disk may be full for hours: said once, and written again with the next change.
        if (!this.#isTroubled) this.#warn('cannot be written', error);
        this.#isTroubled = true;
      },
    );
  }

  /** Resolves when everything saved so far is on disk, or could not be written. */
  saved(): Promise<void> {
    return this.#saving;
  }

  #setAside(cause: unknown): void {
    const { file } = this.#options;
    const { dir, name, ext } = parse(file);
    const aside = join(dir, `${name}-unused${ext}`);
    this.#warn(`cannot be used and is kept as ${aside}`, cause);
    try {
      renameSync(file, aside);
    } catch (error) {
      this.#warn('cannot be put aside', error);
    }
  }

  #warn(what: string, error: unknown): void {
    const { file, log } = this.#options;
    log.warn(() => `${file} ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
