/**
 * What goes out next over a channel's connection: writes before reads, reads by deadline, nothing whose answer could be taken for
 * an older one, and no write after its deadline. Knows nothing of connecting; it is given a link, or none.
 */
import type { ChannelContext } from '../../../channel.ts';
import type { Link } from '../wire/link.ts';
import type { WriteJob } from '../write-job.ts';
import type { ReadJob } from './read-job.ts';
import { RequestQueue } from './request-queue.ts';

export type Job = ReadJob | WriteJob;

/** Earlier than any deadline, with room below for as many more as there can be; ms. */
const FIRST = -1e15;
/** A device that ends the connection after an answer does so within this time: what is asked then has not gone down with it; ms. */
const CAREFUL_PAUSE_MS = 20;
/** A write that waits for an older answer looks again after this long, ms. */
const HELD_WRITE_MS = 20;
/** A timer that is set for longer fires at once; ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Dispatcher {
  readonly #context: Pick<ChannelContext, 'clock' | 'guard'>;
  readonly #onSpoilt: () => void;
  readonly #queue = new RequestQueue<WriteJob, ReadJob>();
  #link: Link<Job> | null = null;
  #held: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #isPumping = false;
  /** Of the reads that go before all others; each goes before those put there earlier. */
  #firstDeadline = FIRST;
  /**
   * A connection ended with reads on the way: they are asked again one at a time, each some time after the answer before it, so
   * that the one with which the connection ends once more is to blame for that.
   */
  #isCareful = false;
  /** Since when the link is used, monotonic ms. */
  #usedSince = 0;

  /** @param onSpoilt what waits cannot be asked on this link any more, only on a new one */
  constructor(context: Pick<ChannelContext, 'clock' | 'guard'>, onSpoilt: () => void) {
    this.#context = context;
    this.#onSpoilt = onSpoilt;
  }

  /** Sends over this link from now on; null = what comes waits. */
  use(link: Link<Job> | null): void {
    this.#link = link;
    this.#usedSince = this.#context.clock.monotonic();
    this.pump();
  }

  /** Nothing waits. */
  get isEmpty(): boolean {
    return this.#queue.size === 0;
  }

  addRead(job: ReadJob): void {
    this.#queue.addRead(job);
    this.pump();
  }

  addWrite(job: WriteJob): void {
    this.#queue.addWrite(job);
    this.pump();
    this.#expireWrites();
  }

  /** It goes before all others: a device that closes after each reply answers only what it is asked first. */
  putFirst(job: ReadJob): void {
    job.deadline = --this.#firstDeadline;
    this.#queue.addRead(job);
  }

  /** A read went down with its connection and is asked again on the next one, alone. */
  repeat(job: ReadJob): void {
    job.isRepeated = true;
    this.#isCareful = true;
    this.putFirst(job);
  }

  /** Sends as long as there is room. What answers during it may add more: then this run goes on with it. */
  pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      for (let job = this.#next(); job !== null; job = this.#next()) this.#send(job);
    } finally {
      this.#isPumping = false;
    }
  }

  /** Whoever waits for a read learns that nothing was sent. */
  dropReads(): void {
    for (const read of this.#queue.clearReads()) read.notSent();
  }

  /** A write is never kept for a connection to come. */
  dropWrites(detail: string): void {
    for (const write of this.#queue.clearWrites()) write.notSent(detail);
  }

  /** The device is lost or out of operation: what waits for it is not sent to it any more. */
  refuseWrites(device: string, why: 'not-connected' | 'disabled', detail: string): void {
    const isItsOwn = (write: WriteJob): boolean => write.device === device;
    for (;;) {
      const write = this.#queue.takeWrite(isItsOwn);
      if (write === undefined) return;
      write.notSent(detail, why);
    }
  }

  stop(): void {
    this.#link = null;
    clearTimeout(this.#held);
    clearTimeout(this.#expiry);
    this.dropWrites('the channel is stopped');
    this.dropReads();
  }

  #send(job: Job): void {
    const link = this.#link;
    if (link === null) return;
    if (!link.isSpoiltFor(job.request.reply)) {
      if (job.isUrgent) job.leaves();
      link.send(job);
      return;
    }
    if (job.isUrgent) job.notSent('the connection has to be renewed first');
    else this.putFirst(job);
    this.#onSpoilt();
  }

  #next(): Job | null {
    const link = this.#link;
    if (link === null || link.room === 0 || (this.#isCareful && this.#isTooSoon(link))) return null;
    const write = this.#nextWrite(link);
    if (write !== null) return write;
    for (;;) {
      let soonestMs = this.#queue.hasWrites ? HELD_WRITE_MS : Number.POSITIVE_INFINITY;
      const job = this.#queue.takeRead(read => {
        const heldMs = read.isWanted() ? link.ambiguousForMs(read.request.reply) : 0;
        if (heldMs > 0) soonestMs = Math.min(soonestMs, heldMs);
        return heldMs === 0;
      });
      if (job === undefined) {
        this.#pumpAfter(soonestMs);
        return null;
      }
      if (job.isWanted()) {
        this.#isCareful &&= job.isRepeated || this.#queue.someRead(read => read.isRepeated);
        return job;
      }
      job.notSent();
    }
  }

  #isTooSoon(link: Link<Job>): boolean {
    if (!link.isIdle) return true;
    if (link.heardAt <= this.#usedSince) return false;
    const left = link.heardAt + CAREFUL_PAUSE_MS - this.#context.clock.monotonic();
    if (left > 0) this.#pumpAfter(left);
    return left > 0;
  }

  /** The last look at the clock before a write leaves: what is too late stays here. */
  #nextWrite(link: Link<Job>): WriteJob | null {
    // Bytes that the operating system does not take now would leave later than anybody knows.
    if (!this.#queue.hasWrites || !link.isDrained) return null;
    const now = this.#context.clock.monotonic();
    const isFree = (job: WriteJob): boolean => link.ambiguousForMs(job.request.reply) === 0 && job.mayLeave();
    return this.#queue.takeWrite(job => job.deadline > now && isFree(job)) ?? null;
  }

  #expireWrites(): void {
    clearTimeout(this.#expiry);
    const now = this.#context.clock.monotonic();
    for (;;) {
      const late = this.#queue.takeWrite(write => write.deadline <= now);
      if (late === undefined) break;
      late.expired();
    }
    const next = this.#queue.nextWriteDeadline;
    if (next === null) return;
    this.#expiry = setTimeout(
      this.#context.guard(() => this.#expireWrites()),
      Math.min(LONGEST_TIMER_MS, Math.ceil(next - now)),
    );
  }

  #pumpAfter(ms: number): void {
    clearTimeout(this.#held);
    if (ms === Number.POSITIVE_INFINITY) return;
    this.#held = setTimeout(
      this.#context.guard(() => this.pump()),
      Math.ceil(ms),
    );
  }
}
