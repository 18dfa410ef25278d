/** `tags.*` and the `tags` stream. */
import { isBad, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import type { Handle, TagReading } from '../../shared/model/tag.ts';
import type { TagStreamItem } from '../../shared/rpc/contract.ts';
import type { Lease } from '../acquisition/leases.ts';
import type { Catalogue } from '../tags/catalogue.ts';
import type { TagState, TagTable } from '../tags/tag-table.ts';
import type { Exact, Reading } from '../tags/value-store.ts';
import { type Outlet, RequestError } from './handlers.ts';

export function handleOrFail(catalogue: Catalogue, name: string): Handle {
  const handle = catalogue.handleOf(name);
  if (handle !== undefined) return handle;
  throw new RequestError(
    'unknown-tag',
    { message: `There is no tag "${name}".`, hint: 'tags.list gives all names.' },
    { message: `没有位号“${name}”。`, hint: '用 tags.list 查看全部位号。' },
  );
}

export function readTags(
  { catalogue, table }: { catalogue: Catalogue; table: TagTable },
  names: readonly string[],
): readonly TagReading[] {
  return names.map(tag => {
    const state = table.state(handleOrFail(catalogue, tag));
    return readingOf(tag, state.shown, state);
  });
}

/** The shown or the live reading of a tag in the state `of`, as JSON can carry it. A raw value from before a loss is none now. */
export function readingOf(tag: string, reading: Reading, of: TagState): TagReading {
  const { v, q, t, exact, lastV, lastT, lastExact } = reading;
  const reason = qualityReason(q);
  return {
    tag,
    value: numberOrNull(v),
    ...textOf(exact),
    quality: qualityClass(q),
    ...(reason === 'none' ? {} : { reason }),
    time: t,
    raw: isBad(of.live.q) ? null : numberOrNull(of.received.raw),
    ...(isBad(q) && Number.isFinite(lastT)
      ? { lastGood: { value: numberOrNull(lastV), ...textOf(lastExact), time: lastT } }
      : {}),
  };
}

export const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

const textOf = (exact: Exact | undefined): { readonly text?: string } =>
  exact === undefined ? {} : { text: String(exact) };

/** A client that takes nothing for so long does not look any more, ms: its tags go back to their own period. */
const LOOK_MS = 10_000;
/** How often it is asked whether it still looks, ms: it has time for two answers while the lease lasts. */
const ASK_MS = 3_000;

export interface TagOutletOptions {
  readonly wake: () => void;
  /** Takes a lease on fast scanning of the wanted tags; null: they are not looked at. */
  readonly hasten: ((durationMs: number) => Lease) | null;
}

/**
 * Changes of the wanted tags, newest wins; all of them at the first call. Who has its tags read fast also gets an empty item every
 * few seconds: the session takes nothing for a client that has not acknowledged what it got before, so a window that hangs or is
 * gone lets its lease run out, and one that lives keeps it however long nothing changes.
 */
export class TagOutlet implements Outlet<TagStreamItem> {
  readonly #table: TagTable;
  readonly #wanted: readonly Handle[];
  readonly #isWanted: Uint8Array;
  readonly #dirty = new Set<Handle>();
  readonly #unsubscribe: () => void;
  readonly #lease: Lease | null;
  readonly #asking: NodeJS.Timeout | undefined;
  #snapshot = true;
  /** A sign of life of the client is wanted, whether or not there is something to tell it. */
  #asks = false;

  constructor(table: TagTable, wanted: readonly Handle[], { wake, hasten }: TagOutletOptions) {
    this.#table = table;
    this.#wanted = [...new Set(wanted)];
    this.#isWanted = new Uint8Array(table.size);
    for (const h of this.#wanted) this.#isWanted[h] = 1;
    this.#unsubscribe = table.subscribe(({ handles }) => {
      const before = this.#dirty.size;
      for (const h of handles) {
        if (this.#isWanted[h] === 1) this.#dirty.add(h);
      }
      if (this.#dirty.size > before) wake();
    });
    this.#lease = hasten?.(LOOK_MS) ?? null;
    if (this.#lease !== null) {
      this.#asking = setInterval(() => {
        this.#asks = true;
        wake();
      }, ASK_MS);
      this.#asking.unref();
    }
    wake();
  }

  take(): TagStreamItem | null {
    this.#lease?.renew();
    this.#table.expire();
    const handles = this.#snapshot ? this.#wanted : [...this.#dirty];
    if (handles.length === 0 && !this.#snapshot && !this.#asks) return null;
    this.#asks = false;
    // Before the reads: what expires while they run is marked again, for the next item.
    this.#dirty.clear();
    const item = {
      snapshot: this.#snapshot,
      handles: Uint32Array.from(handles),
      t: new Float64Array(handles.length),
      v: new Float64Array(handles.length),
      q: new Uint16Array(handles.length),
      lastV: new Float64Array(handles.length),
      lastT: new Float64Array(handles.length),
    };
    const exact: [number, string][] = [];
    handles.forEach((h, i) => {
      const reading = this.#table.read(h);
      item.t[i] = reading.t;
      item.v[i] = reading.v;
      item.q[i] = reading.q;
      item.lastV[i] = reading.lastV;
      item.lastT[i] = reading.lastT;
      const text = isBad(reading.q) ? reading.lastExact : reading.exact;
      if (text !== undefined) exact.push([i, String(text)]);
    });
    this.#snapshot = false;
    return exact.length === 0 ? item : { ...item, exact };
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#asking);
    this.#lease?.release();
  }
}
