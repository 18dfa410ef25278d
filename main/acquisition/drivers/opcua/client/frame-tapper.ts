/**
 * Copies the chunks of a secure channel for the flight recorder, in the worker, while it is wanted. Chunks are as they go over
 * the wire: with SignAndEncrypt only their headers can be read. Costs two listeners that return at once while it is off.
 */
import type { ClientSecureChannelLayer } from 'node-opcua-client';
import type { Report } from './report.ts';

export class FrameTapper {
  isOn: boolean;
  readonly #attempt: number;
  readonly #report: Report;

  constructor(attempt: number, report: Report, isOn: boolean) {
    this.#attempt = attempt;
    this.#report = report;
    this.isOn = isOn;
  }

  listen(channel: ClientSecureChannelLayer): void {
    channel.on('send_chunk', chunk => this.#tap('sent', chunk));
    channel.on('receive_chunk', chunk => this.#tap('received', chunk));
  }

  #tap(direction: 'sent' | 'received', chunk: Buffer): void {
    if (!this.isOn) return;
    // A copy of its own: the library decrypts in place, and the memory moves to the other thread.
    const bytes = Uint8Array.from(chunk);
    this.#report({ kind: 'frame', attempt: this.#attempt, direction, bytes }, [bytes.buffer]);
  }
}
