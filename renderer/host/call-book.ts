/**
 * Calls that wait for their reply. Each ends exactly once: with a value, an error, a deadline, the loss of the link, or given up
 * by its caller.
 */
import type { ErrorBody } from '../../shared/rpc/error.ts';
import type { HostMessage } from '../../shared/rpc/protocol.ts';
import type { ClientTimers } from './timers.ts';

/** Deadline of one call: longer than any query may take, short enough to tell a person. */
const CALL_TIMEOUT_MS = 10_000;

export class CallError extends Error {
  override readonly name = 'CallError';
  readonly body: ErrorBody;
  constructor(body: ErrorBody) {
    super(body.message);
    this.body = body;
  }
}

const LINK_LOST: ErrorBody = {
  code: 'link-lost',
  message: 'The link to the station is lost.',
  hint: 'The screen reconnects by itself.',
  retry: 'backoff',
  zh: { message: '与站控主机的连接已中断。', hint: '画面会自动重新连接。' },
};

const NO_REPLY: ErrorBody = {
  code: 'busy',
  message: 'The station did not answer in time.',
  hint: 'Try again; look at the load of the host if it happens often.',
  retry: 'backoff',
  zh: { message: '站控主机未按时应答。', hint: '请重试；若经常发生，请检查主机负荷。' },
};

const CANCELLED: ErrorBody = {
  code: 'cancelled',
  message: 'The question was given up.',
  hint: 'Ask again if the answer is still wanted.',
  retry: 'never',
  zh: { message: '查询已取消。', hint: '如仍需要结果，请重新查询。' },
};

export const cancelledError = (): CallError => new CallError(CANCELLED);
export const linkLostError = (): CallError => new CallError(LINK_LOST);

export interface CallBook {
  /** Waits for the reply to message `id`, at most `limitMs`. Rejects with `CallError`. */
  wait(id: number, limitMs?: number): Promise<unknown>;
  /** Rejects the call as `cancelled`; false when it has ended already. */
  cancel(id: number): boolean;
  settle(message: Extract<HostMessage, { kind: 'reply' }>): void;
  /** The link is gone: nobody will answer. */
  rejectAll(): void;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: CallError) => void;
  cancelTimeout: () => void;
}

export function createCallBook(timers: Pick<ClientTimers, 'after'>): CallBook {
  const calls = new Map<number, Pending>();
  const take = (id: number): Pending | undefined => {
    const call = calls.get(id);
    calls.delete(id);
    call?.cancelTimeout();
    return call;
  };
  return {
    wait: (id, limitMs = CALL_TIMEOUT_MS) =>
      new Promise((resolve, reject) => {
        const cancelTimeout = timers.after(limitMs, () => take(id)?.reject(new CallError(NO_REPLY)));
        calls.set(id, { resolve, reject, cancelTimeout });
      }),
    cancel: id => {
      const call = take(id);
      call?.reject(cancelledError());
      return call !== undefined;
    },
    settle: ({ id, reply }) => {
      const call = take(id);
      if (reply.ok) call?.resolve(reply.value);
      else call?.reject(new CallError(reply.error));
    },
    rejectAll: () => {
      for (const id of [...calls.keys()]) take(id)?.reject(linkLostError());
    },
  };
}
