/**
 * Logical streams of one screen. A stream outlives connections: it is opened anew, with a snapshot, on each new one and
 * after each gap in `seq`. Every item is acknowledged once it has been taken in; the host sends the next only then.
 */
import type { ErrorBody } from '../../shared/rpc/error.ts';
import type { ClientMessage, HostMessage } from '../../shared/rpc/protocol.ts';
import type { ClientTimers } from './timers.ts';

const RETRY_MS = 1_000;

export interface StreamBookOptions {
  /** Does nothing while there is no connection. */
  readonly send: (message: ClientMessage) => void;
  readonly isOpen: () => boolean;
  readonly nextId: () => number;
  readonly timers: Pick<ClientTimers, 'after'>;
}

export interface StreamBook {
  add(method: string, input: unknown, deliver: (item: unknown) => void): StreamEntry;
  openAll(): void;
  closeAll(): void;
  receive(message: Extract<HostMessage, { kind: 'item' }>): void;
  ended(id: number, error: ErrorBody): void;
}

export interface StreamEntry {
  reopen(input: unknown): void;
  close(): void;
}

interface LogicalStream {
  readonly method: string;
  input: unknown;
  /** Message id on the present connection, 0 while not open. */
  id: number;
  nextSeq: number | null;
  readonly deliver: (item: unknown) => void;
}

export function createStreamBook({ send, isOpen, nextId, timers }: StreamBookOptions): StreamBook {
  const streams = new Set<LogicalStream>();
  const open = (stream: LogicalStream): void => {
    stream.id = nextId();
    stream.nextSeq = null;
    send({ kind: 'open', id: stream.id, method: stream.method, input: stream.input });
  };
  const close = (stream: LogicalStream): void => {
    if (stream.id !== 0) send({ kind: 'close', id: stream.id });
    stream.id = 0;
  };
  const find = (id: number): LogicalStream | undefined => [...streams].find(stream => stream.id === id);

  return {
    add: (method, input, deliver) => {
      const stream: LogicalStream = { method, input, id: 0, nextSeq: null, deliver };
      streams.add(stream);
      if (isOpen()) open(stream);
      return {
        reopen: next => {
          close(stream);
          stream.input = next;
          if (isOpen()) open(stream);
        },
        close: () => {
          close(stream);
          streams.delete(stream);
        },
      };
    },
    openAll: () => {
      for (const stream of streams) open(stream);
    },
    closeAll: () => {
      for (const stream of streams) close(stream);
    },
    receive: ({ id, seq, item }) => {
      const stream = find(id);
      if (stream === undefined) return;
      if (stream.nextSeq !== null && seq !== stream.nextSeq) {
        close(stream);
        open(stream);
        return;
      }
      stream.nextSeq = seq + 1;
      stream.deliver(item);
      if (stream.id === id) send({ kind: 'ack', id, seq });
    },
    ended: (id, error) => {
      const stream = find(id);
      if (stream === undefined) return;
      stream.id = 0;
      if (error.retry === 'never') return;
      timers.after(RETRY_MS, () => {
        if (isOpen() && stream.id === 0 && streams.has(stream)) open(stream);
      });
    },
  };
}
