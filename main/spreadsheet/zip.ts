/**
 * Writes a ZIP archive (APPNOTE 6.3.10, no ZIP64: parts below 4 GB) piece by piece. Compressing happens in the thread pool of Node,
 * so that a large file takes none of the main thread's time but its text. Sizes and checksum of a part follow behind it (bit 3 of the
 * flags), because they are not known before.
 */
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

const LOCAL = 0x04_03_4b_50;
const DESCRIPTOR = 0x08_07_4b_50;
const CENTRAL = 0x02_01_4b_50;
const END = 0x06_05_4b_50;
const VERSION = 20;
/** Sizes follow; names are UTF-8. */
const FLAGS = 0x08_08;
const DEFLATE = 8;
/** 1980-01-01: the same content gives the same bytes. */
const DATE = 0x21;
/** Twice as fast as the usual 6, a tenth larger (measured with a journal of 100,000 rows). */
const LEVEL = 3;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

export class ZipWriter {
  readonly #chunks: Buffer[] = [];
  readonly #entries: Entry[] = [];
  #length = 0;

  /** One part; call them one after the other. Rejects with what the content rejects with. */
  async add(name: string, content: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const offset = this.#length;
    const nameBytes = Buffer.from(name);
    this.#push(
      fields([
        [4, LOCAL],
        [2, VERSION],
        [2, FLAGS],
        [2, DEFLATE],
        [2, 0],
        [2, DATE],
        [4, 0],
        [4, 0],
        [4, 0],
        [2, nameBytes.length],
        [2, 0],
      ]),
    );
    this.#push(nameBytes);
    const begin = this.#length;
    const { crc, size } = await this.#deflate(content);
    const packed = this.#length - begin;
    this.#push(
      fields([
        [4, DESCRIPTOR],
        [4, crc],
        [4, packed],
        [4, size],
      ]),
    );
    this.#entries.push({ name: nameBytes, offset, crc, packed, size });
  }

  async #deflate(content: Iterable<string> | AsyncIterable<string>): Promise<{ crc: number; size: number }> {
    const deflate = createDeflateRaw({ level: LEVEL });
    deflate.on('data', (chunk: Buffer) => this.#push(chunk));
    const ended = once(deflate, 'end');
    // Told by `ended` where it is awaited; until then a failure must not end the process.
    ended.catch(() => undefined);
    let crc = 0;
    let size = 0;
    try {
      for await (const text of content) {
        const bytes = Buffer.from(text);
        crc = crc32(bytes, crc);
        size += bytes.length;
        if (!deflate.write(bytes)) await once(deflate, 'drain');
      }
    } catch (error) {
      deflate.destroy();
      throw error;
    }
    deflate.end();
    await ended;
    return { crc, size };
  }

  #push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The whole archive. */
  finish(): Uint8Array {
    const start = this.#length;
    for (const { name, offset, crc, packed, size } of this.#entries) {
      this.#push(
        fields([
          [4, CENTRAL],
          [2, VERSION],
          [2, VERSION],
          [2, FLAGS],
          [2, DEFLATE],
          [2, 0],
          [2, DATE],
          [4, crc],
          [4, packed],
          [4, size],
          [2, name.length],
          [2, 0],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, offset],
        ]),
      );
      this.#push(name);
    }
    const count = this.#entries.length;
    this.#push(
      fields([
        [4, END],
        [2, 0],
        [2, 0],
        [2, count],
        [2, count],
        [4, this.#length - start],
        [4, start],
        [2, 0],
      ]),
    );
    return Buffer.concat(this.#chunks);
  }
}

/** Little-endian numbers of 2 or 4 bytes. */
function fields(all: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of all) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
