/**
 * The named trend setups of the station: those of the project, and what people have saved (`trend-presets.json` in the data folder).
 * A change is on the disk before anybody is told of it, one after the other, and is refused where it would undo what the person has not
 * seen: two who save one name at a time hear of each other.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { PresetSetup, TrendPreset } from '../../shared/model/trend-preset.ts';
import { presetKey } from '../../shared/trend/preset-name.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { SettingsFile } from '../platform/settings-file.ts';

/** More than a person finds anything in. */
export const MOST_PRESETS = 200;

const kept = z.strictObject({
  format: z.literal(1),
  presets: z.array(
    z.strictObject({
      id: z.string().min(1),
      name: z.string().min(1),
      setup: z.looseObject({
        pens: z.array(z.looseObject({ tag: z.string(), isHidden: z.boolean() }).nullable()),
        spanMs: z.number(),
      }),
      version: z.int().positive(),
      who: z.string(),
      at: z.number(),
    }),
  ),
});
type Kept = z.output<typeof kept>;

export type PresetOutcome =
  | { readonly kind: 'done'; readonly preset: TrendPreset; readonly before: TrendPreset | null }
  /** Another one has the name, or somebody has changed this one since: this is what there is now. */
  | { readonly kind: 'taken' | 'changed' | 'of-project'; readonly preset: TrendPreset }
  | { readonly kind: 'unknown' | 'too-many' | 'not-kept' };

export interface PresetBookParts {
  readonly dataDirectory: string;
  readonly ofProject: readonly TrendPreset[];
  readonly clock: Clock;
  readonly log: Log;
}

type Change = (presets: readonly TrendPreset[]) => PresetOutcome;

export class PresetBook {
  readonly #parts: PresetBookParts;
  readonly #file: SettingsFile<Kept>;
  readonly #listeners = new Set<() => void>();
  #own: readonly TrendPreset[];
  #changing: Promise<unknown> = Promise.resolve();

  constructor(parts: PresetBookParts) {
    this.#parts = parts;
    const file = join(parts.dataDirectory, 'trend-presets.json');
    this.#file = new SettingsFile({ file, schema: kept, empty: { format: 1, presets: [] }, log: parts.log });
    this.#own = this.#file.read().presets.map(presetOf);
  }

  /** Those of the project first, in their order, then by name. */
  get all(): readonly TrendPreset[] {
    return [...this.#parts.ofProject, ...this.#own.toSorted((a, b) => a.name.zh.localeCompare(b.name.zh, 'zh'))];
  }

  /** Called after each change. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** `name` as `presetName` gives it; `replaces`: the version of that name that the person has seen. */
  save(order: {
    readonly name: string;
    readonly setup: PresetSetup;
    readonly who: string;
    readonly replaces: number | null;
  }): Promise<PresetOutcome> {
    const { name, setup, who, replaces } = order;
    return this.#change(presets => {
      const before = named(presets, name);
      if (before?.isOfProject === true) return { kind: 'of-project', preset: before };
      if (before !== undefined && before.version !== replaces) return { kind: 'taken', preset: before };
      if (before === undefined && this.#own.length >= MOST_PRESETS) return { kind: 'too-many' };
      return this.#done({ name, setup, who }, before ?? null);
    });
  }

  rename(order: {
    readonly id: string;
    readonly version: number;
    readonly name: string;
    readonly who: string;
  }): Promise<PresetOutcome> {
    const { id, version, name, who } = order;
    return this.#change(presets => {
      const before = seen(presets, { id, version });
      if ('kind' in before) return before;
      const other = named(presets, name);
      if (other !== undefined && other.id !== id) return { kind: 'taken', preset: other };
      return this.#done({ name, setup: before.setup, who }, before);
    });
  }

  /** `preset` of the outcome is what was there. */
  remove(order: { readonly id: string; readonly version: number }): Promise<PresetOutcome> {
    return this.#change(presets => {
      const before = seen(presets, order);
      return 'kind' in before ? before : { kind: 'done', preset: before, before };
    }, true);
  }

  #done(
    { name, setup, who }: { readonly name: string; readonly setup: PresetSetup; readonly who: string },
    before: TrendPreset | null,
  ): PresetOutcome {
    const preset = {
      ...{ id: before?.id ?? randomUUID(), name: { zh: name, en: name }, setup, who },
      ...{ version: (before?.version ?? 0) + 1, isOfProject: false, at: this.#parts.clock.now() },
    };
    return { kind: 'done', preset, before };
  }

  /** One after the other, so that each is judged by what the one before has left. Never rejects. */
  #change(change: Change, isRemoval = false): Promise<PresetOutcome> {
    const outcome = this.#changing.then(() => this.#carryOut(change(this.all), isRemoval));
    this.#changing = outcome;
    return outcome;
  }

  async #carryOut(outcome: PresetOutcome, isRemoval: boolean): Promise<PresetOutcome> {
    if (outcome.kind !== 'done') return outcome;
    const others = this.#own.filter(({ id }) => id !== outcome.preset.id);
    const own = isRemoval ? others : [...others, outcome.preset];
    try {
      await this.#file.write({ format: 1, presets: own.map(keptOf) });
    } catch (error) {
      this.#parts.log.warn(() => `trend presets cannot be written: ${String(error)}`);
      return { kind: 'not-kept' };
    }
    this.#own = own;
    for (const listener of this.#listeners) listener();
    return outcome;
  }
}

const named = (presets: readonly TrendPreset[], name: string): TrendPreset | undefined => {
  const key = presetKey(name);
  return presets.find(preset => presetKey(preset.name.zh) === key || presetKey(preset.name.en) === key);
};

/** The preset as the person has seen it, or why it is not. */
function seen(
  presets: readonly TrendPreset[],
  { id, version }: { readonly id: string; readonly version: number },
): TrendPreset | Exclude<PresetOutcome, { kind: 'done' }> {
  const found = presets.find(preset => preset.id === id);
  if (found === undefined) return { kind: 'unknown' };
  if (found.isOfProject) return { kind: 'of-project', preset: found };
  return found.version === version ? found : { kind: 'changed', preset: found };
}

const presetOf = ({ name, ...rest }: Kept['presets'][number]): TrendPreset => ({
  ...rest,
  name: { zh: name, en: name },
  isOfProject: false,
});

const keptOf = ({ id, name, setup, version, who, at }: TrendPreset): Kept['presets'][number] => ({
  ...{ id, name: name.zh, version, who: who ?? '', at: at ?? 0 },
  setup: { ...setup, pens: setup.pens.map(pen => pen && { ...pen }) },
});
