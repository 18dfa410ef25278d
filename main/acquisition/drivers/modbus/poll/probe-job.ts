/** A read out of turn: a search for holes, a trial of one. Told once how it came out. */
import type { LinkFault } from '../wire/fault.ts';
import type { Exchange } from '../wire/link.ts';
import type { Request } from '../wire/pdu.ts';
import type { ReadJob } from './read-job.ts';

export interface ProbeOutcome {
  readonly answered: (body: Uint8Array, roundTripMs: number) => void;
  readonly failed: (fault: LinkFault) => void;
  /** There was no connection. */
  readonly notSent: () => void;
}

/** Of a question that brings no value. `ended` is told the fault if it is not the device that answers. */
export const outcomeOfQuestion = (ended: (fault: LinkFault | null) => void): ProbeOutcome => ({
  answered: () => ended(null),
  failed: fault => ended(fault.isOfDevice ? null : fault),
  notSent: () => ended(null),
});

export class ProbeJob implements ReadJob {
  readonly request: Request;
  readonly device: string;
  readonly tags: readonly string[];
  readonly timeoutMs: number;
  deadline: number;
  readonly isUrgent = false;
  isRepeated = false;
  readonly #outcome: ProbeOutcome;

  constructor(
    what: Pick<Exchange, 'request' | 'device' | 'tags' | 'timeoutMs'> & { readonly deadline: number },
    outcome: ProbeOutcome,
  ) {
    this.request = what.request;
    this.device = what.device;
    this.tags = what.tags;
    this.timeoutMs = what.timeoutMs;
    this.deadline = what.deadline;
    this.#outcome = outcome;
  }

  isWanted(): boolean {
    return true;
  }

  notSent(): void {
    this.#outcome.notSent();
  }

  answered(body: Uint8Array, roundTripMs: number): void {
    this.#outcome.answered(body, roundTripMs);
  }

  failed(fault: LinkFault): void {
    this.#outcome.failed(fault);
  }
}
