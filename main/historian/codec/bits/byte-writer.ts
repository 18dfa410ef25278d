/**
 * Bytes that grow, little endian (pure). One writer is reused for many chunks, so encoding allocates only its result. A codec
 * that turns out longer than another is taken back with `truncate` or `keepShorter`.
 */
import { envelopeCrc } from '../chunk-damaged.ts';

const FIRST_BYTES = 4096;
const CRC_BYTES = 4;

export class ByteWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Starts anew, with the version byte that every envelope opens with. */
  begin(version: number): void {
    this.#length = 0;
    this.u8(version);
  }

  /** A copy of what was written, closed with its CRC. */
  finish(): Uint8Array {
    return this.close().slice();
  }

  /** What was written, closed with its CRC; good until something else is written. */
  close(): Uint8Array {
    this.u32(envelopeCrc(this.#bytes.subarray(0, this.#length)));
    return this.#bytes.subarray(0, this.#length);
  }

  u8(value: number): void {
    this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  u16(value: number): void {
    this.#grow(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  u32(value: number): void {
    this.#grow(CRC_BYTES);
    this.#view.setUint32(this.#length, value, true);
    this.#length += CRC_BYTES;
  }

  f32(value: number): void {
    this.#grow(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  f64(value: number): void {
    this.#grow(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Safe integer ≥ 0, seven bits a byte, lowest first, top bit set where another byte follows. */
  varint(value: number): void {
    this.#grow(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Integer of at most 2^52 either way: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  bytes(source: Uint8Array): void {
    this.#grow(source.length);
    this.#bytes.set(source, this.#length);
    this.#length += source.length;
  }

  /** All that another writer holds. */
  append(other: ByteWriter): void {
    this.bytes(other.#bytes.subarray(0, other.#length));
  }

  /** Takes out what lies between `from` and `to`. */
  drop(from: number, to: number): void {
    this.#bytes.copyWithin(from, to, this.#length);
    this.#length -= to - from;
  }

  truncate(length: number): void {
    this.#length = length;
  }

  /** Of two attempts, one from `start` to `middle` and one from there to the end, keeps the shorter; the first one if equal. */
  keepShorter(start: number, middle: number): void {
    const second = this.#length - middle;
    if (second >= middle - start) {
      this.#length = middle;
      return;
    }
    this.drop(start, middle);
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
