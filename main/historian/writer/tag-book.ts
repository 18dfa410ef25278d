/** Tags by handle, by stored id and by name (writer thread). Ids never change; handles are those of the running project. */
import { converterGains } from '../codec/numbers/converters.ts';
import type { HistorianTag, LastValues } from '../messages.ts';
import type { JournalSamples } from '../store/journal-blob.ts';
import type { StoredTag } from '../store/station-db.ts';
import type { ChunkTag } from './month-writer.ts';
import type { SealedTag } from './seal-job.ts';

export class TagBook {
  /** Stored ids by handle; 0 = not recorded. */
  readonly idOf: Uint32Array;
  readonly #byId = new Map<number, SealedTag>();
  readonly #byName = new Map<string, SealedTag>();
  readonly #recorded: ReadonlySet<string>;

  constructor(stored: readonly StoredTag[], tags: readonly HistorianTag[]) {
    const own = new Map(tags.map(tag => [tag.name, tag]));
    for (const tag of stored) {
      const known = own.get(tag.name);
      const policy = known?.logging ?? { kind: 'all' as const };
      const sealed: SealedTag = { chunk: { ...tag, gains: gainsOf(known) }, policy };
      this.#byId.set(tag.id, sealed);
      this.#byName.set(tag.name, sealed);
    }
    const recorded = tags.filter(tag => tag.logging.kind !== 'none');
    this.#recorded = new Set(recorded.map(tag => tag.name));
    this.idOf = new Uint32Array(Math.max(0, ...tags.map(tag => tag.handle + 1)));
    for (const { handle, name } of recorded) this.idOf[handle] = this.idOfName(name) ?? 0;
  }

  has(id: number): boolean {
    return this.#byId.has(id);
  }

  /** Throws when the tag was never stored: then its samples could not be either. */
  of(id: number): SealedTag {
    const tag = this.#byId.get(id);
    if (tag === undefined) throw new RangeError(`no tag has the id ${id}`);
    return tag;
  }

  /** Of every tag that the station ever had, by id. */
  all(): ChunkTag[] {
    return [...this.#byId.values()].map(tag => tag.chunk).toSorted((a, b) => a.id - b.id);
  }

  ofName(name: string): SealedTag | undefined {
    return this.#byName.get(name);
  }

  idOfName(name: string): number | undefined {
    return this.#byName.get(name)?.chunk.id;
  }

  isRecorded(name: string): boolean {
    return this.#recorded.has(name);
  }

  named({ tag, t, v, q, exact = new Map() }: JournalSamples): LastValues {
    return { tag: Array.from(tag, id => this.#byId.get(id)?.chunk.name ?? ''), t, v, q, exact };
  }
}

/** What may be behind the values of a tag; the codec tries it and keeps it only where every bit comes back. */
function gainsOf(tag: HistorianTag | undefined): ChunkTag['gains'] {
  const own = tag?.scaling ?? null;
  const range = tag?.range ?? null;
  return [...(own === null ? [] : [own]), ...(range === null ? [] : converterGains(range.low, range.high))];
}
