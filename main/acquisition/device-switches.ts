/**
 * Which devices have been taken out of operation at the screen, over restarts. The project's own `enabled` is the default. A
 * decision is on the disk before anybody is told that it holds: a device that is out for maintenance must not be polled again
 * after a restart.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../platform/log.ts';
import { SettingsFile } from '../platform/settings-file.ts';
import { codeOf } from './recorder/segment-folder.ts';

const schema = z.record(z.string(), z.boolean());

export type SwitchOutcome =
  | { readonly kind: 'done' }
  /** It stood there already; nothing was written. */
  | { readonly kind: 'unchanged' }
  /** The decision could not be written; nothing has changed. `code` as the file system said it. */
  | { readonly kind: 'not-kept'; readonly code: string };

export class DeviceSwitches {
  readonly #file: SettingsFile<Record<string, boolean>>;
  readonly #defaults: ReadonlyMap<string, boolean>;
  #touched: ReadonlyMap<string, boolean>;
  #changing: Promise<unknown> = Promise.resolve();

  /** @param defaults position by the project of each of its devices */
  constructor(dataDirectory: string, log: Log, defaults: ReadonlyMap<string, boolean>) {
    this.#file = new SettingsFile({ file: join(dataDirectory, 'devices.json'), schema, empty: {}, log });
    this.#defaults = defaults;
    this.#touched = new Map(Object.entries(this.#file.read()));
  }

  /** Device and position of every switch that has been touched; also devices that the project does not have at present. */
  get all(): ReadonlyMap<string, boolean> {
    return this.#touched;
  }

  /** Resolves when the decision is kept, or when it is known that it is not. */
  set(device: string, isEnabled: boolean): Promise<SwitchOutcome> {
    // One after the other, so that each is compared with what the one before has left. Never rejects.
    const outcome = this.#changing.then(() => this.#change(device, isEnabled));
    this.#changing = outcome;
    return outcome;
  }

  /** Resolves when every decision so far is on disk, or could not be written. */
  async saved(): Promise<void> {
    await this.#changing;
  }

  async #change(device: string, isEnabled: boolean): Promise<SwitchOutcome> {
    if ((this.#touched.get(device) ?? this.#defaults.get(device)) === isEnabled) return { kind: 'unchanged' };
    const touched = new Map(this.#touched).set(device, isEnabled);
    try {
      await this.#file.write(Object.fromEntries(touched));
    } catch (error) {
      return { kind: 'not-kept', code: codeOf(error) };
    }
    this.#touched = touched;
    return { kind: 'done' };
  }
}
