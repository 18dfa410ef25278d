/**
 * A serial line as it is at its worst (invariants 5 and 6): devices that answer late, spoilt frames, noise, halves, connections
 * that are renewed while answers are still on their way. Each register holds the number of the request that asks for it, so an
 * answer that finds another's request shows at once.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LateReplies } from '../../../../../main/acquisition/drivers/modbus/wire/late-replies.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { rtuFrame } from '../../../../kit/modbus-frames.ts';
import { randomOf } from '../../../support/samples.ts';
import {
  type Asked,
  advance,
  type Bench,
  OWED_MS,
  reading,
  registersPdu,
  rtuBench,
  stopTime,
  TIMEOUT_MS,
} from './link-bench.ts';

interface Habits {
  /** Share of the answers that come after their deadline, though never later than the line owes them. */
  readonly late: number;
  readonly silent: number;
  readonly spoilt: number;
  readonly refused: number;
  /** Noise between two steps. */
  readonly noise: number;
  /** The serial server hands over in pieces. */
  readonly pieces: number;
}

const HABITS: readonly Habits[] = [
  { late: 0, silent: 0, spoilt: 0, refused: 0.1, noise: 0, pieces: 0.5 },
  { late: 0.3, silent: 0.1, spoilt: 0, refused: 0.1, noise: 0, pieces: 0.2 },
  { late: 0, silent: 0, spoilt: 0.2, refused: 0, noise: 0.05, pieces: 0.2 },
  { late: 0.2, silent: 0.1, spoilt: 0.1, refused: 0.1, noise: 0.02, pieces: 0.3 },
];

class Line {
  readonly asked = new Map<Asked, { readonly number: number; readonly count: number }>();
  #bench: Bench | null = null;
  readonly #lateReplies = new LateReplies(OWED_MS, systemClock);
  readonly #habits: Habits;
  readonly #random: () => number;
  readonly #hasEcho: boolean;
  /** What is on its way to whoever is connected when it arrives. */
  #coming: { readonly at: number; readonly bytes: Buffer }[] = [];
  #busyUntil = 0;

  constructor(seed: number) {
    this.#random = randomOf(seed);
    this.#habits = HABITS[seed % HABITS.length] ?? { late: 0, silent: 0, spoilt: 0, refused: 0, noise: 0, pieces: 0 };
    this.#hasEcho = this.whole(4) === 0;
  }

  whole(below: number): number {
    return Math.floor(this.#random() * below);
  }

  /** The connection, a new one if the last has ended or is spoilt for what is asked next. */
  async #connection(shape: Asked['request']['reply']): Promise<Bench> {
    const bench = this.#bench;
    const isSpoilt = bench !== null && bench.link.room > 0 && bench.link.isSpoiltFor(shape);
    if (bench !== null && bench.ends.length === 0 && !isSpoilt) return bench;
    for (const asked of bench?.link.close() ?? []) asked.settle('handed back');
    this.#bench = await rtuBench({
      lateReplies: this.#lateReplies,
      hasEcho: this.#hasEcho,
      isRecorded: false,
      timing: { betweenFramesMs: 3 },
    });
    return this.#bench;
  }

  /** Asks as the dispatcher does: while there is room, and nothing that could be mixed up. */
  async ask(): Promise<void> {
    const number = this.asked.size;
    const count = 1 + this.whole(4);
    const request = reading(count, 1 + this.whole(2), number);
    const { link, ask, last } = await this.#connection(request.reply);
    if (link.room === 0 || link.ambiguousForMs(request.reply) > 0) return;
    this.asked.set(ask(request), { number, count });
    if (this.#hasEcho) this.#coming.push({ at: performance.now() + 1, bytes: last() });
    this.#answer(request.unit, number, count);
  }

  /** One after the other, as devices on one line answer. */
  #answer(unit: number, number: number, count: number): void {
    const { late, silent, spoilt, refused } = this.#habits;
    if (this.#random() < silent) return;
    const delayMs = this.#random() < late ? TIMEOUT_MS + this.whole(OWED_MS.silent - 300) : 2 + this.whole(40);
    const at = Math.max(performance.now() + delayMs, this.#busyUntil + 5);
    // Nothing comes later than the line owes it: that is what the window means.
    if (at > performance.now() + TIMEOUT_MS + OWED_MS.silent - 100) return;
    this.#busyUntil = at;
    const isRefused = this.#random() < refused;
    const pdu = isRefused ? Buffer.from([0x83, 4]) : registersPdu(...new Array<number>(count).fill(number));
    const frame = rtuFrame(unit, pdu);
    this.#coming.push({ at, bytes: this.#random() < spoilt ? this.#spoil(frame) : frame });
  }

  #spoil(frame: Buffer): Buffer {
    const kind = this.whole(3);
    if (kind === 0) return frame.subarray(0, this.whole(frame.length));
    if (kind === 1) return Buffer.concat([frame.subarray(0, 2), Buffer.of(this.whole(256)), frame.subarray(2)]);
    const at = this.whole(frame.length);
    frame[at] = (frame[at] ?? 0) ^ (1 + this.whole(255));
    return frame;
  }

  pass(ms: number): void {
    for (let i = 0; i < ms; i++) {
      advance(1);
      const due = this.#coming.filter(({ at }) => at <= performance.now());
      this.#coming = this.#coming.filter(({ at }) => at > performance.now());
      for (const { bytes } of due) this.#deliver(bytes);
    }
  }

  #deliver(bytes: Buffer): void {
    const isCut = this.#random() < this.#habits.pieces;
    const at = isCut ? this.whole(bytes.length) : bytes.length;
    this.#bench?.transport.deliver(bytes.subarray(0, at));
    const rest = bytes.subarray(at);
    if (rest.length > 0) this.#coming.unshift({ at: performance.now() + 1, bytes: rest });
  }

  murmur(): void {
    if (this.#random() >= this.#habits.noise) return;
    this.#bench?.transport.deliver(Buffer.from(Array.from({ length: 1 + this.whole(6) }, () => this.whole(256))));
  }

  close(): void {
    for (const asked of this.#bench?.link.close() ?? []) asked.settle('handed back');
  }
}

beforeEach(() => stopTime());
afterEach(() => void vi.useRealTimers());

describe('a serial line at its worst', () => {
  it.each([
    0, 1, 2, 3,
  ])('never makes another register out of an answer, and is never deaf (habits %i, 150 seeds)', async habits => {
    const outcomes = new Map<string, number>();
    for (let seed = habits; seed < 600; seed += HABITS.length) {
      const line = new Line(seed);
      for (let step = 0; step < 60; step++) {
        await line.ask();
        line.murmur();
        line.pass(line.whole(60));
      }
      line.pass(TIMEOUT_MS);
      line.close();
      for (const [asked, { number, count }] of line.asked) {
        outcomes.set(asked.how, (outcomes.get(asked.how) ?? 0) + 1);
        if (asked.how === 'answered')
          expect(asked.registers, `seed ${seed}`).toEqual(new Array<number>(count).fill(number));
        expect(asked.how, `seed ${seed}, request ${number}`).not.toBe('waiting');
      }
      expect(vi.getTimerCount(), `seed ${seed}`).toBe(0);
    }
    expect(outcomes.get('answered')).toBeGreaterThan(800);
  });

  it('hears the next good answer after any kind of rubbish, once it is over', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const bench = await rtuBench({ isRecorded: false });
      for (let i = 0; i < 5 && bench.ends.length === 0; i++) {
        const unit = 1 + Math.floor(random() * 5);
        const asked = random() < 0.7 && bench.link.room > 0 ? bench.ask(reading(1 + i, unit)) : null;
        const rubbish = Array.from({ length: Math.floor(random() * 30) }, () => Math.floor(random() * 256));
        // Often rubbish that begins like an answer.
        bench.transport.deliver(Buffer.from(random() < 0.5 ? [unit, 3, 2 + 2 * i, ...rubbish] : rubbish));
        advance(TIMEOUT_MS + 50);
        expect(asked?.how, `seed ${seed}`).not.toBe('waiting');
      }
      if (bench.ends.length > 0) continue;
      const fresh = bench.ask(reading(60, 9));
      const words = Array.from({ length: 60 }, (_, i) => i);
      bench.transport.deliver(rtuFrame(9, registersPdu(...words)));
      expect(fresh.registers, `seed ${seed}`).toEqual(words);
    }
  });
});
