/**
 * What a victim said before it died, line by line: written by `MarkSheet` with plain writes (they outlive a killed process, and
 * the disk's watcher puts them into its trace), read by `readMarks`. Times are of the machine's monotonic clock, ms, and so
 * comparable between processes.
 */
import { openSync, writeSync } from 'node:fs';

export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

export class MarkSheet {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  /** A victim begins to open the historian. */
  started(): void {
    this.#say('start');
  }

  opened(): void {
    this.#say('open');
  }

  /** Said before the samples of the tick are handed over. */
  tick(b: number): void {
    this.#say(`tick ${b} ${monotonicMs()}`);
  }

  /** Everything up to this tick was said to be on disk. */
  flushed(b: number): void {
    this.#say(`flushed ${b}`);
  }

  /** Said before the event is handed over, and when it was said to be on disk. */
  event(number: number, what: 'asked' | 'durable'): void {
    this.#say(`${what} ${number}`);
  }

  sealed(): void {
    this.#say('sealed');
  }

  /** The historian told something of itself. */
  told(what: string): void {
    this.#say(`told ${what.replaceAll('\n', ' ')}`);
  }

  /** The historian was stopped in peace. */
  stopped(): void {
    this.#say('stopped');
  }

  #say(line: string): void {
    writeSync(this.#file, `${line}\n`);
  }
}

export interface Marks {
  /** Ticks in the order in which they were handed over; the last of each victim may not have been. */
  readonly ticks: readonly number[];
  /** Of these, that must be there. */
  readonly due: ReadonlySet<number>;
  /** Of these, that were said to be on disk. */
  readonly acknowledged: ReadonlySet<number>;
  /** How long before the end of its victim each tick was handed over, ms. */
  readonly ageMs: ReadonlyMap<number, number>;
  readonly eventsAsked: readonly number[];
  readonly eventsDurable: readonly number[];
  readonly lives: readonly LifeStory[];
}

/** One program that had the historian open, or tried to. */
export interface LifeStory {
  readonly ticks: readonly { readonly b: number; readonly at: number }[];
  readonly told: readonly string[];
  readonly isOpened: boolean;
}

/** One victim's life. */
class Life implements LifeStory {
  readonly ticks: { b: number; at: number }[] = [];
  readonly told: string[] = [];
  isOpened = false;
  /** Place of the newest tick that is known to be on disk. */
  flushed = -1;
  isStopped = false;

  placeOf(b: number): number {
    return this.ticks.findLastIndex(tick => tick.b === b);
  }

  get end(): number {
    return this.ticks.at(-1)?.at ?? 0;
  }
}

/** Samples of the last second before the end are not owed, unless they were acknowledged. */
const YOUNG_MS = 1_000;

/** A last line without its end is passed over. */
export function readMarks(text: string): Marks {
  const lives: Life[] = [];
  const found = { asked: [] as number[], durable: [] as number[] };
  const take: Record<string, (rest: string, life: Life) => void> = {
    start: () => undefined,
    open: (_, life) => void (life.isOpened = true),
    tick: (rest, life) => {
      const [b = 0, at = 0] = rest.split(' ').map(Number);
      life.ticks.push({ b, at });
    },
    flushed: (rest, life) => void (life.flushed = Math.max(life.flushed, life.placeOf(Number(rest)))),
    asked: rest => void found.asked.push(Number(rest)),
    durable: rest => void found.durable.push(Number(rest)),
    sealed: () => undefined,
    told: (rest, life) => void life.told.push(rest),
    stopped: (_, life) => void (life.isStopped = true),
  };
  for (const line of text.split('\n').slice(0, -1)) {
    const space = line.indexOf(' ');
    const word = space < 0 ? line : line.slice(0, space);
    if (word === 'start' || lives.length === 0) lives.push(new Life());
    const life = lives.at(-1);
    if (life !== undefined) take[word]?.(line.slice(word.length + 1), life);
  }
  return { ...ticksOf(lives), eventsAsked: found.asked, eventsDurable: found.durable, lives };
}

function ticksOf(lives: readonly Life[]): Pick<Marks, 'ticks' | 'due' | 'acknowledged' | 'ageMs'> {
  const due = new Set<number>();
  const acknowledged = new Set<number>();
  const ageMs = new Map<number, number>();
  for (const life of lives) {
    for (const [place, { b, at }] of life.ticks.entries()) {
      ageMs.set(b, life.end - at);
      if (life.isStopped || place <= life.flushed) acknowledged.add(b);
      if (acknowledged.has(b) || life.end - at > YOUNG_MS) due.add(b);
    }
  }
  return { ticks: [...ageMs.keys()], due, acknowledged, ageMs };
}
