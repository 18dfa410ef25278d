/**
 * Rate of announced alarms and the flood mark (main thread). ISA-18.2: a flood begins when more than 10 alarms came in 10 minutes
 * and ends when fewer than 5 did. On the monotonic clock: a clock that is set makes no flood and ends none.
 */
export const RATE_WINDOW_MS = 600_000;
const BEGINS_ABOVE = 10;
const ENDS_BELOW = 5;

class FloodMark {
  /** Monotonic times within the window. */
  #times: number[] = [];
  #isFlood = false;

  /** One alarm, `ageMs` ago. */
  add(now: number, ageMs: number): void {
    this.#times.push(now - ageMs);
    this.at(now);
  }

  /** How things stand at `now`, monotonic ms. */
  at(now: number): { readonly recent: number; readonly isFlood: boolean } {
    if (this.#times.some(time => time <= now - RATE_WINDOW_MS)) {
      this.#times = this.#times.filter(time => time > now - RATE_WINDOW_MS);
    }
    const recent = this.#times.length;
    this.#isFlood = this.#isFlood ? recent >= ENDS_BELOW : recent > BEGINS_ABOVE;
    return { recent, isFlood: this.#isFlood };
  }
}

/** An alarm that called. */
interface Call {
  readonly area: string;
  /** Monotonic ms. */
  readonly at: number;
}

/** Sets of areas that are followed at once: a console asks for one; beyond it the oldest set is begun anew when it is asked for. */
const MOST_SETS = 64;
const WHOLE = '';

/**
 * The mark of the whole station, and of each set of areas that somebody answers for: where nothing happens nothing is a flood,
 * whatever happens elsewhere. A set that is asked for the first time is told the calls of the last ten minutes.
 */
export class FloodMarks {
  readonly #marks = new Map<string, { readonly areas: ReadonlySet<string> | null; readonly mark: FloodMark }>();
  #calls: Call[] = [];

  constructor() {
    this.#marks.set(WHOLE, { areas: null, mark: new FloodMark() });
  }

  /** One alarm of an area, `ageMs` ago. */
  add(area: string, now: number, ageMs: number): void {
    const call = { area, at: now - ageMs };
    const [oldest] = this.#calls;
    // Thrown away by the half, not one by one: an avalanche would move the rest a thousand times a second.
    if (oldest !== undefined && oldest.at <= now - 2 * RATE_WINDOW_MS) {
      this.#calls = this.#calls.filter(({ at }) => at > now - RATE_WINDOW_MS);
    }
    this.#calls.push(call);
    for (const { areas, mark } of this.#marks.values()) if (isOf(areas, call)) mark.add(now, ageMs);
  }

  /** How things stand in these areas at `now`, monotonic ms; null = everywhere. */
  at(now: number, areas: ReadonlySet<string> | null): ReturnType<FloodMark['at']> {
    const key = areas === null ? WHOLE : [...areas].toSorted().join('\n');
    return (this.#marks.get(key)?.mark ?? this.#begun(key, areas, now)).at(now);
  }

  /** What all the marks say, as one text: a change of it is news for somebody. */
  news(now: number): string {
    return [...this.#marks.values()].map(({ mark }) => Object.values(mark.at(now)).join(' ')).join(', ');
  }

  #begun(key: string, areas: ReadonlySet<string> | null, now: number): FloodMark {
    const mark = new FloodMark();
    for (const call of this.#calls) if (isOf(areas, call)) mark.add(now, now - call.at);
    const oldest = [...this.#marks.keys()].find(known => known !== WHOLE);
    if (this.#marks.size > MOST_SETS && oldest !== undefined) this.#marks.delete(oldest);
    this.#marks.set(key, { areas, mark });
    return mark;
  }
}

const isOf = (areas: ReadonlySet<string> | null, { area }: Call): boolean => areas === null || areas.has(area);
