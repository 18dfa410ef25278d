/**
 * What many tags need of a month file for one instant, read side by side (reader thread): tags lie in the order of their ids, and so
 * do the chunks of one seal, so that one statement for all reads each page once where one for each reads it several times.
 */
import type Database from 'better-sqlite3';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import { type HeadRow, type LostRow, openRows } from '../codec/heads/head-rows.ts';
import type { HeadPack } from '../codec/heads/packed-head.ts';

/** Packs that the instant lies in, and in the last row of each tag when the last of its other packs before it ends. */
const PACKS = `
  SELECT id.value, s.data, s.first_t, s.last_t FROM json_each(?) AS id CROSS JOIN span AS s
    ON s.tag = id.value AND s.last_t >= ? AND s.first_t <= ?
  UNION ALL
  SELECT id.value, h.data, h.first_t, h.last_t FROM json_each(?) AS id CROSS JOIN head AS h
    ON h.tag = id.value AND h.first_t <= ? AND h.last_t >= ?
  UNION ALL
  SELECT id.value, (SELECT max(t) FROM (
    SELECT max(last_t) AS t FROM span WHERE tag = id.value AND last_t < ?
    UNION ALL SELECT max(last_t) FROM head WHERE tag = id.value AND last_t < ?)), NULL, NULL
    FROM json_each(?) AS id`;
/** Packs before an instant that end last. */
export const BEFORE = `
  SELECT data, first_t, last_t FROM span WHERE tag = ? AND last_t =
    (SELECT max(last_t) FROM span WHERE tag = ? AND last_t < ?)
  UNION ALL
  SELECT data, first_t, last_t FROM head WHERE tag = ? AND last_t =
    (SELECT max(last_t) FROM head WHERE tag = ? AND last_t < ?)`;
const CHUNKS = 'SELECT id.value, c.data FROM json_each(?) AS id CROSS JOIN chunk AS c ON c.id = id.value';

/** Tag id, then the heads of a pack with its span, or a time. */
type PackRow = [tag: number, found: Buffer | number | null, firstT: number, lastT: number];

/** Of one tag. */
export interface FoundAt {
  /** Of the chunks that may have the sample in force. */
  readonly heads: readonly StoredHead[];
  /** Rows that may have had it, and cannot be read. */
  readonly lost: readonly LostRow[];
}

/** What was read ahead. */
export interface Ahead {
  readonly at: number;
  /** By tag id. */
  readonly found: ReadonlyMap<number, FoundAt>;
  readonly chunks: ReadonlyMap<number, Buffer>;
}

export class InstantLook {
  readonly #packs: Database.Statement<(number | string)[], PackRow>;
  readonly #before: Database.Statement<number[], HeadRow>;
  readonly #chunks: Database.Statement<[string], [number, Buffer]>;

  constructor(db: Database.Database) {
    this.#packs = db.prepare<(number | string)[], PackRow>(PACKS).raw();
    this.#before = db.prepare<number[], HeadRow>(BEFORE).raw();
    this.#chunks = db.prepare<[string], [number, Buffer]>(CHUNKS).raw();
  }

  ahead(tags: readonly number[], at: number): Ahead {
    const found = new Map<number, FoundAt>();
    for (const [tag, packs] of this.#packsOf(tags, at)) found.set(tag, this.#foundIn(tag, packs, at));
    const ids = [...found.values()].flatMap(({ heads }) => heads.map(head => head.chunkId)).toSorted((a, b) => a - b);
    return { at, found, chunks: new Map(this.#chunks.all(JSON.stringify(ids))) };
  }

  headsAt(tag: number, at: number): FoundAt {
    return this.#foundIn(tag, this.#packsOf([tag], at).get(tag) ?? NO_PACKS, at);
  }

  #packsOf(tags: readonly number[], at: number): Map<number, Packs> {
    const ids = JSON.stringify(tags);
    const found = new Map<number, Packs>(tags.map(tag => [tag, { touched: [], others: null }]));
    for (const [tag, what, firstT, lastT] of this.#packs.all(ids, at, at, ids, at, at, at, at, ids)) {
      const packs = found.get(tag);
      if (packs === undefined) continue;
      if (typeof what === 'object' && what !== null) packs.touched.push([what, firstT, lastT]);
      else packs.others = what;
    }
    return found;
  }

  #foundIn(tag: number, { touched, others }: Packs, at: number): FoundAt {
    const { packs, lost } = openRows(touched);
    const { inside, earliest, beforeT } = around(packs, at);
    const isOverlapped = inside.length === 0 || beforeT >= earliest;
    const before = isOverlapped ? endingAt(packs, beforeT) : [];
    const heads = [...before, ...inside];
    // From here on a sample is known to have come, up to the instant; what ended earlier cannot be in force.
    const since = before.length > 0 ? Math.min(beforeT, earliest) : earliest;
    if (others === null || (heads.length > 0 && others < since)) return { heads, lost };
    const rest = openRows(this.#before.all(tag, tag, at, tag, tag, at));
    const all = [...packs, ...rest.packs];
    return { heads: [...endingAt(all, around(all, at).beforeT), ...inside], lost: [...lost, ...rest.lost] };
  }
}

/** Heads that the instant lies in and where the first of them begins, and when the last of those before it ends. */
function around(packs: readonly HeadPack[], at: number) {
  const inside: StoredHead[] = [];
  let earliest = Number.POSITIVE_INFINITY;
  let beforeT = Number.NEGATIVE_INFINITY;
  for (const pack of packs) {
    for (let i = 0; i < pack.count; i++) {
      const lastT = pack.lastT(i);
      if (lastT < at) beforeT = Math.max(beforeT, lastT);
      else if (pack.firstT(i) <= at) {
        inside.push(pack.head(i));
        earliest = Math.min(earliest, pack.firstT(i));
      }
    }
  }
  return { inside, earliest, beforeT };
}

/** All that tie: of two samples at one time the later commit counts, and heads do not know which that is. */
function endingAt(packs: readonly HeadPack[], t: number): StoredHead[] {
  return packs.flatMap(pack => {
    const found: StoredHead[] = [];
    for (let i = 0; i < pack.count; i++) if (pack.lastT(i) === t) found.push(pack.head(i));
    return found;
  });
}

interface Packs {
  readonly touched: HeadRow[];
  others: number | null;
}

const NO_PACKS: Packs = { touched: [], others: null };
