/**
 * Substituted and forced values with everything around them (main thread): disk, events, and the tag table where they take
 * effect. A new override is on the disk before anybody is told that it holds. An end is never refused: it takes effect first,
 * and when it cannot be written, that is told and tried again. Changes are made one after the other.
 */
import type { Handle, TagOverride } from '../../shared/model/tag.ts';
import type { Text } from '../../shared/text/text.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import type { EventLog } from '../events/event-log.ts';
import {
  type OverrideSubject,
  overrideDropped,
  overrideExpired,
  overrideKept,
  overrideReleased,
  overrideSet,
  overridesDamaged,
  overridesNotKept,
} from '../events/override-texts.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { StationError } from '../platform/station-error.ts';
import type { Catalogue } from './catalogue.ts';
import type { KeptOverride, OverrideFile } from './override-file.ts';
import type { TagTable } from './tag-table.ts';

/** Longest life of an override, ms: 30 days. What is needed longer is a repair, or belongs into the project. */
export const LONGEST_OVERRIDE_MS = 30 * 24 * 3_600_000;
/** A disk that is full now may have room soon; an attempt costs one small file. ms */
const RETRY_MS = 5_000;

export interface OverrideParts {
  readonly table: TagTable;
  readonly catalogue: Catalogue;
  readonly file: OverrideFile;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeZone: string;
}

export class OverrideRegister {
  readonly #parts: OverrideParts;
  /** Resolves when the change before is through, whatever became of it. */
  #turn: Promise<unknown> = Promise.resolve();
  #isUnsaved = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(parts: OverrideParts) {
    this.#parts = parts;
    parts.table.onOverrideEnd((h, override) => this.#expired(h, override));
  }

  /** Takes up what was in force when the station last ran. Never rejects. */
  async restore(): Promise<void> {
    const { file, events, clock, log } = this.#parts;
    const now = clock.now();
    const { overrides, damage } = await file.load(now);
    if (damage !== null) {
      log.error(() => `overrides.json is damaged: ${damage.detail}`);
      events.add('station', 'overrides', overridesDamaged(damage.aside));
    }
    const isAllKept = overrides.filter(kept => !this.#restoreOne(kept, now)).length === 0;
    if (!isAllKept) this.#saveSoon();
  }

  /**
   * Resolves when it holds and is kept. Throws `StationError` `overrides-not-written`; then nothing has changed.
   * @param where console or address from where it was ordered
   */
  set(h: Handle, order: Omit<TagOverride, 'since'>, where?: string): Promise<void> {
    return this.#inTurn(async () => {
      const { table, catalogue, clock } = this.#parts;
      const override: TagOverride = { ...order, since: clock.now() };
      const tag = catalogue.nameOf(h);
      await this.#save([...this.#all().filter(kept => kept.tag !== tag), { tag, ...override }]);
      const before = table.state(h).override;
      table.override(h, override);
      this.#tell(tag, overrideSet(this.#subject(h), override, before), { who: order.who, where });
    });
  }

  /** False when the tag is not overridden. Resolves when the live value is back and that has been written or given up for now. */
  release(h: Handle, by: { readonly who: string; readonly why: string; readonly where?: string }): Promise<boolean> {
    return this.#inTurn(async () => {
      const { table, catalogue } = this.#parts;
      const ended = table.release(h);
      if (ended === undefined) return false;
      this.#tell(catalogue.nameOf(h), overrideReleased(this.#subject(h), ended, by), by);
      await this.#trySave();
      return true;
    });
  }

  /** Ends when everything that was asked for is through. */
  async stop(): Promise<void> {
    await this.#turn;
    clearTimeout(this.#retry);
    if (this.#isUnsaved) await this.#trySave();
    clearTimeout(this.#retry);
  }

  /** False when it does not hold any more. */
  #restoreOne({ tag, ...kept }: KeptOverride, now: number): boolean {
    const { table, catalogue } = this.#parts;
    const h = catalogue.tags.find(t => t.name === tag)?.handle;
    if (h === undefined) {
      this.#tell(tag, overrideDropped(tag, kept));
      return false;
    }
    if (kept.until <= now) {
      this.#tell(tag, overrideExpired(this.#subject(h), kept));
      return false;
    }
    // A clock that was set back must not make it last longer than any may.
    const override = { ...kept, until: Math.min(kept.until, now + LONGEST_OVERRIDE_MS) };
    table.override(h, override);
    this.#tell(tag, overrideKept(this.#subject(h), override));
    return true;
  }

  #expired(h: Handle, override: TagOverride): void {
    this.#tell(this.#parts.catalogue.nameOf(h), overrideExpired(this.#subject(h), override));
    this.#saveSoon();
  }

  /** `by` is left out for what the station did by itself. */
  #tell(tag: string, text: Text, by: { readonly who?: string; readonly where?: string | undefined } = {}): void {
    const { events, catalogue } = this.#parts;
    const area = catalogue.tags.find(({ name }) => name === tag)?.area ?? '';
    const { who, where } = by;
    events.add('override', tag, text, {
      tag,
      ...(area === '' ? {} : { area }),
      ...(who === undefined ? {} : { who }),
      ...(where === undefined ? {} : { where }),
    });
  }

  #saveSoon(): void {
    void this.#inTurn(() => this.#trySave());
  }

  async #trySave(): Promise<void> {
    const { events, log } = this.#parts;
    clearTimeout(this.#retry);
    try {
      await this.#save(this.#all());
    } catch (error) {
      if (!(error instanceof StationError)) throw error;
      log.error(() => error.message);
      if (!this.#isUnsaved) events.add('station', 'overrides', overridesNotKept());
      this.#isUnsaved = true;
      this.#retry = setTimeout(() => this.#saveSoon(), RETRY_MS);
      this.#retry.unref();
    }
  }

  async #save(overrides: readonly KeptOverride[]): Promise<void> {
    await this.#parts.file.save(overrides);
    this.#isUnsaved = false;
  }

  #all(): readonly KeptOverride[] {
    const { table, catalogue } = this.#parts;
    return table.overrides().map(([h, override]) => ({ tag: catalogue.nameOf(h), ...override }));
  }

  #subject(h: Handle): OverrideSubject {
    const { catalogue, timeZone } = this.#parts;
    const clock = (time: number): string => {
      const at = zoneClock(timeZone).at(time);
      return `${at.date} ${at.time}`;
    };
    return { tag: catalogue.nameOf(h), unit: catalogue.tags[h]?.unit ?? '', clock };
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
