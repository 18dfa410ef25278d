/**
 * One client of the station, over whatever transport: its calls, its streams, its beat. What it asks is given up when it
 * says so or goes. A stream item is sent only when the
 * one before has been acknowledged and the interval has passed, so a slow client gets fewer and newer items and main holds no
 * queue for it.
 */
import { z } from 'zod';
import { BEAT_MS, type HostMessage } from '../../shared/rpc/protocol.ts';
import type { Caller, Outlet } from '../handlers/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import { body, type Dispatcher } from './dispatch.ts';

/** How a transport gets messages to its client. */
export interface SessionPeer {
  /** Where the client is, for the journal of what it does: console or address. */
  readonly where?: string;
  send(message: HostMessage): void;
}

export interface Session {
  /** A message from the client: hostile until validated. False, and nothing happens, when it is none. */
  receive(message: unknown): boolean;
  close(): void;
}

export type OpenSession = (peer: SessionPeer) => Session;

/** ≤ 4 items a second and stream unless its outlet says otherwise (hmi.md 3.2: more costs paint, not truth). */
const ITEM_INTERVAL_MS = 250;
/** Replies of one scan come within a few ms of each other; they travel together. */
const GATHER_MS = 10;
/** More at once is a mistake of the client. */
const MAX_STREAMS = 32;
const MAX_CALLS = 256;

const id = z.int().nonnegative();
const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id, method: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id }),
  z.object({ kind: z.literal('open'), id, method: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('close'), id }),
  z.object({ kind: z.literal('ack'), id, seq: id }),
]);

interface OpenStream {
  readonly outlet: Outlet<unknown>;
  seq: number;
  acknowledged: boolean;
  awake: boolean;
  /** First news since the last item. */
  wokenAt: number;
  sentAt: number;
  /** When the timer fires. */
  dueAt: number;
  timer: NodeJS.Timeout | undefined;
}

interface RunningCall {
  readonly id: number;
  readonly giveUp: AbortController;
}

export interface SessionContext {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly caller: Caller;
}

export class ClientSession implements Session {
  readonly #peer: SessionPeer;
  readonly #context: SessionContext;
  readonly #streams = new Map<number, OpenStream>();
  readonly #beat: NodeJS.Timeout;
  readonly #calls = new Set<RunningCall>();
  readonly #ended = new AbortController();
  #closed = false;

  constructor(peer: SessionPeer, context: SessionContext) {
    this.#peer = peer;
    this.#context = context;
    const beat = () => peer.send({ kind: 'beat', now: context.clock.now() });
    this.#beat = setInterval(beat, BEAT_MS);
    beat();
  }

  receive(message: unknown): boolean {
    const parsed = messageSchema.safeParse(message);
    if (!parsed.success) return false;
    if (this.#closed) return true;
    const m = parsed.data;
    if (m.kind === 'call') void this.#call(m);
    else if (m.kind === 'cancel') this.#cancel(m.id);
    else if (m.kind === 'open') this.#open(m);
    else if (m.kind === 'ack') this.#acknowledge(m.id, m.seq);
    else this.#end(m.id);
    return true;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#beat);
    for (const { giveUp } of this.#calls) giveUp.abort();
    for (const streamId of [...this.#streams.keys()]) this.#end(streamId);
    this.#ended.abort();
  }

  async #call(m: { id: number; method: string; input?: unknown }): Promise<void> {
    if (this.#calls.size >= MAX_CALLS) {
      this.#peer.send({ kind: 'reply', id: m.id, reply: { ok: false, error: BUSY } });
      return;
    }
    const call: RunningCall = { id: m.id, giveUp: new AbortController() };
    this.#calls.add(call);
    const { dispatcher, caller } = this.#context;
    const reply = await dispatcher.call(m.method, m.input, {
      ...caller,
      session: this.#ended.signal,
      signal: call.giveUp.signal,
    });
    this.#calls.delete(call);
    if (!this.#closed) this.#peer.send({ kind: 'reply', id: m.id, reply });
  }

  /** A call that has been answered meanwhile is none any more. */
  #cancel(callId: number): void {
    for (const { id, giveUp } of this.#calls) if (id === callId) giveUp.abort();
  }

  #open(m: { id: number; method: string; input?: unknown }): void {
    if (this.#streams.has(m.id) || this.#streams.size >= MAX_STREAMS) {
      this.#peer.send({ kind: 'ended', id: m.id, error: BUSY });
      return;
    }
    let wokenEarly = false;
    let stream: OpenStream | null = null;
    const wake = () => {
      if (stream === null) wokenEarly = true;
      else this.#wake(m.id, stream);
    };
    const opened = this.#context.dispatcher.open(m.method, m.input, { caller: this.#context.caller, wake });
    if (!opened.ok) {
      this.#peer.send({ kind: 'ended', id: m.id, error: opened.error });
      return;
    }
    const never = Number.NEGATIVE_INFINITY;
    const times = { wokenAt: never, sentAt: never, dueAt: never, timer: undefined };
    stream = { outlet: opened.value, seq: 0, acknowledged: true, awake: false, ...times };
    this.#streams.set(m.id, stream);
    if (wokenEarly) wake();
  }

  #wake(streamId: number, stream: OpenStream): void {
    if (this.#streams.get(streamId) !== stream) return;
    const now = this.#context.clock.monotonic();
    if (!stream.awake) stream.wokenAt = now;
    stream.awake = true;
    if (!stream.acknowledged) return;
    const { pauseMs = ITEM_INTERVAL_MS } = stream.outlet;
    const dueAt = Math.max(stream.wokenAt + GATHER_MS, stream.sentAt + pauseMs);
    if (stream.timer !== undefined && dueAt >= stream.dueAt) return;
    clearTimeout(stream.timer);
    stream.dueAt = dueAt;
    stream.timer = setTimeout(
      () => {
        stream.timer = undefined;
        this.#send(streamId, stream);
      },
      Math.max(0, dueAt - now),
    );
  }

  #send(streamId: number, stream: OpenStream): void {
    stream.awake = false;
    // In flight before it is taken: the outlet may wake the stream while it is being emptied.
    stream.acknowledged = false;
    const item = stream.outlet.take();
    if (item === null) {
      stream.acknowledged = true;
      if (stream.awake) this.#wake(streamId, stream);
      return;
    }
    stream.sentAt = this.#context.clock.monotonic();
    this.#peer.send({ kind: 'item', id: streamId, seq: ++stream.seq, item });
  }

  #acknowledge(streamId: number, seq: number): void {
    const stream = this.#streams.get(streamId);
    if (stream === undefined || seq !== stream.seq) return;
    stream.acknowledged = true;
    if (stream.awake) this.#wake(streamId, stream);
  }

  #end(streamId: number): void {
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return;
    clearTimeout(stream.timer);
    stream.outlet.close();
    this.#streams.delete(streamId);
  }
}

const BUSY = body('busy', 'backoff', {
  en: ['Too much is open at once, or the id is in use.', 'Close streams that are not needed and use new ids.'],
  zh: ['同时打开过多，或编号已被使用。', '关闭不需要的流，并使用新的编号。'],
});
