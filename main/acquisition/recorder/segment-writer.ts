/**
 * Brings what waits in the queue to the disk and keeps the ring within its bounds (main thread; the disk works elsewhere). One
 * attempt at a time. Trouble with the disk pauses it: it is told once, tried again every few seconds and ends by itself; what
 * waits stays waiting and is then written to the very places where it belongs. Nothing here throws or rejects.
 */
import type { Log } from '../../platform/log.ts';
import type { Chunk, ChunkQueue, OpenSegment } from './chunk-queue.ts';
import { codeOf, type SegmentFile, type SegmentStore } from './segment-folder.ts';
import { expired, expiryOf, KEPT_MS, nextNumber, oldest, type Segment, totalBytes } from './segment-ring.ts';

/** Between two attempts on a disk that takes nothing, ms: soon enough for whoever has just made room. */
const RETRY_MS = 5_000;

interface RingSegment extends Segment {
  bytes: number;
}

interface CurrentFile {
  readonly segment: OpenSegment;
  readonly entry: RingSegment;
  /** Null after trouble: it is opened anew. */
  file: SegmentFile | null;
}

export interface WriterOptions {
  readonly queue: ChunkQueue;
  readonly store: SegmentStore;
  readonly limitBytes: number;
  readonly clock: { now(): number; monotonic(): number };
  readonly log: Log;
  readonly onPaused: (code: string) => void;
  readonly onResumed: (pause: { code: string; pausedMs: number }) => void;
  /** The file of a segment is gone, and with it these packets that waited for it. */
  readonly onAbandoned: (segment: OpenSegment, packets: number) => void;
}

/** The file of a segment has been taken away. */
class FileGone extends Error {
  readonly code = 'ENOENT';
  readonly segment: OpenSegment;

  constructor(segment: OpenSegment) {
    super('a segment has been removed while it was written');
    this.segment = segment;
  }
}

export class SegmentWriter {
  readonly #options: WriterOptions;
  #ring: RingSegment[] = [];
  /** False: what is on the disk must be looked up first. */
  #isKnown = false;
  #current: CurrentFile | null = null;
  #pause: { readonly code: string; readonly since: number; retryAt: number } | null = null;
  #attempt: Promise<void> | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  get isPaused(): boolean {
    return this.#pause !== null;
  }

  /** On the disk; 0 before the first look. */
  get bytes(): number {
    return totalBytes(this.#ring);
  }

  /** Writes what waits now; joins the attempt that is under way. */
  flush(): Promise<void> {
    this.#attempt ??= this.#run().finally(() => {
      this.#attempt = null;
    });
    return this.#attempt;
  }

  /** Writes what it can and lets the file go. */
  async close(): Promise<void> {
    await this.flush();
    if (this.#options.queue.waitingBytes > 0) await this.flush();
    await this.#closeFile();
  }

  async #run(): Promise<void> {
    const { queue, clock } = this.#options;
    if (this.#pause !== null && clock.monotonic() < this.#pause.retryAt) return;
    try {
      if (!this.#isKnown) await this.#look();
      const waiting = queue.unwritten();
      if (waiting.length > 0) await this.#checkFile();
      for (const chunk of waiting) await this.#write(chunk);
      await this.#expire();
      // A disk is good again when it has taken something, and not when there was nothing to take.
      if (waiting.length > 0) this.#resume();
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #checkFile(): Promise<void> {
    const current = this.#current;
    if (current?.file && (await current.file.isGone())) throw new FileGone(current.segment);
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#options;
    const listed = await store.list();
    const at = { now: clock.now(), monotonic: clock.monotonic() };
    // The age of what this run has seen before is known by the monotonic clock, whatever has been done to the other.
    const known = new Map(this.#ring.map(s => [s.number, s]));
    this.#ring = listed.map(s => known.get(s.number) ?? { ...s, expiresAt: expiryOf(s.startedAt, at) });
    this.#isKnown = true;
  }

  async #write(chunk: Chunk): Promise<void> {
    // Frames go on coming while the disk works: this attempt writes what waited when it got here.
    const bytes = chunk.buffer.subarray(chunk.written, chunk.used);
    const packets = chunk.waiting;
    const position = chunk.position + chunk.written;
    const { file, entry } = await this.#fileFor(chunk.segment);
    await this.#makeRoom(bytes.length);
    await file.write(bytes, position);
    entry.bytes = position + bytes.length;
    this.#options.queue.wrote(chunk, { bytes: bytes.length, packets });
  }

  async #fileFor(segment: OpenSegment): Promise<{ file: SegmentFile; entry: RingSegment }> {
    if (this.#current?.segment !== segment) await this.#closeFile();
    if (this.#current?.file) return { file: this.#current.file, entry: this.#current.entry };
    const file = segment.number === null ? await this.#create(segment) : await this.#reopen(segment, segment.number);
    const entry = this.#ring.find(s => s.number === segment.number);
    if (entry === undefined) {
      await file.close();
      throw new FileGone(segment);
    }
    this.#current = { segment, entry, file };
    return { file, entry };
  }

  async #create(segment: OpenSegment): Promise<SegmentFile> {
    const { startedAt, beganAt } = segment;
    const number = nextNumber(this.#ring, startedAt);
    const file = await this.#options.store.create({ number, startedAt });
    segment.number = number;
    this.#ring = [...this.#ring, { number, startedAt, bytes: 0, expiresAt: beganAt + KEPT_MS }];
    return file;
  }

  async #reopen(segment: OpenSegment, number: number): Promise<SegmentFile> {
    try {
      return await this.#options.store.reopen({ number, startedAt: segment.startedAt });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      throw new FileGone(segment);
    }
  }

  /** Rejects when the ring is full and nothing of it can be removed: the bound holds all the same. */
  async #makeRoom(incoming: number): Promise<void> {
    const { store, limitBytes } = this.#options;
    const spared = new Set<RingSegment>(this.#current === null ? [] : [this.#current.entry]);
    let trouble: unknown = new Error('the ring has no room');
    while (totalBytes(this.#ring) + incoming > limitBytes) {
      const victim = oldest(this.#ring, spared);
      if (victim === null) throw trouble;
      try {
        await store.remove(victim);
        this.#ring = this.#ring.filter(s => s !== victim);
      } catch (error) {
        // Somebody has it open, as Windows allows; the next oldest goes in its place.
        trouble = error;
        spared.add(victim);
      }
    }
  }

  async #expire(): Promise<void> {
    const { store, clock, log } = this.#options;
    const monotonic = clock.monotonic();
    if (this.#current !== null && this.#current.entry.expiresAt <= monotonic) await this.#closeFile();
    for (const old of expired(this.#ring, { monotonic, current: this.#current?.entry ?? null })) {
      try {
        await store.remove(old);
        this.#ring = this.#ring.filter(s => s !== old);
      } catch (error) {
        log.debug(() => `segment ${old.number} stays for now: ${codeOf(error)}`);
      }
    }
  }

  #resume(): void {
    const pause = this.#pause;
    if (pause === null) return;
    this.#pause = null;
    const pausedMs = this.#options.clock.monotonic() - pause.since;
    this.#options.onResumed({ code: pause.code, pausedMs });
  }

  async #fail(error: unknown): Promise<void> {
    const { clock, log, queue, onAbandoned, onPaused } = this.#options;
    const code = codeOf(error);
    if (error instanceof FileGone) onAbandoned(error.segment, queue.abandon(error.segment));
    // The handle may be as dead as the disk behind it, and files may have come and gone: everything is looked up anew.
    await this.#closeFile({ isForgotten: error instanceof FileGone });
    this.#isKnown = false;
    const now = clock.monotonic();
    if (this.#pause === null) {
      this.#pause = { code, since: now, retryAt: now + RETRY_MS };
      log.warn(() => `recording pauses: ${error instanceof Error ? error.message : code}`);
      onPaused(code);
    } else {
      this.#pause.retryAt = now + RETRY_MS;
    }
  }

  async #closeFile({ isForgotten = true } = {}): Promise<void> {
    const current = this.#current;
    if (current === null) return;
    const { file } = current;
    if (isForgotten) this.#current = null;
    current.file = null;
    try {
      await file?.close();
    } catch (error) {
      this.#options.log.debug(() => `closing a segment: ${codeOf(error)}`);
    }
  }
}
