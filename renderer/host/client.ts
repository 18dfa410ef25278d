/**
 * The typed client of one screen. Owns the connection, the link state and the reconnect loop; calls and streams keep
 * their own books. Breaking the re-open on reconnect leaves old values on the screen as if they were live.
 */
import type { CallName, InputOf, OutputOf, QueryName, StreamName } from '../../shared/rpc/contract.ts';
import type { HostMessage } from '../../shared/rpc/protocol.ts';
import { cancelledError, createCallBook, linkLostError } from './call-book.ts';
import { type LinkEvent, type LinkState, nextLink, retryDelayMs, startLink } from './link-state.ts';
import { createStreamBook } from './stream-book.ts';
import type { ClientTimers } from './timers.ts';
import type { Connect, Transport } from './transport.ts';

/** How often silence is looked for; with LINK_LOST_MS this keeps the banner within 2 s. */
const LINK_TICK_MS = 200;
/** A connection that says nothing at all for so long after its start is given up too: a frozen host, a half-open socket. */
const FIRST_MESSAGE_MS = 5_000;

/** These read or copy months and years. */
const LONG_CALLS: ReadonlySet<CallName> = new Set([
  'history.backup',
  'history.verifyBackup',
  'history.check',
  'alarms.performance',
  'alarms.suggest',
  'alarms.export',
  'events.export',
  'trends.export',
]);
/** A terabyte from a slow disk takes as long; what is lost with the link ends at once in any case. */
const LONG_CALL_MS = 24 * 3_600_000;

export interface StreamHandle<N extends StreamName> {
  /** Opens anew with another input; the next item is a snapshot. */
  reopen(input: InputOf<N>): void;
  close(): void;
}

export interface QueryOptions {
  /** Gives the query up: it rejects with code `cancelled` at once, and the station stops looking for the answer. */
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Rejects with `CallError`. A command cannot be given up: whoever gave it must hear how it ended. */
  call<N extends CallName>(
    name: N,
    input: InputOf<N>,
    options?: N extends QueryName ? QueryOptions : never,
  ): Promise<OutputOf<N>>;
  open<N extends StreamName>(name: N, input: InputOf<N>, onItem: (item: OutputOf<N>) => void): StreamHandle<N>;
  link(): LinkState;
  onLink(listener: () => void): () => void;
  /** Called on every new connection: read everything again. */
  onConnected(listener: () => void): () => void;
  /** The station's clock, epoch ms UTC, from the last beat. */
  stationNow(): number;
  stop(): void;
}

interface Connection {
  isOpen(): boolean;
  send: Transport['send'];
  link(): LinkState;
  stop(): void;
}

interface ConnectionEvents {
  onOpen(): void;
  onMessage(message: HostMessage): void;
  onDropped(): void;
  onPhase(): void;
}

/** One connection after the other, with growing pauses, until stopped. */
function keepConnected(connect: Connect, timers: ClientTimers, events: ConnectionEvents): Connection {
  let link = startLink(timers.now());
  let transport: Transport | null = null;
  let isOpen = false;
  let attempt = 0;
  let startedAt = timers.now();
  let cancelRetry: () => void = () => undefined;
  const step = (event: LinkEvent): void => {
    const before = link.phase;
    link = nextLink(link, event);
    if (link.phase !== before) events.onPhase();
  };
  const drop = (): void => {
    events.onDropped();
    isOpen = false;
    transport?.close();
    transport = null;
    cancelRetry();
    cancelRetry = timers.after(retryDelayMs(attempt++), start);
  };
  function start(): void {
    startedAt = timers.now();
    transport = connect({
      onOpen: () => {
        isOpen = true;
        events.onOpen();
      },
      onMessage: message => {
        attempt = 0;
        step({ kind: 'heard', at: timers.now() });
        events.onMessage(message);
      },
      onClose: () => {
        step({ kind: 'closed', at: timers.now() });
        drop();
      },
    });
  }
  const stopTicking = timers.every(LINK_TICK_MS, () => {
    const before = link.phase;
    step({ kind: 'tick', at: timers.now() });
    // A silent peer is given up: whatever it says later, the new connection starts with snapshots.
    const isSilent = link.phase !== 'up' && transport !== null && timers.now() - startedAt > FIRST_MESSAGE_MS;
    if ((before === 'up' && link.phase === 'lost') || isSilent) drop();
  });
  start();
  return {
    isOpen: () => isOpen,
    send: message => transport?.send(message),
    link: () => link,
    stop: () => {
      stopTicking();
      drop();
      cancelRetry();
    },
  };
}

/** Starts connecting at once and goes on until `stop()`. */
export function createClient(connect: Connect, timers: ClientTimers): Client {
  const linkListeners = new Set<() => void>();
  const connectedListeners = new Set<() => void>();
  const calls = createCallBook(timers);
  let lastId = 0;
  let clockOffsetMs = 0;
  const streams = createStreamBook({
    send: message => {
      if (connection.isOpen()) connection.send(message);
    },
    isOpen: () => connection.isOpen(),
    nextId: () => ++lastId,
    timers,
  });
  const connection = keepConnected(connect, timers, {
    onOpen: () => {
      streams.openAll();
      for (const listener of connectedListeners) listener();
    },
    onMessage: message => {
      if (message.kind === 'beat') clockOffsetMs = message.now - timers.wall();
      else if (message.kind === 'reply') calls.settle(message);
      else if (message.kind === 'item') streams.receive(message);
      else streams.ended(message.id, message.error);
    },
    onDropped: () => {
      streams.closeAll();
      calls.rejectAll();
    },
    onPhase: () => {
      for (const listener of linkListeners) listener();
    },
  });

  return {
    call: async (name, input, options?: QueryOptions) => {
      const signal = options?.signal;
      if (signal?.aborted === true) throw cancelledError();
      if (!connection.isOpen()) throw linkLostError();
      const id = ++lastId;
      const reply = LONG_CALLS.has(name) ? calls.wait(id, LONG_CALL_MS) : calls.wait(id);
      connection.send({ kind: 'call', id, method: name, input });
      const giveUp = (): void => {
        if (calls.cancel(id)) connection.send({ kind: 'cancel', id });
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      // A signal may outlive many calls.
      void reply.catch(() => undefined).finally(() => signal?.removeEventListener('abort', giveUp));
      // The envelope's value has the type that the contract gives this method; the host is compiled against it.
      return (await reply) as OutputOf<typeof name>;
    },
    open: (name, input, onItem) => streams.add(name, input, item => onItem(item as OutputOf<typeof name>)),
    link: () => connection.link(),
    onLink: listener => subscribeTo(linkListeners, listener),
    onConnected: listener => subscribeTo(connectedListeners, listener),
    stationNow: () => timers.wall() + clockOffsetMs,
    stop: () => connection.stop(),
  };
}

function subscribeTo(set: Set<() => void>, listener: () => void): () => void {
  set.add(listener);
  return () => set.delete(listener);
}
