/**
 * The field's state on disk: the plant's snapshot, the time factor, forced values and device faults, so that a kill −9 loses at
 * most a second and no totaliser runs backwards. Written whole beside the old one and renamed. A file that does not fit is put
 * aside as `state-unused.json` and said so; the plant then starts from its normal state.
 */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Fault } from '../plant/faults.ts';
import type { Plant } from '../plant/plant.ts';

/** What people have set in the running field besides the plant. */
export interface FieldSettings {
  readonly factor: number;
  /** Forced register values by tag. */
  readonly forced: Readonly<Record<string, number>>;
  readonly deviceFaults: readonly Fault[];
}

interface Stored {
  readonly savedAt: number;
  readonly plant: unknown;
  readonly settings: FieldSettings;
}

export type Restored =
  | {
      readonly kind: 'restored' /** Simulated time run on, s. */;
      readonly ranOnS: number;
      readonly settings: FieldSettings;
    }
  /** There was a state, but it cannot be used. */
  | { readonly kind: 'unused'; readonly reason: string }
  | { readonly kind: 'none' };

/** Longest absence that is simulated on, s of plant time. */
const LONGEST_CATCH_UP_S = 7200;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isFault(value: unknown): value is Fault {
  return (
    isRecord(value) &&
    typeof value['fault'] === 'string' &&
    typeof value['target'] === 'string' &&
    typeof value['value'] === 'number'
  );
}

/** Reads what earlier versions wrote, too: they kept the factor beside the plant and nothing else. */
function storedOf(value: unknown): Stored | null {
  if (!isRecord(value) || typeof value['savedAt'] !== 'number' || !('plant' in value)) return null;
  const { factor, forced, deviceFaults } = isRecord(value['settings']) ? value['settings'] : value;
  const numbers = isRecord(forced) ? Object.entries(forced) : [];
  return {
    savedAt: value['savedAt'],
    plant: value['plant'],
    settings: {
      factor: typeof factor === 'number' && factor >= 1 && factor <= 3600 ? factor : 1,
      forced: Object.fromEntries(
        numbers.flatMap(([tag, v]) => (typeof v === 'number' && Number.isFinite(v) ? [[tag, v]] : [])),
      ),
      deviceFaults: Array.isArray(deviceFaults) ? deviceFaults.filter(isFault) : [],
    },
  };
}

export class StateFile {
  readonly #path: string;
  #writing = false;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  /** Saves unless a save is still under way. @throws when the disk refuses */
  async save(plant: Plant, at: { now: number; settings: FieldSettings }): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    try {
      const stored: Stored = { savedAt: at.now, settings: at.settings, plant: plant.snapshot() };
      const draft = `${this.#path}.new`;
      await writeFile(draft, JSON.stringify(stored));
      await rename(draft, this.#path);
    } finally {
      this.#writing = false;
    }
  }

  /** Puts the stored state into the plant and lets it run on through the time away. @param now epoch ms */
  restore(plant: Plant, now: number): Restored {
    const text = this.#read();
    if (text === null) return { kind: 'none' };
    const stored = storedOf(parsed(text));
    if (stored === null) return this.#putAside('damaged');
    const outcome = plant.restore(stored.plant);
    if (outcome !== 'restored') return this.#putAside(outcome);
    const { settings } = stored;
    const awayS = Math.max(0, Math.floor((now - stored.savedAt) / 1000)) * settings.factor;
    const ranOnS = Math.min(awayS, LONGEST_CATCH_UP_S);
    for (let i = 0; i < ranOnS; i += 1) plant.step(1);
    plant.skip((awayS - ranOnS) * 1000);
    return { kind: 'restored', ranOnS, settings };
  }

  /** Else the first save would overwrite the totals of a folder that was only started with a mistyped seed. */
  #putAside(reason: string): Restored {
    renameSync(this.#path, join(dirname(this.#path), 'state-unused.json'));
    return { kind: 'unused', reason };
  }

  #read(): string | null {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch {
      // No state yet: the first start in this folder.
      return null;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half a file from a crashed disk: told as damaged.
    return null;
  }
}
