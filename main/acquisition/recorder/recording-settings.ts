/**
 * Which devices are not recorded, over restarts: `frames.json` of the data folder. Everything is recorded unless somebody has
 * switched it off, so a file that cannot be used loses a choice and no frames.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../platform/log.ts';
import { SettingsFile } from '../../platform/settings-file.ts';

const schema = z.object({ format: z.literal(1), notRecorded: z.array(z.string()) });

export class RecordingSettings {
  readonly #file: SettingsFile<z.output<typeof schema>>;
  /** Also devices that the project does not have at present: they may come back. */
  #off: ReadonlySet<string>;
  #changing: Promise<void> = Promise.resolve();

  constructor(dataFolder: string, log: Log) {
    const file = join(dataFolder, 'frames.json');
    this.#file = new SettingsFile({ file, schema, empty: { format: 1, notRecorded: [] }, log });
    this.#off = new Set(this.#file.read().notRecorded);
  }

  isRecorded(device: string): boolean {
    return !this.#off.has(device);
  }

  /** Rejects when it cannot be kept; then nothing has changed. */
  setRecorded(device: string, isRecorded: boolean): Promise<void> {
    const change = async () => {
      const off = new Set(this.#off);
      if (isRecorded) off.delete(device);
      else off.add(device);
      await this.#file.write({ format: 1, notRecorded: [...off].toSorted() });
      this.#off = off;
    };
    // One after the other, also behind one that failed.
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
  }
}
