import type { Job } from '../../../../../main/acquisition/drivers/modbus/poll/dispatcher.ts';
import type { Link } from '../../../../../main/acquisition/drivers/modbus/wire/link.ts';
import type { ReplyShape } from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';

/** A connection of which the test says what it would do; `sent` are the names of what went out. */
export class OpenLink implements Link<Job> {
  readonly sent: string[] = [];
  room = 1;
  isIdle = true;
  isDrained = true;
  heardAt = 0;
  /** ms that replies of so many bytes are held. */
  readonly held = new Map<number, number>();
  readonly spoilt = new Set<number>();
  onSend: (job: Job) => void = () => undefined;

  open(): Promise<void> {
    return Promise.resolve();
  }

  close(): readonly Job[] {
    return [];
  }

  ambiguousForMs({ length }: ReplyShape): number {
    return this.held.get(length) ?? 0;
  }

  isSpoiltFor({ length }: ReplyShape): boolean {
    return this.spoilt.has(length);
  }

  send(job: Job): void {
    if (this.room <= 0) throw new Error('sent without room');
    this.room--;
    this.sent.push(job.tags[0] ?? '');
    this.onSend(job);
  }
}
