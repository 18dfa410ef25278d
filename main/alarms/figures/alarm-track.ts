/**
 * One alarm followed through its rows (pure): how often it came, chattered and was gone before anybody could act, since when it
 * stands, how long it was hidden, how long its calls waited. What happens while it is hidden loads nobody and is not counted.
 */
import type { AlarmPriority, AlarmStateName } from '../../../shared/model/alarm.ts';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';

/** ISA-18.2 clause 16: three activations within a minute are chatter. As `engine/chatter-guard.ts` flags them. */
const CHATTER_WINDOW_MS = 60_000;
/** Gone so soon that nobody could have read and answered it. */
const FLEETING_MS = 10_000;

/** How an alarm is at the first row, as far as rows before it tell. */
export interface AlarmAtStart {
  readonly id: string;
  readonly priority: AlarmPriority;
  readonly name: AlarmStateName;
  /** Of the station's clock, epoch ms; null while the process is normal. */
  readonly activeSince: number | null;
  /** Of the call that waits to be acknowledged. */
  readonly calledAt: number | null;
}

export type HiddenKind = 'shelved' | 'suppressed' | 'outOfService';

const HIDDEN: Readonly<Partial<Record<AlarmStateName, HiddenKind>>> = {
  SHELVED: 'shelved',
  SUPPRESSED: 'suppressed',
  OOS: 'outOfService',
};
export const hiddenKind = (name: AlarmStateName): HiddenKind | null => HIDDEN[name] ?? null;

/** What a row adds to the sums of all alarms. Times are of the station and do not descend but after `setBack`. */
export interface TrackEvents {
  readonly onHidden: (kind: HiddenKind, since: number, until: number) => void;
  readonly onAcknowledged: (priority: AlarmPriority, ms: number) => void;
}

interface Raise {
  readonly at: number;
  isCounted: boolean;
}

export class AlarmTrack {
  activations = 0;
  chattering = 0;
  fleeting = 0;
  activeSince: number | null = null;
  name: AlarmStateName = 'NORMAL';
  #nameSince = Number.NEGATIVE_INFINITY;
  #calledAt: number | null = null;
  /** Source time of a raise that nobody has acted on. */
  #untouched: number | null = null;
  #beforeLast: Raise | null = null;
  #last: Raise | null = null;

  static from({ name, activeSince, calledAt }: AlarmAtStart): AlarmTrack {
    const track = new AlarmTrack();
    track.name = name;
    track.activeSince = activeSince;
    track.#calledAt = calledAt;
    return track;
  }

  /** `isCounted`: the row lies in the span; one before it only leads up to it. */
  take(row: AlarmJournalRow, at: number, { onHidden, onAcknowledged }: TrackEvents, isCounted: boolean): void {
    const { event } = row;
    if (event === 'raise') this.#raise(row, at, isCounted);
    else if (event === 'clear') this.#clear(row, isCounted);
    else if (event === 'chatter' || event === 'chatter-end') this.#chatter(row, isCounted);
    else if (event === 'retire') this.#retire();
    else if (event === 'acknowledge') {
      // The station acknowledges what somebody has acknowledged before: nobody answered just now.
      if (this.#calledAt !== null && row.who !== null && isCounted) onAcknowledged(row.priority, at - this.#calledAt);
      this.#calledAt = null;
    } else if (event === 'shelve' || event === 'remove-from-service') this.#calledAt = null;
    if (row.who !== null) this.#untouched = null;
    // A call that waits goes on waiting when the alarm calls again.
    if (row.isAnnounced) this.#calledAt ??= at;
    if (row.to !== this.name) this.#turn(row.to, at, onHidden);
  }

  /** The clock of the station went back from `was` to `now`: how long a call has waited is not known, nor what followed closely. */
  setBack(was: number, now: number, onHidden: TrackEvents['onHidden']): void {
    this.#turn(this.name, was, onHidden);
    this.#nameSince = now;
    this.activeSince = this.activeSince === null ? null : Math.min(this.activeSince, now);
    this.#calledAt = null;
    this.#beforeLast = null;
    this.#last = null;
  }

  /** Nothing comes any more. */
  end(at: number, onHidden: TrackEvents['onHidden']): void {
    this.#turn(this.name, at, onHidden);
  }

  #turn(to: AlarmStateName, at: number, onHidden: TrackEvents['onHidden']): void {
    const kind = hiddenKind(this.name);
    if (kind !== null) onHidden(kind, this.#nameSince, at);
    this.name = to;
    this.#nameSince = at;
  }

  #raise({ isHidden, time }: AlarmJournalRow, at: number, isCounted: boolean): void {
    this.activeSince = at;
    this.#untouched = isHidden ? null : time;
    if (isHidden) return;
    const raise = { at, isCounted: !isCounted };
    if (isCounted) this.activations++;
    if (this.#beforeLast !== null && at - this.#beforeLast.at < CHATTER_WINDOW_MS) {
      for (const part of [this.#beforeLast, this.#last, raise]) this.#countChatter(part);
    }
    this.#beforeLast = this.#last;
    this.#last = raise;
  }

  #countChatter(raise: Raise | null): void {
    if (raise === null || raise.isCounted) return;
    raise.isCounted = true;
    this.chattering++;
  }

  #clear({ isHidden, time }: AlarmJournalRow, isCounted: boolean): void {
    const lasted = this.#untouched === null ? Number.NaN : time - this.#untouched;
    if (isCounted && !isHidden && lasted >= 0 && lasted <= FLEETING_MS) this.fleeting++;
    if (isHidden) this.#calledAt = null;
    this.activeSince = null;
    this.#untouched = null;
  }

  /** The project no longer has it. */
  #retire(): void {
    this.activeSince = null;
    this.#calledAt = null;
    this.#untouched = null;
  }

  /** Held active: its activations are sums, and how long each lasted is not known. */
  #chatter({ activations, isHidden }: AlarmJournalRow, isCounted: boolean): void {
    this.#untouched = null;
    if (isHidden || !isCounted) return;
    this.activations += activations;
    this.chattering += activations;
  }
}
