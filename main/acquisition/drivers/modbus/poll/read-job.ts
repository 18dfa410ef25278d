/** One read that waits for its turn on the connection. */
import type { Exchange } from '../wire/link.ts';
import type { Waiting } from './request-queue.ts';

export interface ReadJob extends Exchange, Waiting {
  readonly isUrgent: false;
  deadline: number;
  /** False: it was given up while it waited; it is not sent. */
  isWanted(): boolean;
  /** It is not sent: there is no connection, or nobody wants it any more. This says nothing about the device. */
  notSent(): void;
  /** It went out once on a connection that the device closed; it is not repeated again. */
  isRepeated: boolean;
}
