/**
 * What happened while the pens ran: alarms that came and what people did, read for what is shown and somewhat beyond. Of more than
 * the station gives at once the newest are known, and from when on.
 */
import type { AlarmJournalPage } from '../../../shared/model/alarm-journal.ts';
import type { EventPage } from '../../../shared/model/event.ts';
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { TimeWindow } from '../time/follow.ts';
import { createLatest, type Latest } from '../time/latest.ts';
import type { LaneMark } from './lane-groups.ts';

export interface Lane {
  /** By time. */
  readonly marks: readonly LaneMark[];
  /** All that happened from here on is among the marks, epoch ms; earlier ones were more than the station gives at once. */
  readonly knownFrom: number;
}

export interface Lanes {
  readonly alarms: Lane;
  readonly actions: Lane;
}

interface LaneWish extends TimeWindow {
  /** Station clock when it was asked. */
  readonly readAt: number;
}

interface LaneSource {
  readonly journal: (input: InputOf<'alarms.journal'>) => Promise<AlarmJournalPage>;
  readonly search: (input: InputOf<'events.search'>) => Promise<EventPage>;
  readonly timers: Pick<ClientTimers, 'after'>;
  readonly onNews: () => void;
}

/** Marks of one lane; what a screen can show is far below it. */
const MOST_MARKS = 1_000;
/** Of the span, read beyond each end. */
const MARGIN = 0.25;
/** At the live end it is asked again so often, ms. */
const REFRESH_MS = 5_000;
/** What a device stamps may be ahead of the station's clock, ms. */
const AHEAD_MS = 60_000;

export class LaneData {
  readonly #source: LaneSource;
  readonly #latest: Latest<LaneWish>;
  #asked: LaneWish | null = null;
  #lanes: Lanes | null = null;

  constructor(source: LaneSource) {
    this.#source = source;
    this.#latest = createLatest<LaneWish, Lanes>({
      ask: wish => this.#read(wish),
      timers: source.timers,
      restMs: 150,
      onAnswer: (_, lanes) => {
        this.#lanes = lanes;
        source.onNews();
      },
    });
  }

  /** Null before the first answer. */
  get lanes(): Lanes | null {
    return this.#lanes;
  }

  /** Asks for what is missing to show `view`; `now` by the station's clock. Called before every frame. */
  follow(view: TimeWindow, now: number): void {
    if (isEnough(this.#asked, view, now)) return;
    const margin = (view.to - view.from) * MARGIN;
    this.#asked = { from: view.from - margin, to: Math.min(view.to + margin, now + AHEAD_MS), readAt: now };
    this.#latest.want(this.#asked);
  }

  /** Asks anew, e.g. because an alarm has come. */
  forget(): void {
    this.#asked = null;
  }

  stop(): void {
    this.#latest.drop();
    this.#asked = null;
  }

  async #read({ from, to }: LaneWish): Promise<Lanes> {
    const span = { from, to, limit: MOST_MARKS };
    const [journal, events] = await Promise.all([
      this.#source.journal({ ...span, events: ['raise', 're-alarm'] }),
      this.#source.search({ ...span, kinds: ['operation', 'command', 'override'] }),
    ]);
    return { alarms: alarmLane(journal, from), actions: actionLane(events, from) };
  }
}

function isEnough(asked: LaneWish | null, view: TimeWindow, now: number): boolean {
  if (asked === null || view.from < asked.from || Math.min(view.to, now) > asked.to) return false;
  // A window much shorter than what was asked may lie in what was too much to be given.
  if (asked.to - asked.from > 4 * (view.to - view.from)) return false;
  return view.to <= asked.readAt || now - asked.readAt < REFRESH_MS;
}

/** Those that were hidden called nobody. */
export function alarmLane({ rows, next }: AlarmJournalPage, from: number): Lane {
  const marks = rows.flatMap(row => {
    const { time, priority, id, words, who, sequence, isHidden } = row;
    const text = words?.message ?? { zh: id, en: id };
    return isHidden ? [] : [{ time, priority, source: id, text, who, sequence }];
  });
  return laneOf(marks, next === null ? from : (rows.at(-1)?.received ?? from));
}

export function actionLane({ events, next }: EventPage, from: number): Lane {
  const marks = events.map(({ time, source, text, who, alarm, sequence }) => ({
    time,
    priority: null,
    source,
    text,
    who: who ?? null,
    sequence: alarm === undefined ? null : sequence,
  }));
  const oldest = events.at(-1);
  return laneOf(marks, next === null ? from : (oldest?.received ?? oldest?.time ?? from));
}

const laneOf = (marks: readonly LaneMark[], knownFrom: number): Lane => ({
  marks: marks.toSorted((a, b) => a.time - b.time),
  knownFrom,
});
