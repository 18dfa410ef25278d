/** Which devices have been taken out of operation at the screen, over restarts. The project's own `enabled` is the default. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../platform/log.ts';
import { SettingsFile } from '../platform/settings-file.ts';

const schema = z.record(z.string(), z.boolean());

export class DeviceSwitches {
  readonly #file: SettingsFile<Record<string, boolean>>;
  readonly #isEnabled: Map<string, boolean>;

  constructor(dataDirectory: string, log: Log) {
    this.#file = new SettingsFile({ file: join(dataDirectory, 'devices.json'), schema, empty: {}, log });
    this.#isEnabled = new Map(Object.entries(this.#file.read()));
  }

  /** Device and position of every switch that has been touched. */
  get all(): ReadonlyMap<string, boolean> {
    return this.#isEnabled;
  }

  set(device: string, isEnabled: boolean): void {
    this.#isEnabled.set(device, isEnabled);
    this.#file.save(Object.fromEntries(this.#isEnabled));
  }

  /** Resolves when the last change is on disk, or could not be written. */
  saved(): Promise<void> {
    return this.#file.saved();
  }
}
