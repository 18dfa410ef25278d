/**
 * Keeps publish requests at the server and hands its answers on, in the worker. Its own instead of the library's, because
 * that one lets a gap in the numbers pass, tells no times, and calls two listeners for every value.
 * Requests: one more than there are subscriptions, so that a response on its way never leaves the server without one.
 */
import { type NotificationMessage, PublishRequest, PublishResponse } from 'node-opcua-client';
import { type Failure, failureOf } from '../../failure.ts';
import { type Requests, ServiceFaultError } from '../requests.ts';

/** Requests that wait at the server at once, at most; PLCs allow few. */
const MOST_WAITING = 10;
/** A publish request is held back until there is something to say; the channel's watchdog is faster than this, ms. */
const LEAST_LIMIT_MS = 60_000;
const KEEP_ALIVES = 10;

export interface PublishLoopOptions {
  readonly requests: Requests;
  readonly onMessage: (subscriptionId: number, message: NotificationMessage) => void;
  readonly onLost: (failure: Failure) => void;
}

export class PublishLoop {
  readonly #options: PublishLoopOptions;
  #acknowledgements: { readonly subscriptionId: number; readonly sequenceNumber: number }[] = [];
  #subscriptions = 0;
  #waiting = 0;
  #most = MOST_WAITING;
  #limitMs = LEAST_LIMIT_MS;
  #isClosed = false;

  constructor(options: PublishLoopOptions) {
    this.#options = options;
  }

  /** There is one subscription more, which is silent for `keepAliveMs` at most. */
  add(keepAliveMs: number): void {
    this.#subscriptions += 1;
    this.#limitMs = Math.max(this.#limitMs, KEEP_ALIVES * keepAliveMs);
    this.#fill();
  }

  close(): void {
    this.#isClosed = true;
  }

  #fill(): void {
    while (!this.#isClosed && this.#waiting < Math.min(this.#subscriptions + 1, this.#most)) {
      this.#waiting += 1;
      void this.#ask();
    }
  }

  /** Never rejects: what goes wrong ends the client. */
  async #ask(): Promise<void> {
    const subscriptionAcknowledgements = this.#acknowledgements;
    this.#acknowledgements = [];
    try {
      const request = new PublishRequest({ subscriptionAcknowledgements });
      const response = await this.#options.requests.send(request, PublishResponse, this.#limitMs);
      this.#waiting -= 1;
      if (!this.#isClosed) this.#take(response);
    } catch (error) {
      this.#waiting -= 1;
      if (!this.#isClosed && !this.#isBearable(error)) return this.#options.onLost(failureOf(error));
    }
    this.#fill();
  }

  #take({ subscriptionId, notificationMessage }: PublishResponse): void {
    const { sequenceNumber, notificationData } = notificationMessage;
    // A keep-alive carries the number of the message to come: nothing to acknowledge (Part 4, 5.14.5).
    if (notificationData?.length) this.#acknowledgements.push({ subscriptionId, sequenceNumber });
    this.#options.onMessage(subscriptionId, notificationMessage);
  }

  #isBearable(error: unknown): boolean {
    if (!(error instanceof ServiceFaultError)) return false;
    if (error.status === 'BadTooManyPublishRequests' && this.#most > 1) {
      this.#most = Math.max(1, this.#waiting);
      return true;
    }
    // The request grew old at the server; the next one takes its place.
    return error.status === 'BadTimeout';
  }
}
