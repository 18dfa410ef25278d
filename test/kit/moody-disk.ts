/** The real folder behind a door that a test can shut: a disk that takes its time, or that says no. */
import type { ListedSegment, SegmentFile, SegmentStore } from '../../main/acquisition/recorder/segment-folder.ts';

export class MoodyDisk implements SegmentStore {
  /** Writes that reached the disk. */
  writes = 0;
  /** Code of every write from now on, e.g. ENOSPC; null = as the real disk. */
  writeError: string | null = null;
  /** Numbers of segments that somebody has open, so that they cannot be removed. */
  readonly busy = new Set<number>();
  readonly #store: SegmentStore;
  #door: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;

  constructor(store: SegmentStore) {
    this.#store = store;
  }

  /** Whatever is written from now on waits for `release`. */
  hold(): void {
    this.#door = new Promise(resolve => {
      this.#open = resolve;
    });
  }

  release(): void {
    this.#open();
    this.#door = Promise.resolve();
  }

  list(): Promise<readonly ListedSegment[]> {
    return this.#store.list();
  }

  async create(segment: ListedSegment): Promise<SegmentFile> {
    return this.#doored(await this.#store.create(segment));
  }

  async reopen(segment: ListedSegment): Promise<SegmentFile> {
    return this.#doored(await this.#store.reopen(segment));
  }

  async remove(segment: ListedSegment): Promise<void> {
    if (this.busy.has(segment.number)) throw Object.assign(new Error('somebody has it open'), { code: 'EBUSY' });
    await this.#store.remove(segment);
  }

  #doored(file: SegmentFile): SegmentFile {
    return {
      write: async (bytes, position) => {
        await this.#door;
        if (this.writeError !== null) {
          // A full disk takes a part first.
          await file.write(bytes.subarray(0, bytes.length >> 1), position);
          throw Object.assign(new Error('the disk says no'), { code: this.writeError });
        }
        await file.write(bytes, position);
        this.writes++;
      },
      isGone: () => file.isGone(),
      close: () => file.close(),
    };
  }
}
