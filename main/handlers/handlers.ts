/** What main must answer: one function per contract entry. Leaving one out does not compile. */
import type { z } from 'zod';
import type { CommandName, Contract, OutputOf, QueryName, Role, StreamName } from '../../shared/rpc/contract.ts';

/** Who asks. */
export interface Caller {
  readonly role: Role;
  /** Console or address. */
  readonly where: string;
  /** Of a client that stays: aborted when its session has ended. Absent where somebody asks once. */
  readonly session?: AbortSignal;
}

/** Who did it and from where, for an event. */
export const by = (who: string, caller: Pick<Caller, 'where'> | undefined): { who: string; where?: string } =>
  caller === undefined ? { who } : { who, where: caller.where };

/** Input after validation, defaults filled in. */
export type ParsedInput<N extends keyof Contract> = z.output<Contract[N]['input']>;

/** The sending side of one open stream. The session asks when the client is ready, so nothing is queued for a slow one. */
export interface Outlet<Item> {
  /** Least time from one item to the next, ms, looked at whenever it wakes; the session's own when it is left out. */
  readonly pauseMs?: number;
  /** What there is to send now, or null. The first call gives the snapshot where the stream has one. */
  take(): Item | null;
  close(): void;
}

/** `signal` says that nobody waits for the answer any more; a query that takes long looks at it. Commands are never given up. */
export type QueryHandlers = {
  readonly [N in QueryName]: (input: ParsedInput<N>, signal: AbortSignal) => OutputOf<N> | Promise<OutputOf<N>>;
};

/** What they throw without meaning to is an internal error; what cannot be done now is a `RequestError`. */
export type CommandHandlers = {
  readonly [N in CommandName]: (input: ParsedInput<N>, caller: Caller) => OutputOf<N> | Promise<OutputOf<N>>;
};

export type StreamHandlers = {
  /** `wake` says that `take` would give something. */
  readonly [N in StreamName]: (input: ParsedInput<N>, wake: () => void) => Outlet<OutputOf<N>>;
};

export interface Handlers {
  readonly queries: QueryHandlers;
  readonly commands: CommandHandlers;
  readonly streams: StreamHandlers;
}

/** Trouble with a request that the caller can mend; becomes the envelope's error. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code:
    | 'bad-input'
    | 'unknown-tag'
    | 'unknown-scene'
    | 'unknown-device'
    | 'unknown-channel'
    | 'not-possible'
    | 'busy';
  readonly hint: string;
  readonly zh: { readonly message: string; readonly hint: string };

  constructor(
    code: RequestError['code'],
    english: { readonly message: string; readonly hint: string },
    chinese: { readonly message: string; readonly hint: string },
  ) {
    super(english.message);
    this.code = code;
    this.hint = english.hint;
    this.zh = chinese;
  }
}
