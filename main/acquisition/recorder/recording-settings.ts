/**
 * Which devices are not recorded, over restarts: `frames.json` of the data folder, written whole beside the old one and renamed.
 * Everything is recorded unless somebody has switched it off, so a file that cannot be read loses a choice and no frames; it is
 * put aside as `frames-unused.json` and said so.
 */
import { readFileSync, renameSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../platform/log.ts';
import { codeOf } from './segment-folder.ts';

const stored = z.object({ format: z.literal(1), notRecorded: z.array(z.string()) });

export class RecordingSettings {
  readonly #file: string;
  /** Also devices that the project does not have at present: they may come back. */
  #off: ReadonlySet<string>;
  #saving: Promise<void> = Promise.resolve();

  constructor(dataFolder: string, log: Log) {
    this.#file = join(dataFolder, 'frames.json');
    this.#off = new Set(read(this.#file, { aside: join(dataFolder, 'frames-unused.json'), log }));
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
      await save(this.#file, [...off].toSorted());
      this.#off = off;
    };
    // One after the other, also behind one that failed.
    const saved = this.#saving.then(change);
    this.#saving = saved.catch(() => undefined);
    return saved;
  }
}

function read(file: string, { aside, log }: { aside: string; log: Log }): readonly string[] {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8'))).notRecorded;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    log.warn(() => `${file} cannot be used, every device is recorded: ${codeOf(error)}`);
    putAside(file, { aside, log });
    return [];
  }
}

function putAside(file: string, { aside, log }: { aside: string; log: Log }): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    log.warn(() => `${file} cannot be put aside: ${codeOf(error)}`);
  }
}

async function save(file: string, notRecorded: readonly string[]): Promise<void> {
  const draft = `${file}.new`;
  try {
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(`${JSON.stringify({ format: 1, notRecorded }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await removeDraft(draft);
    throw error;
  }
}

/** Where not even that works, the error of the write is the one to tell. */
async function removeDraft(draft: string): Promise<void> {
  try {
    await rm(draft, { force: true });
  } catch {
    return;
  }
}
