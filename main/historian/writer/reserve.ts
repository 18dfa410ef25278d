/**
 * Disk space kept back (writer thread): a file of zeros that is given up when the disk is full, so that events, and with them
 * alarms and audit, can still be written. Samples never use it: they go on when it could be made again.
 */
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

const STEP_BYTES = 1_048_576;

export class Reserve {
  readonly #file: string;
  readonly #bytes: number;
  #have: number;

  constructor(file: string, bytes: number) {
    this.#file = file;
    this.#bytes = bytes;
    this.#have = sizeOf(file);
  }

  /** Bytes that are kept back now. */
  get bytes(): number {
    return Math.min(this.#have, this.#bytes);
  }

  get isWhole(): boolean {
    return this.#have >= this.#bytes;
  }

  /** Adds a piece; true when it is whole. Throws what the disk throws. Real zeros: a hole in the file would reserve nothing. */
  grow(): boolean {
    if (this.isWhole) return true;
    const handle = openSync(this.#file, 'a');
    try {
      writeSync(handle, Buffer.alloc(Math.min(STEP_BYTES, this.#bytes - this.#have)));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
      this.#have = sizeOf(this.#file);
    }
    return this.isWhole;
  }

  /** Gives it to the disk. */
  release(): void {
    rmSync(this.#file, { force: true });
    this.#have = 0;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
