/** Reads what `ByteWriter` wrote (pure). Every step is checked against the end: what is missing is damage, never `undefined`. */
import { ChunkDamaged } from '../chunk-damaged.ts';

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes have been read. */
  get at(): number {
    return this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }

  i16(): number {
    return this.#view.getInt16(this.#step(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  f32(): number {
    return this.#view.getFloat32(this.#step(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }

  varint(): number {
    let value = 0;
    let weight = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) break;
      weight *= 0x80;
    }
    if (!Number.isSafeInteger(value)) throw new ChunkDamaged('a number is too long');
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  /** The next `length` bytes, not copied. */
  bytes(length: number): Uint8Array {
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** @throws ChunkDamaged when something is left over */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new ChunkDamaged(`${this.#bytes.length - this.#at} bytes too many`);
  }

  #step(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw new ChunkDamaged('bytes are missing at the end');
    this.#at = start + length;
    return start;
  }
}
