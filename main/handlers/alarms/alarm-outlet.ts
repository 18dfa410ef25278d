/**
 * The `alarms` stream: every alarm first, then the newest state of those that changed, with counts and sound of now. A client that is
 * slow gets fewer items and never an old state: an alarm that sounded is in the next item as long as it stands, and its rows
 * are in the journal.
 */
import type { AlarmStreamItem } from '../../../shared/rpc/alarm-contract.ts';
import type { StationAlarms } from '../../alarms/station/station-alarms.ts';
import type { Outlet } from '../handlers.ts';

/** A call must be seen and heard at once; few rows are drawn anew for it. */
const PAUSE_MS = 100;

export class AlarmOutlet implements Outlet<AlarmStreamItem> {
  readonly #alarms: Pick<StationAlarms, 'item' | 'feed'>;
  readonly #areas: ReadonlySet<string> | null;
  readonly #unsubscribe: () => void;
  /** Null until the snapshot has gone. */
  #changed: Set<string> | null = null;
  #hasNews = true;
  #isAwaited = false;

  constructor(alarms: Pick<StationAlarms, 'item' | 'feed'>, areas: readonly string[] | undefined, wake: () => void) {
    this.#alarms = alarms;
    this.#areas = areasOf(areas);
    this.#unsubscribe = alarms.feed.subscribe((ids, isByPerson) => {
      for (const id of ids) this.#changed?.add(id);
      this.#hasNews = true;
      this.#isAwaited ||= isByPerson;
      wake();
    });
    wake();
  }

  /** Whoever acknowledges looks at the row: it does not wait for the pause. */
  get pauseMs(): number {
    return this.#isAwaited ? 0 : PAUSE_MS;
  }

  take(): AlarmStreamItem | null {
    if (!this.#hasNews) return null;
    const changed = this.#changed;
    this.#changed = new Set();
    this.#hasNews = false;
    this.#isAwaited = false;
    return this.#alarms.item(this.#areas, changed);
  }

  close(): void {
    this.#unsubscribe();
  }
}

/** Left out means every area; an empty list means none. */
export const areasOf = (areas: readonly string[] | undefined): ReadonlySet<string> | null =>
  areas === undefined ? null : new Set(areas);
