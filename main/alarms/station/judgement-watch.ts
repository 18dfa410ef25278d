/**
 * Which alarms cannot be judged now (main thread): nothing usable of what they look at has been heard for two minutes, and nothing
 * that everybody can see explains it, as a lost device does, beneath which they are suppressed. An alarm that is blind must
 * not look like one that is at rest.
 */
import { isHidden } from '../../../shared/alarm/state-machine.ts';
import type { AlarmBoard, Unjudged } from '../board/alarm-board.ts';
import type { Condition } from '../conditions/condition.ts';

/** Longer than a start, a reconnection or one reading of the slowest instrument takes, ms. */
export const UNJUDGED_AFTER_MS = 120_000;

export interface WatchedAlarm {
  readonly definition: { readonly id: string };
  readonly condition: Condition;
}

/** Ids that cannot be judged any more, and those that can be again. */
export interface JudgementNews {
  readonly blind: readonly string[];
  readonly judged: readonly string[];
}

export class JudgementWatch {
  readonly #alarms: readonly WatchedAlarm[];
  readonly #board: AlarmBoard;
  readonly #absentTags: ReadonlySet<string>;
  /** Monotonic ms since when it has been unknown. */
  readonly #since = new Map<string, number>();
  #blind: ReadonlySet<string> = new Set();

  /** `absentTags` are those that the project has and does not fill yet: nobody is told that they give nothing. */
  constructor(alarms: readonly WatchedAlarm[], board: AlarmBoard, absentTags: ReadonlySet<string> = new Set()) {
    this.#alarms = alarms;
    this.#board = board;
    this.#absentTags = absentTags;
  }

  /** About once a second. Tells the board; null when nothing is new. `wall` and `monotonic` are ms. */
  advance({ wall, monotonic }: { readonly wall: number; readonly monotonic: number }): JudgementNews | null {
    const unjudged = new Map<string, Unjudged>();
    for (const { definition, condition } of this.#alarms) {
      const { id } = definition;
      const since = condition.state === 'unknown' ? (this.#since.get(id) ?? monotonic) : null;
      if (since === null) this.#since.delete(id);
      else this.#since.set(id, since);
      if (since === null || monotonic - since < UNJUDGED_AFTER_MS || this.#isExplained(id, wall)) continue;
      unjudged.set(id, this.#why(condition));
    }
    this.#board.cannotJudge(unjudged);
    const blind = new Set([...unjudged].flatMap(([id, { isExpected }]) => (isExpected ? [] : [id])));
    const before = this.#blind;
    this.#blind = blind;
    const news = {
      blind: [...blind].filter(id => !before.has(id)),
      judged: [...before].filter(id => !blind.has(id)),
    };
    return news.blind.length + news.judged.length === 0 ? null : news;
  }

  #why({ inputs, lacking = [] }: Condition): Unjudged {
    return { lacking, isExpected: inputs.some(({ kind, name }) => kind === 'tag' && this.#absentTags.has(name)) };
  }

  #isExplained(id: string, wall: number): boolean {
    const status = this.#board.status(id, wall);
    return status !== undefined && isHidden(status.record.state);
  }
}
