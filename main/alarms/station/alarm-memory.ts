/**
 * What conditions must know again after a restart though nobody may send it again: the limit of a device that does not answer, a
 * command that was a pulse. One small file of the data folder (main thread): rows tell of transitions, and a limit moves
 * without one. A change is on the disk within a second, many changes within ten; a kill loses no more than that.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { SettingsFile } from '../../platform/settings-file.ts';
import type { Condition, ConditionMemory } from '../conditions/condition.ts';

const FILE = 'alarm-memory.json';
/** A limit that moves all the time is written so often, ms. */
const WRITTEN_EVERY_MS = 10_000;

const schema = z.record(
  z.string(),
  z.object({ limit: z.number().nullable(), values: z.record(z.string(), z.number()) }),
);

export interface RememberingAlarm {
  readonly definition: { readonly id: string };
  readonly condition: Condition;
}

export interface AlarmMemoryParts {
  readonly alarms: readonly RememberingAlarm[];
  readonly folder: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

export class AlarmMemory {
  readonly #parts: AlarmMemoryParts;
  readonly #file: SettingsFile<Record<string, ConditionMemory>>;
  #written = '';
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(parts: AlarmMemoryParts) {
    this.#parts = parts;
    this.#file = new SettingsFile({ file: join(parts.folder, FILE), schema, empty: {}, log: parts.log });
  }

  /** Before the first sample. What no alarm of the project asks for is forgotten. */
  recall(): void {
    const known = new Map(Object.entries(this.#file.read()));
    for (const { definition, condition } of this.#parts.alarms) {
      const memory = known.get(definition.id);
      if (memory !== undefined) condition.recall?.(memory);
    }
    this.#written = JSON.stringify(this.#all());
  }

  /** About once a second. */
  advance(): void {
    if (this.#parts.clock.monotonic() - this.#writtenAt >= WRITTEN_EVERY_MS) this.#save();
  }

  /** Resolves when it is on disk, or could not be written. */
  stop(): Promise<void> {
    this.#save();
    return this.#file.saved();
  }

  #save(): void {
    const all = this.#all();
    const text = JSON.stringify(all);
    if (text === this.#written) return;
    this.#written = text;
    this.#writtenAt = this.#parts.clock.monotonic();
    this.#file.save(all);
  }

  #all(): Record<string, ConditionMemory> {
    const known = this.#parts.alarms.flatMap(({ definition, condition }): [string, ConditionMemory][] => {
      const memory = condition.memory ?? null;
      const isEmpty = memory === null || (memory.limit === null && Object.keys(memory.values).length === 0);
      return isEmpty ? [] : [[definition.id, memory]];
    });
    return Object.fromEntries(known);
  }
}
