/**
 * How well the alarm system itself works (pure; ISA-18.2 / IEC 62682 clause 16, EEMUA 191): one pass over the journal, page by page,
 * so that a year takes no more memory than a day. Two things are counted: calls (what sounds and asks for somebody, the load
 * of people, for rates, floods and priorities) and activations (each time a shown alarm came, those counted while it chattered too,
 * for what should be repaired).
 */
import type { AlarmJournalRow, AlarmPerformance, AlarmShare } from '../../../shared/model/alarm-journal.ts';
import { type AlarmAtStart, AlarmTrack, hiddenKind, type TrackEvents } from './alarm-track.ts';
import { CallRates, type Span } from './call-rates.ts';
import { DurationTally } from './duration-tally.ts';

const STALE_AFTER_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const TOP = 10;
/** Less than this the clock goes on by itself, so that a small correction parts nothing, ms. */
const SET_BACK_MS = 60_000;

export interface PerformanceQuestion extends Span {
  /** Of the station: its days count. */
  readonly timeZone: string;
  /** Alarms that were not at rest before the first row. */
  readonly start?: readonly AlarmAtStart[];
  readonly signal?: AbortSignal;
}

/**
 * Figures over [from, to). Rows come oldest first; some from before the span (an hour is plenty) tell whether it begins in a flood or
 * in chatter. `to` must not lie in the future: the time that is still to come would count as quiet.
 */
export async function alarmPerformance(
  pages: AsyncIterable<readonly AlarmJournalRow[]>,
  question: PerformanceQuestion,
): Promise<AlarmPerformance> {
  const count = new PerformanceCount(question);
  for await (const page of pages) {
    question.signal?.throwIfAborted();
    for (const row of page) count.add(row);
  }
  return count.result();
}

class PerformanceCount {
  readonly #question: PerformanceQuestion;
  readonly #rates: CallRates;
  readonly #tracks = new Map<string, AlarmTrack>();
  readonly #byPriority = [0, 0, 0, 0];
  readonly #waits = [1, 2, 3, 4].map(() => new DurationTally());
  readonly #hidden = { shelved: 0, suppressed: 0, outOfService: 0 };
  readonly #events: TrackEvents;
  #at = Number.NEGATIVE_INFINITY;

  constructor(question: PerformanceQuestion) {
    const { from, to, start = [] } = question;
    this.#question = question;
    this.#rates = new CallRates(question);
    for (const alarm of start) this.#tracks.set(alarm.id, AlarmTrack.from(alarm));
    this.#events = {
      onHidden: (kind, since, until) => {
        this.#hidden[kind] += Math.max(0, Math.min(until, to) - Math.max(since, from)) / HOUR_MS;
      },
      onAcknowledged: (priority, ms) => this.#waits[priority - 1]?.add(ms),
    };
  }

  add(row: AlarmJournalRow): void {
    const { from, to } = this.#question;
    if (row.received >= to) return;
    this.#pass(row.received);
    const isCounted = this.#at >= from;
    this.#track(row).take(row, this.#at, this.#events, isCounted);
    if (!row.isAnnounced) return;
    this.#rates.add(this.#at);
    if (isCounted) this.#byPriority[row.priority - 1] = (this.#byPriority[row.priority - 1] ?? 0) + 1;
  }

  /** The order is that of the rows: a clock that was set back begins a new count of what lasts and of what follows closely. */
  #pass(received: number): void {
    if (received < this.#at - SET_BACK_MS) {
      this.#rates.setBack(this.#at);
      for (const track of this.#tracks.values()) track.setBack(this.#at, received, this.#events.onHidden);
      this.#at = received;
    } else this.#at = Math.max(this.#at, received);
  }

  #track(row: AlarmJournalRow): AlarmTrack {
    let track = this.#tracks.get(row.id);
    if (track === undefined) {
      track = new AlarmTrack();
      // The state before the first row that is known of it.
      track.name = row.from;
      this.#tracks.set(row.id, track);
    }
    return track;
  }

  result(): AlarmPerformance {
    const { from, to, timeZone } = this.#question;
    for (const track of this.#tracks.values()) track.end(to, this.#events.onHidden);
    const activations = [...this.#tracks.values()].reduce((sum, track) => sum + track.activations, 0);
    const shares = (of: (track: AlarmTrack) => number): AlarmShare[] => this.#shares(of, activations);
    const top = shares(track => track.activations).slice(0, TOP);
    return {
      from,
      to,
      activations,
      ...this.#rates.figures(timeZone),
      top,
      topShare: top.reduce((sum, { share }) => sum + share, 0),
      chattering: shares(track => track.chattering),
      fleeting: shares(track => track.fleeting),
      stale: this.#stale(),
      byPriority: this.#byPriority,
      acknowledgeSeconds: this.#waits.map(tally => tally.seconds()),
      hiddenHours: this.#hidden,
    };
  }

  #shares(of: (track: AlarmTrack) => number, total: number): AlarmShare[] {
    const found = [...this.#tracks].flatMap(([id, track]) => {
      const activations = of(track);
      return activations === 0 ? [] : [{ id, activations, share: activations / total }];
    });
    return found.toSorted((a, b) => b.activations - a.activations || (a.id < b.id ? -1 : 1));
  }

  #stale(): AlarmPerformance['stale'] {
    const found = [...this.#tracks].flatMap(([id, { activeSince, name }]) =>
      activeSince !== null && this.#question.to - activeSince > STALE_AFTER_MS && hiddenKind(name) === null
        ? [{ id, since: activeSince }]
        : [],
    );
    return found.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  }
}
