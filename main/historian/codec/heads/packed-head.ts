/**
 * Heads of a pack, each field read where it lies (pure): a question about years looks at some fields of 150,000 heads, one about an
 * instant at five of one. The bytes are checked as a whole when the pack is opened and kept, 110 a head; unpacked they would be 700.
 */
import type { Interpolation, Origin } from '../../samples.ts';
import { ByteReader } from '../bits/byte-reader.ts';
import { ChunkDamaged, openEnvelope } from '../chunk-damaged.ts';
import {
  ABOVE_1,
  ABOVE_2,
  ABOVE_4,
  DOUBLE,
  FLOAT,
  MOST_HEADS,
  NAMED_FIELDS,
  NUMBER_FIELDS,
  PACK_VERSION,
  SAME,
  type StoredHead,
} from './head-layout.ts';

/** Bytes of a field in front of its heads, and a head, by form. */
const FRONT = [8, 8, 8, 8, 0, 0] as const;
const EACH = [0, 1, 2, 4, 4, 8] as const;
const FIELDS = NUMBER_FIELDS.length + 2;
const NAMES = [NAMED_FIELDS.origin, NAMED_FIELDS.interpolation];
const FIRST_T = 2 + NUMBER_FIELDS.indexOf('firstT');
const LAST_T = 2 + NUMBER_FIELDS.indexOf('lastT');

/** All heads of a pack. Throws `ChunkDamaged`. */
export function unpackHeads(bytes: Uint8Array): StoredHead[] {
  return openHeads(bytes).heads();
}

/** @throws ChunkDamaged */
export function openHeads(bytes: Uint8Array): HeadPack {
  const content = openEnvelope(bytes, PACK_VERSION, 'heads');
  const r = new ByteReader(content);
  const count = r.varint();
  if (count > MOST_HEADS) throw new ChunkDamaged(`a pack of ${count} heads`);
  const starts: number[] = [];
  let at = r.at;
  for (let field = 0; field < FIELDS && count > 0; field++) {
    const form = content[at++] ?? EACH.length;
    if (form >= EACH.length) throw new ChunkDamaged('a field of heads in an unknown form');
    starts.push(at);
    at += (FRONT[form] ?? 0) + (EACH[form] ?? 0) * count;
  }
  if (at !== content.length) throw new ChunkDamaged('a pack of heads of another length');
  return new HeadPack(content, { count, starts });
}

export class HeadPack {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Where the content of each field begins, behind its form. */
  readonly #starts: readonly number[];

  /** Lengths are known to fit. Throws `ChunkDamaged` where names do not. */
  constructor(bytes: Uint8Array, { count, starts }: { count: number; starts: readonly number[] }) {
    this.count = count;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#starts = starts;
    NAMES.forEach((names, field) => this.#checkNames(field, names.length));
  }

  head(i: number): StoredHead {
    return new PackedHead(this, i);
  }

  heads(): StoredHead[] {
    return Array.from({ length: this.count }, (_, i) => this.head(i));
  }

  firstT(i: number): number {
    return this.number(FIRST_T, i);
  }

  lastT(i: number): number {
    return this.number(LAST_T, i);
  }

  number(field: number, i: number): number {
    const at = this.#starts[field] as number;
    const view = this.#view;
    switch (this.#bytes[at - 1]) {
      case SAME:
        return view.getFloat64(at, true);
      case ABOVE_1:
        return view.getFloat64(at, true) + (this.#bytes[at + 8 + i] as number);
      case ABOVE_2:
        return view.getFloat64(at, true) + view.getUint16(at + 8 + 2 * i, true);
      case ABOVE_4:
        return view.getFloat64(at, true) + view.getUint32(at + 8 + 4 * i, true);
      case FLOAT:
        return view.getFloat32(at + 4 * i, true);
      case DOUBLE:
        return view.getFloat64(at + 8 * i, true);
      default:
        throw new ChunkDamaged('a field of heads in an unknown form');
    }
  }

  #checkNames(field: number, names: number): void {
    const start = this.#starts[field];
    // Nearly always all are the same.
    const different = start === undefined || this.#bytes[start - 1] === SAME ? Math.min(1, this.count) : this.count;
    for (let i = 0; i < different; i++) {
      const name = this.number(field, i);
      if (!(Number.isInteger(name) && name >= 0 && name < names))
        throw new ChunkDamaged('a head with an unknown origin or interpolation');
    }
  }
}

/** Numbers of the fields: those of NAMED_FIELDS, then those of NUMBER_FIELDS. Written out, so that a getter is a load or two. */
class PackedHead implements StoredHead {
  readonly #pack: HeadPack;
  readonly #i: number;

  constructor(pack: HeadPack, i: number) {
    this.#pack = pack;
    this.#i = i;
  }

  get origin(): Origin {
    return NAMED_FIELDS.origin[this.#pack.number(0, this.#i)] as Origin;
  }
  get interpolation(): Interpolation {
    return NAMED_FIELDS.interpolation[this.#pack.number(1, this.#i)] as Interpolation;
  }
  get count(): number {
    return this.#pack.number(2, this.#i);
  }
  get valid(): number {
    return this.#pack.number(3, this.#i);
  }
  get good(): number {
    return this.#pack.number(4, this.#i);
  }
  get firstT(): number {
    return this.#pack.number(5, this.#i);
  }
  get lastT(): number {
    return this.#pack.number(6, this.#i);
  }
  get firstV(): number {
    return this.#pack.number(7, this.#i);
  }
  get lastV(): number {
    return this.#pack.number(8, this.#i);
  }
  get firstQ(): number {
    return this.#pack.number(9, this.#i);
  }
  get lastQ(): number {
    return this.#pack.number(10, this.#i);
  }
  get worstQ(): number {
    return this.#pack.number(11, this.#i);
  }
  get min(): number {
    return this.#pack.number(12, this.#i);
  }
  get max(): number {
    return this.#pack.number(13, this.#i);
  }
  get minT(): number {
    return this.#pack.number(14, this.#i);
  }
  get maxT(): number {
    return this.#pack.number(15, this.#i);
  }
  get sum(): number {
    return this.#pack.number(16, this.#i);
  }
  get m2(): number {
    return this.#pack.number(17, this.#i);
  }
  get integral(): number {
    return this.#pack.number(18, this.#i);
  }
  get validMs(): number {
    return this.#pack.number(19, this.#i);
  }
  get goodMs(): number {
    return this.#pack.number(20, this.#i);
  }
  get nonZeroMs(): number {
    return this.#pack.number(21, this.#i);
  }
  get transitions(): number {
    return this.#pack.number(22, this.#i);
  }
  get falls(): number {
    return this.#pack.number(23, this.#i);
  }
  get chunkId(): number {
    return this.#pack.number(24, this.#i);
  }
  get axisId(): number {
    return this.#pack.number(25, this.#i);
  }
  get firstSeq(): number {
    return this.#pack.number(26, this.#i);
  }
  get lastSeq(): number {
    return this.#pack.number(27, this.#i);
  }
}
