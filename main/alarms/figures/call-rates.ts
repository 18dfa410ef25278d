/**
 * How often people were called (pure): calls in pieces of ten minutes and of an hour, and floods. A flood begins and ends as the
 * mark on the banner does (`board/flood.ts`): more than 10 calls within any ten minutes, until fewer than 5 are. Times are of
 * the station; when its clock is set back, the same minutes are lived through twice: each pass is counted by itself, and a piece tells
 * of the busier one.
 */
import type { AlarmFlood } from '../../../shared/model/alarm-journal.ts';
import { daysIn } from '../../../shared/time/calendar.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { RATE_WINDOW_MS } from '../board/flood.ts';

const HOUR_MS = 3_600_000;
const PIECES_PER_HOUR = HOUR_MS / RATE_WINDOW_MS;
/** ISA-18.2 clause 16: a flood begins above the first in ten minutes and ends below the second. */
const FLOOD_ABOVE = 10;
const FLOOD_UNTIL_BELOW = 5;
const MOST_PER_PIECE = 10;
const MOST_PER_HOUR = 30;
/** Times that have left the window are thrown away together. */
const KEPT_GONE = 1_024;

export interface Span {
  /** Epoch ms: from ≤ t < to. */
  readonly from: number;
  readonly to: number;
}

export class CallRates {
  readonly #span: Span;
  readonly #tenMinutes: Uint32Array;
  /** The same since the clock was last set back. */
  readonly #pass: Uint32Array;
  #calls = 0;
  readonly #floods: AlarmFlood[] = [];
  /** Of the calls of the last ten minutes, from `#first` on. */
  #times: number[] = [];
  #first = 0;
  #flood: { from: number; calls: number } | null = null;

  constructor(span: Span) {
    this.#span = span;
    this.#tenMinutes = new Uint32Array(Math.max(0, Math.ceil((span.to - span.from) / RATE_WINDOW_MS)));
    this.#pass = new Uint32Array(this.#tenMinutes.length);
  }

  /** Times must not descend but after `setBack`; those before the span only tell whether it begins with a flood. */
  add(at: number): void {
    this.#count(Math.floor((at - this.#span.from) / RATE_WINDOW_MS));
    this.#endFlood(at);
    this.#times.push(at);
    while ((this.#times[this.#first] ?? at) <= at - RATE_WINDOW_MS) this.#first++;
    if (this.#first > KEPT_GONE) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    this.#take(at);
  }

  /** The clock of the station was set back after `until`: a flood ends there, and the window begins anew. */
  setBack(until: number): void {
    this.#endFlood(until);
    if (this.#flood !== null) this.#tell(this.#flood, until);
    this.#flood = null;
    this.#times = [];
    this.#first = 0;
    this.#pass.fill(0);
  }

  #count(piece: number): void {
    if (!(piece >= 0 && piece < this.#pass.length)) return;
    this.#calls++;
    const count = (this.#pass[piece] ?? 0) + 1;
    this.#pass[piece] = count;
    this.#tenMinutes[piece] = Math.max(this.#tenMinutes[piece] ?? 0, count);
  }

  #take(at: number): void {
    if (this.#flood !== null) this.#flood.calls += at >= this.#span.from ? 1 : 0;
    else if (this.#times.length - this.#first > FLOOD_ABOVE) {
      const calls = this.#times.slice(this.#first).filter(time => time >= this.#span.from).length;
      this.#flood = { from: at, calls };
    }
  }

  /** The flood is over at the instant at which fewer than five are left in the window. */
  #endFlood(before: number): void {
    if (this.#flood === null) return;
    const to = (this.#times.at(-FLOOD_UNTIL_BELOW) ?? Number.NEGATIVE_INFINITY) + RATE_WINDOW_MS;
    if (to >= before) return;
    this.#tell(this.#flood, to);
    this.#flood = null;
  }

  #tell({ from, calls }: { from: number; calls: number }, to: number | null): void {
    if (to !== null && to <= this.#span.from) return;
    this.#floods.push({ from: Math.max(from, this.#span.from), to, activations: calls });
  }

  /** Call it once, after the last call. */
  figures(timeZone: string) {
    const { from, to } = this.#span;
    this.#endFlood(to);
    if (this.#flood !== null) this.#tell(this.#flood, null);
    const calls = this.#calls;
    const per = (units: number): number => (units > 0 ? calls / units : 0);
    const inFlood = this.#floods.reduce((sum, flood) => sum + (flood.to ?? to) - flood.from, 0);
    return {
      calls,
      perDay: per(daysIn(zoneClock(timeZone), from, to)),
      perHour: per((to - from) / HOUR_MS),
      per10Min: per((to - from) / RATE_WINDOW_MS),
      peakPer10Min: this.#tenMinutes.reduce((most, count) => Math.max(most, count), 0),
      tenMinutes: this.#tenMinutes,
      shareOver10: shareAbove(this.#tenMinutes, MOST_PER_PIECE),
      shareOver30: shareAbove(hoursOf(this.#tenMinutes), MOST_PER_HOUR),
      floods: this.#floods,
      // The same hour twice in a flood is more than the hour.
      floodShare: to > from ? Math.min(1, inFlood / (to - from)) : 0,
    };
  }
}

const shareAbove = (counts: Uint32Array, most: number): number =>
  counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + (count > most ? 1 : 0), 0) / counts.length;

function hoursOf(tenMinutes: Uint32Array): Uint32Array {
  const hours = new Uint32Array(Math.ceil(tenMinutes.length / PIECES_PER_HOUR));
  tenMinutes.forEach((count, i) => {
    const hour = Math.floor(i / PIECES_PER_HOUR);
    hours[hour] = (hours[hour] ?? 0) + count;
  });
  return hours;
}
