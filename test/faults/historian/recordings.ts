/** Folders that victims record into one after the other, and what the next victim must go on with. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../tally.ts';
import { readMarks } from './acknowledgements.ts';
import type { CheckAnswer, CheckOrder } from './checker.ts';
import { SHUFFLE, STEP_MS } from './known-stream.ts';
import type { VictimOrder } from './victim.ts';

/** Ticks of the first victim: room for a clock that steps back by an hour. */
const FIRST_TICK = 200_000;
const NEXT_GAP_TICKS = 8 * SHUFFLE;

export class Recording {
  /** What the historian is given; below `place`, where the sheet of marks is as well. */
  readonly folder: string;
  readonly marks: string;
  readonly base: number;
  #ticks = FIRST_TICK;

  /** `startAt`: epoch ms of the first sample. */
  constructor(place: string, startAt: number) {
    this.folder = join(place, 'data');
    this.marks = join(place, 'marks');
    this.base = Math.floor(startAt) - FIRST_TICK * STEP_MS;
    mkdirSync(this.folder, { recursive: true });
  }

  /** For the next victim: goes on beyond everything that those before may have written. */
  order(change: Partial<VictimOrder> = {}): VictimOrder {
    const { ticks, eventsAsked } = readMarks(existsSync(this.marks) ? readFileSync(this.marks, 'utf8') : '');
    const last = Math.max(this.#ticks, ...ticks.slice(-1));
    this.#ticks = Math.ceil((last + NEXT_GAP_TICKS) / SHUFFLE) * SHUFFLE;
    return {
      folder: this.folder,
      marks: this.marks,
      base: this.base,
      firstTick: this.#ticks,
      firstEvent: (eventsAsked.at(-1) ?? 0) + 1,
      sealEveryMs: 150,
      ...change,
    };
  }

  get check(): CheckOrder {
    return { folder: this.folder, marks: this.marks, base: this.base };
  }
}

/** Now, or shortly before a month ends, so that a recording goes into two files. */
export function someStart(random: () => number): number {
  if (random() < 0.6) return Date.now();
  return Date.UTC(2026, Math.floor(random() * 12), 1) - random() * 4_000;
}

export function outcomeOf(answer: CheckAnswer): Outcome {
  if (!answer.opened) return { lost: 0, duplicated: 0, corrupt: 1, stale: 0, problems: [`not opened: ${answer.why}`] };
  return answer.verdict;
}

/** What was found in many checks, for a note. */
export class Figures {
  samples = 0;
  youngLost = 0;
  youngLostMs = 0;
  openMs = 0;

  add(answer: CheckAnswer): void {
    if (!answer.opened) return;
    this.samples += answer.verdict.samples;
    this.youngLost += answer.verdict.youngLost;
    this.youngLostMs = Math.max(this.youngLostMs, answer.verdict.youngLostMs);
    this.openMs = Math.max(this.openMs, answer.openMs);
  }

  toString(): string {
    return (
      `${this.samples} samples read back; not acknowledged and gone: ${this.youngLost}, the oldest ` +
      `${this.youngLostMs.toFixed(0)} ms before the end; opened within ${this.openMs.toFixed(0)} ms`
    );
  }
}
