/**
 * Samples between the tag table and the disk (main thread): posted to the writer thread twice a second and kept until they are
 * durable, so that a writer thread that dies costs nothing; both threads see the same memory. Memory is bounded: when the disk takes
 * nothing for long, the newest samples are given up, counted, and the gap is stored as a gap.
 */
import type { SampleBatch } from '../../shared/model/tag.ts';
import type { Clock } from '../platform/clock.ts';
import { Intake } from './intake.ts';
import type { SamplePost, StoredPosts } from './messages.ts';

/** A commit takes as long again at most, so that 1 s of samples is at risk in a power cut. */
export const POST_MS = 500;
/** Samples of one post: a burst is posted earlier. */
const POST_SAMPLES = 100_000;
/** Samples that wait for the disk, 22 to 44 bytes each: 7 minutes of 10,000 tags, 5 hours of the demo station. */
const MOST_PENDING = 4_000_000;

export interface PostCounts {
  readonly offered: number;
  readonly stored: number;
  readonly pending: number;
  readonly lost: number;
}

export interface PostingParts {
  readonly isRecorded: Uint8Array;
  readonly clock: Clock;
  readonly post: (post: SamplePost) => void;
  /** Samples are being given up from here on. */
  readonly onLoss: () => void;
}

export class Posting {
  readonly #parts: PostingParts;
  readonly #intake: Intake;
  #posts: SamplePost[] = [];
  #lastId: number;
  #offered = 0;
  #stored = 0;
  #lost = 0;
  #pending = 0;
  /** Time of the first sample given up since the last one that was not, epoch ms. */
  #gapAt: number | null = null;
  readonly #waiting: { readonly id: number; readonly resolve: () => void }[] = [];

  /** @param lastId of the post before the first one */
  constructor(parts: PostingParts, lastId: number) {
    this.#parts = parts;
    this.#lastId = lastId;
    this.#intake = new Intake(parts.isRecorded, () => parts.clock.now());
  }

  get counts(): PostCounts {
    return { offered: this.#offered, stored: this.#stored, pending: this.#pending, lost: this.#lost };
  }

  /** A listener of the tag table. */
  record(batch: SampleBatch): void {
    if (this.#pending >= MOST_PENDING) return this.#giveUp(batch);
    const count = this.#intake.add(batch);
    this.#offered += count;
    this.#pending += count;
    if (this.#intake.count >= POST_SAMPLES) this.post();
  }

  /** Sends what has been gathered on its way. */
  post(): void {
    if (this.#intake.count === 0) return;
    const post: SamplePost = { kind: 'samples', id: ++this.#lastId, gapAt: this.#gapAt, ...this.#intake.take() };
    this.#gapAt = null;
    this.#posts.push(post);
    this.#parts.post(post);
  }

  /** Everything recorded so far is on disk. */
  flushed(): Promise<void> {
    this.post();
    if (this.#posts.length === 0) return Promise.resolve();
    const id = this.#lastId;
    return new Promise(resolve => this.#waiting.push({ id, resolve }));
  }

  /** Every post up to `id` is durable: so many samples, as the writer has counted them. */
  committed(id: number, samples: number): void {
    this.#stored += samples;
    for (const post of this.#settled(id)) {
      this.#pending -= post.count;
      this.#intake.giveBack(post);
    }
    while ((this.#waiting[0]?.id ?? Number.POSITIVE_INFINITY) <= id) this.#waiting.shift()?.resolve();
  }

  /** A new writer thread tells what it has; it gets the rest again. */
  again({ last, sealed, samples }: StoredPosts): void {
    const there = this.#posts.filter(({ id }) => id <= last);
    const counted = there.map(({ id, count }) => (id <= sealed ? count : (samples.get(id) ?? 0)));
    this.committed(
      last,
      counted.reduce((sum, count) => sum + count, 0),
    );
    for (const post of this.#posts) this.#parts.post(post);
  }

  #settled(id: number): SamplePost[] {
    const end = this.#posts.findIndex(post => post.id > id);
    return this.#posts.splice(0, end < 0 ? this.#posts.length : end);
  }

  #giveUp(batch: SampleBatch): void {
    // What was gathered before goes first: the intake is empty then, and only counts.
    this.post();
    const count = this.#intake.add(batch);
    this.#intake.drop();
    this.#offered += count;
    this.#lost += count;
    if (this.#gapAt !== null || count === 0) return;
    // Not the time of a sample: a device may tell any.
    this.#gapAt = this.#parts.clock.now();
    this.#parts.onLoss();
  }
}
