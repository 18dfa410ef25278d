/**
 * What one device has been found to refuse, by table: kept in the channel's data folder, so that a restart does not ask it all
 * again, and tried again at times, because programs of controllers change. Main thread.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { isBitTable, MODBUS_TABLES, type ModbusTable } from '../../../../../shared/modbus/register-field.ts';
import type { LearnedHole } from '../../../../../shared/model/device.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Log } from '../../../../platform/log.ts';
import { SettingsFile } from '../../../../platform/settings-file.ts';
import type { ModbusLimits } from '../../../../project/types.ts';
import type { Findings } from './hole-search.ts';
import type { Barrier, Item } from './planner.ts';

/**
 * A hole is tried again soon at first, because a controller that was only being loaded must come back at once, then ever more
 * rarely; ms.
 */
const FIRST_PROBE_MS = 2_000;
const MOST_PROBE_MS = 24 * 3_600_000;
/** What a device takes in one request is believed for so long, ms: the next firmware may take more, and finding out costs little. */
const LIMIT_KEPT_MS = 7 * MOST_PROBE_MS;

const entry = z
  .object({
    table: z.enum(MODBUS_TABLES),
    from: z.int().min(0).max(65_535),
    to: z.int().min(0).max(65_535),
    learnedAt: z.number(),
    probes: z.int().min(0),
  })
  .refine(({ from, to }) => to >= from - 1);
const content = z.object({
  holes: z.array(entry).max(65_536),
  limits: z.partialRecord(z.enum(MODBUS_TABLES), z.object({ count: z.int().min(1).max(2_000), learnedAt: z.number() })),
});
type Entry = z.output<typeof entry>;

interface Known extends Entry {
  /** Monotonic ms. */
  probeAt: number;
}

/** What is read to find out whether a hole is still there; a border is tried by reading across it. */
export function trialOf({ from, to }: Barrier): Item {
  return to < from ? { offset: from - 1, width: 2 } : { offset: from, width: to - from + 1 };
}

/** False: the project has become stricter since the hole was learned, and to try it would break its rules. */
function mayBeTried(hole: Entry, { maxRegisters, maxBits, forbidden }: ModbusLimits): boolean {
  const { offset, width } = trialOf(hole);
  if (width > (isBitTable(hole.table) ? maxBits : maxRegisters)) return false;
  return !forbidden.some(({ table, from, to }) => table === hole.table && from < offset + width && to >= offset);
}

function byPlace(a: Entry, b: Entry): number {
  return MODBUS_TABLES.indexOf(a.table) - MODBUS_TABLES.indexOf(b.table) || a.from - b.from;
}

export interface HoleContext {
  readonly directory: string;
  readonly device: string;
  /** What the project says of the device. */
  readonly limits: ModbusLimits;
  readonly clock: Clock;
  readonly log: Log;
}

export class LearnedHoles {
  readonly #context: HoleContext;
  #holes: Known[] = [];
  #limits: z.output<typeof content>['limits'];
  readonly #file: SettingsFile<z.output<typeof content>> | null;

  constructor(context: HoleContext) {
    const { directory, device, limits: rules, log, clock } = context;
    this.#context = context;
    const file = join(directory, 'holes', `${device}.json`);
    const empty = { holes: [], limits: {} };
    this.#file = directory === '' ? null : new SettingsFile({ file, schema: content, empty, log });
    const { holes, limits } = this.#file?.read() ?? empty;
    const probeAt = clock.monotonic() + FIRST_PROBE_MS;
    this.#holes = holes.filter(hole => mayBeTried(hole, rules)).map(hole => ({ ...hole, probeAt }));
    this.#limits = limits;
  }

  barriers(table: ModbusTable): readonly Barrier[] {
    return this.#holes.filter(hole => hole.table === table);
  }

  /** Items that the device has been found to take in one request of this table; `most` when nothing is known. */
  maxCount(table: ModbusTable, most: number): number {
    const limit = this.#limits[table];
    const isOld = limit !== undefined && this.#context.clock.now() - limit.learnedAt > LIMIT_KEPT_MS;
    return limit === undefined || isOld ? most : Math.min(most, limit.count);
  }

  learn(table: ModbusTable, { holes, maxCount }: Findings): void {
    const { clock } = this.#context;
    for (const { from, to } of holes) {
      if (this.#holes.some(h => h.table === table && h.from === from && h.to === to)) continue;
      const probeAt = clock.monotonic() + FIRST_PROBE_MS;
      this.#holes.push({ table, from, to, learnedAt: clock.now(), probes: 0, probeAt });
    }
    // Whoever reads the list looks for an address, not for who was first.
    this.#holes.sort(byPlace);
    if (maxCount !== null) this.#limits[table] = { count: maxCount, learnedAt: clock.now() };
    this.#save();
  }

  /** The hole that is due to be tried again, if any. */
  get due(): { readonly table: ModbusTable; readonly from: number; readonly to: number } | null {
    const now = this.#context.clock.monotonic();
    return this.#holes.find(hole => hole.probeAt <= now) ?? null;
  }

  /** The device is new or restarted: everything is worth a try. */
  hurry(): void {
    const now = this.#context.clock.monotonic();
    for (const hole of this.#holes) hole.probeAt = Math.min(hole.probeAt, now);
  }

  /** Outcome of a try. True: the hole is gone, plan anew. */
  probed(
    hole: { readonly table: ModbusTable; readonly from: number; readonly to: number },
    isReadable: boolean,
  ): boolean {
    const known = this.#holes.find(h => h.table === hole.table && h.from === hole.from && h.to === hole.to);
    if (known === undefined) return false;
    if (isReadable) {
      this.#holes = this.#holes.filter(h => h !== known);
      this.#save();
      return true;
    }
    known.probes++;
    known.probeAt = this.#context.clock.monotonic() + Math.min(MOST_PROBE_MS, FIRST_PROBE_MS * 2 ** known.probes);
    return false;
  }

  view(): readonly LearnedHole[] {
    const { clock } = this.#context;
    const ahead = clock.now() - clock.monotonic();
    return this.#holes.map(({ table, from, to, learnedAt, probeAt }) => ({
      table,
      from,
      to,
      learnedAt,
      nextProbeAt: probeAt + ahead,
    }));
  }

  /** Resolves when what was learned last is on disk, or could not be written. */
  saved(): Promise<void> {
    return this.#file?.saved() ?? Promise.resolve();
  }

  #save(): void {
    const holes = this.#holes.map(({ probeAt: _probeAt, ...kept }) => kept);
    this.#file?.save({ holes, limits: this.#limits });
  }
}
