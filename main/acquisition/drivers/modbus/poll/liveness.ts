/**
 * Is the device there? Counts the requests in a row that nobody answered, asks again at the first of them, and says when the
 * device has to be called lost; while it is lost, says when it is worth asking. Owns no state that anybody is shown.
 */

import { backoffMs, mostWaitMs } from '../../../backoff.ts';
import type { ChannelContext } from '../../../channel.ts';
import { LinkFault } from '../wire/fault.ts';
import { type ReplyShape, type Request, readRequest } from '../wire/pdu.ts';
import type { PolledBlock } from './polled-block.ts';

/** Silent requests in a row after which the device is lost. */
const LOST_AFTER = 2;
/**
 * A device on a connection of its own is asked something when it has not been heard for so long, ms. Looked at as often, that is a
 * question every 0.9 s: a link that has died is noticed within a second and two timeouts.
 */
export const QUIET_MS = 450;
/** Timers of this process may come late; a device is not lost for that, ms. */
const VERDICT_MARGIN_MS = 100;

export interface Question {
  readonly request: Request;
  readonly isUrgent: boolean;
}

export interface LivenessOptions {
  readonly unit: number;
  readonly timeoutMs: number;
  readonly context: Pick<ChannelContext, 'clock' | 'guard'>;
  /** The connection is the device's own, and no line stands behind it. */
  readonly isAlone: boolean;
  readonly blocks: () => readonly PolledBlock[];
  /** Asks for a block out of turn. */
  readonly submit: (block: PolledBlock) => void;
  /** Asks a question that brings no value, before all that waits if it is urgent; `fault` if the device does not answer it. */
  readonly ask: (question: Question, ended: (fault: LinkFault | null) => void) => void;
  /** True while a request with this reply is not sent because an older answer could be taken for its own. */
  readonly isHeld: (reply: ReplyShape) => boolean;
  /** Longest wait between two attempts while the device is lost, ms, where the line has others to serve. */
  readonly mostProbeWaitMs: () => number;
  /** Nobody has answered for long enough, or still nobody does. Told by what happens later; `silence` returns it. */
  readonly onLost: (fault: LinkFault) => void;
}

export class Liveness {
  readonly #options: LivenessOptions;
  #silent = 0;
  /** Monotonic ms. */
  #heardAt: number;
  #silentSince = 0;
  #failedProbes = 0;
  #probeAt = 0;
  #lastFault: LinkFault | null = null;
  #verdict: NodeJS.Timeout | undefined;
  /** A question that brings no value waits for its turn or its answer. */
  #isAsking = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#heardAt = this.#now();
  }

  /** When it answered last, or when it was first thought of; monotonic ms. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Requests in a row that brought no usable answer. */
  get silent(): number {
    return this.#silent;
  }

  /** Why the last request brought nothing. */
  get fault(): LinkFault {
    return this.#lastFault ?? new LinkFault('timeout', 'no reply');
  }

  /** While the device is lost: it is worth asking now. */
  get isProbeDue(): boolean {
    return this.#now() >= this.#probeAt;
  }

  heard(): void {
    this.#heardAt = this.#now();
    if (this.#silent > 0) clearTimeout(this.#verdict);
    this.#silent = 0;
    this.#failedProbes = 0;
  }

  /** A request of a device that counts as present was not answered. True: it is lost. */
  silence(fault: LinkFault): boolean {
    // All that was on the way when a connection ended is handed back with one fault: one accident, one silence.
    if (fault === this.#lastFault) return false;
    const now = this.#now();
    this.#lastFault = fault;
    if (this.#silent++ === 0) this.#silentSince = now;
    // What was on the way at once falls silent at once: the second look is a request that was sent after the first silence.
    const isSecondLook = fault.reason !== 'timeout' || now - this.#silentSince >= this.#options.timeoutMs - 1;
    return this.#silent >= LOST_AFTER && isSecondLook;
  }

  /** One silence is no proof: the device is asked at once whether it is there. */
  askAgain(): void {
    const { isAlone, timeoutMs, context } = this.#options;
    if (isAlone) {
      clearTimeout(this.#verdict);
      // A new connection may not come about at all: then there is no second silence to wait for.
      this.#verdict = setTimeout(
        context.guard(() => {
          if (this.#silent > 0) this.#options.onLost(this.fault);
        }),
        timeoutMs + VERDICT_MARGIN_MS,
      );
    }
    this.ask();
  }

  /** The device is asked seldom: something is asked in between, so that its loss shows soon. */
  askIfQuiet(): void {
    if (this.#now() - this.#heardAt >= QUIET_MS) this.ask();
  }

  /** Asks whether the device is there, unless something that it is asked already tells: what costs least and is answered soonest. */
  ask(): void {
    const { blocks, isHeld, submit } = this.#options;
    const isFree = (block: PolledBlock): boolean => !isHeld(block.request.reply);
    const all = blocks().toSorted((a, b) => a.silent - b.silent || a.block.count - b.block.count);
    if (this.#isAsking || all.some(block => block.isPending && isFree(block))) return;
    const idle = all.filter(block => !block.isPending);
    // A block that is deaf says nothing about its device.
    const hearing = idle.find(block => block.silent === 0 && isFree(block));
    if (hearing !== undefined) return submit(hearing);
    if (this.#askUnmistakably(all) || idle.length < all.length) return;
    const [other] = idle;
    if (other !== undefined) submit(idle.find(isFree) ?? other);
  }

  /** Somebody waits to know whether it is there: asked before all that waits. */
  askUrgently(): void {
    if (!this.#isAsking && !this.#askUnmistakably(this.#options.blocks(), true)) this.ask();
  }

  /** The device is lost, or still is: the next attempt waits, longer each time. */
  lost(fault: LinkFault): void {
    clearTimeout(this.#verdict);
    this.#lastFault = fault;
    this.#failedProbes++;
    const most = Math.max(mostWaitMs(fault.reason), this.#options.mostProbeWaitMs());
    this.#probeAt = this.#now() + backoffMs(this.#failedProbes, most);
  }

  /** There is a new connection: the next attempt need not wait. */
  hurry(): void {
    this.#probeAt = 0;
  }

  stop(): void {
    clearTimeout(this.#verdict);
  }

  #now(): number {
    return this.#options.context.clock.monotonic();
  }

  /**
   * The line owes answers that all blocks could be confused with. A shorter read of the same registers could not: it tells whether
   * the device is there, and that the older answers do not come any more. False: there is no such read.
   */
  #askUnmistakably(blocks: readonly PolledBlock[], isUrgent = false): boolean {
    const { unit, isHeld, ask, onLost } = this.#options;
    for (const { block } of blocks) {
      for (let count = 1; count < block.count; count++) {
        const request = readRequest({ unit, table: block.table, offset: block.offset, count });
        if (isHeld(request.reply)) continue;
        this.#isAsking = true;
        ask({ request, isUrgent }, fault => {
          this.#isAsking = false;
          if (fault !== null && this.#silent > 0) onLost(fault);
        });
        return true;
      }
    }
    return false;
  }
}
