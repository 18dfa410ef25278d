/** One Modbus connection without a channel above it: requests as promises, so that a test sees what each of them comes to. */

import { LinkFault } from '../../main/acquisition/drivers/modbus/wire/fault.ts';
import { LateReplies } from '../../main/acquisition/drivers/modbus/wire/late-replies.ts';
import type { Exchange, Link } from '../../main/acquisition/drivers/modbus/wire/link.ts';
import { type ReadSpan, type Request, readRequest } from '../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { RtuLink } from '../../main/acquisition/drivers/modbus/wire/rtu-link.ts';
import { SocketTransport } from '../../main/acquisition/drivers/modbus/wire/socket-transport.ts';
import { TcpLink } from '../../main/acquisition/drivers/modbus/wire/tcp-link.ts';
import type { Transport } from '../../main/acquisition/drivers/modbus/wire/transport.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { channelContext } from './project-parts.ts';
import { waitFor } from './wait-for.ts';

export interface TestLinkOptions {
  readonly framing: 'tcp' | 'rtu';
  readonly port: number;
  readonly host?: string;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly inFlight?: number;
  readonly hasTransactionIds?: boolean;
  readonly hasEcho?: boolean;
  /** Instead of a socket. */
  readonly transport?: Transport;
}

interface Asked extends Exchange {
  readonly handedBack: (fault: LinkFault) => void;
}

export class TestLink {
  readonly #link: Link<Asked>;
  readonly #timeoutMs: number;
  /** Why the link has ended, or null. */
  ended: LinkFault | null = null;
  /** Units of which an answer came that had been given up. */
  readonly late: number[] = [];

  constructor(options: TestLinkOptions) {
    this.#timeoutMs = options.timeoutMs ?? 300;
    const { host = '127.0.0.1', port, connectTimeoutMs = 500 } = options;
    const transport = options.transport ?? new SocketTransport({ host, port }, connectTimeoutMs);
    const lateReplies = new LateReplies({ silent: 5_000, broken: 5_500, quiet: 500, strange: 0 }, systemClock);
    const context = channelContext();
    this.#link =
      options.framing === 'tcp'
        ? new TcpLink({
            transport,
            context,
            inFlight: options.inFlight ?? 1,
            hasTransactionIds: options.hasTransactionIds ?? true,
            lateReplies: options.hasTransactionIds === false ? lateReplies : null,
          })
        : new RtuLink({
            transport,
            context,
            lateReplies,
            hasEcho: options.hasEcho ?? false,
            timing: { durationMs: () => 0, betweenFramesMs: 0, afterNoiseMs: 50, broadcastMs: 60 },
          });
  }

  connect(): Promise<void> {
    return this.#link.open({
      onEnd: (fault, unsettled) => {
        this.ended = fault;
        for (const asked of unsettled) asked.handedBack(fault);
      },
      onRoom: () => undefined,
      onLate: unit => void this.late.push(unit),
    });
  }

  get room(): number {
    return this.#link.room;
  }

  /** Unit and PDU of the answer. Rejects with a `LinkFault`. Sends at once, whether there is room or not. */
  ask(request: Request, isUrgent = false): Promise<Buffer> {
    if (this.ended !== null) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.#link.send({
        request,
        timeoutMs: this.#timeoutMs,
        isUrgent,
        device: 'D',
        tags: [],
        answered: body => resolve(Buffer.from(body)),
        failed: reject,
        handedBack: reject,
      });
    });
  }

  /** Data bytes of the answer to a read, when there is room for it. */
  async read(span: ReadSpan): Promise<Buffer> {
    const request = readRequest(span);
    if (this.ended === null) await waitFor('room on the link', () => this.#link.room > 0 || this.ended !== null, 2_000);
    return (await this.ask(request)).subarray(3);
  }

  close(): void {
    const fault = new LinkFault('closed', 'closed by the test');
    this.ended ??= fault;
    for (const asked of this.#link.close()) asked.handedBack(fault);
  }
}
