/**
 * The plant's snapshot on disk, so that a kill −9 loses at most a second and no totaliser runs backwards. Written whole beside the
 * old one and renamed; a damaged or foreign file is left aside and the plant starts from its normal state.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plant } from '../plant/plant.ts';

interface Stored {
  readonly savedAt: number;
  readonly factor: number;
  readonly plant: unknown;
}

/** Longest absence that is simulated on, s of plant time. */
const LONGEST_CATCH_UP_S = 7200;

function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    'savedAt' in value &&
    typeof value.savedAt === 'number' &&
    'factor' in value &&
    typeof value.factor === 'number' &&
    'plant' in value
  );
}

export class StateFile {
  readonly #path: string;
  #writing = false;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  /** Saves unless a save is still under way. @throws when the disk refuses */
  async save(plant: Plant, at: { now: number; factor: number }): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    try {
      const stored: Stored = { savedAt: at.now, factor: at.factor, plant: plant.snapshot() };
      const draft = `${this.#path}.new`;
      await writeFile(draft, JSON.stringify(stored));
      await rename(draft, this.#path);
    } finally {
      this.#writing = false;
    }
  }

  /**
   * Puts the stored state into the plant and lets it run on through the time away.
   * @returns simulated seconds run on, or null when there was nothing to restore
   */
  restore(plant: Plant, now: number): number | null {
    const stored = this.#read();
    if (stored === null || !plant.restore(stored.plant)) return null;
    const awayS = Math.max(0, Math.floor((now - stored.savedAt) / 1000)) * Math.max(1, stored.factor);
    const run = Math.min(awayS, LONGEST_CATCH_UP_S);
    for (let i = 0; i < run; i += 1) plant.step(1);
    plant.skip((awayS - run) * 1000);
    return run;
  }

  #read(): Stored | null {
    try {
      const value: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      return isStored(value) ? value : null;
    } catch {
      // Missing or half a file from a crashed disk: there is nothing to go on from.
      return null;
    }
  }
}
