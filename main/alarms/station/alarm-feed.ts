/**
 * Tells open clients which alarms they must look at again (main thread): those of rows that have been told, their first-out group,
 * and what changes by time alone (end of a flood, of chatter, of trouble with the disk, being judged). It holds nothing for a slow client:
 * each keeps a set of ids and asks the board for the newest state when it can take it.
 */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AlarmBoard } from '../board/alarm-board.ts';
import type { CommitStatus } from '../journal/commit-queue.ts';

export interface AlarmFeedParts {
  readonly board: AlarmBoard;
  readonly clock: Clock;
  readonly journalStatus: () => CommitStatus;
}

/** `ids` may be empty: then only counts, sound or durability have changed. A person waits for what a person did. Must not block. */
export type AlarmFeedListener = (ids: ReadonlySet<string>, isByPerson: boolean) => void;

const NONE: ReadonlySet<string> = new Set();

export class AlarmFeed {
  readonly #parts: AlarmFeedParts;
  readonly #listeners = new Set<AlarmFeedListener>();
  readonly #groupOf: ReadonlyMap<string, readonly string[]>;
  readonly #chattering = new Set<string>();
  /** Rows have been told that the journal did not have. */
  #isBehind = false;
  #shown = '';

  constructor(parts: AlarmFeedParts) {
    this.#parts = parts;
    const grouped = Map.groupBy(
      parts.board.definitions.filter(({ group }) => group !== null),
      ({ group }) => group,
    );
    const ids = (members: readonly { readonly id: string }[]): readonly string[] => members.map(({ id }) => id);
    this.#groupOf = new Map([...grouped.values()].flatMap(members => members.map(({ id }) => [id, ids(members)])));
    for (const status of parts.board.statuses(parts.clock.now())) {
      if (status.isChattering) this.#chattering.add(status.id);
    }
    this.#shown = this.#byTime();
    parts.board.subscribe((rows, isDurable) => this.#told(rows, isDurable));
  }

  /** False while the disk takes no rows. */
  get isDurable(): boolean {
    const { waiting, isRefusing } = this.#parts.journalStatus();
    this.#isBehind &&= waiting > 0;
    return !this.#isBehind && !isRefusing;
  }

  subscribe(listener: AlarmFeedListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What was silenced is news for everybody, though no row tells of it. */
  silenced(): void {
    this.#tell(NONE, true);
  }

  /** Whether they can be judged is news that no row tells of. */
  judgementChanged(ids: readonly string[]): void {
    this.#tell(new Set(ids), false);
  }

  /** Lets time pass; about once a second. */
  advance(): void {
    const now = this.#parts.clock.now();
    const calm = [...this.#chattering].filter(id => this.#parts.board.status(id, now)?.isChattering !== true);
    for (const id of calm) this.#chattering.delete(id);
    const shown = this.#byTime();
    if (calm.length > 0 || shown !== this.#shown) this.#tell(new Set(calm), false);
    this.#shown = shown;
  }

  #told(rows: readonly AlarmTransition[], isDurable: boolean): void {
    if (!isDurable) this.#isBehind = true;
    const now = this.#parts.clock.now();
    const ids = new Set(rows.flatMap(({ id }) => this.#groupOf.get(id) ?? [id]));
    for (const id of ids) if (this.#parts.board.status(id, now)?.isChattering === true) this.#chattering.add(id);
    const isByPerson = rows.some(({ who }) => who !== null);
    this.#tell(ids, isByPerson);
  }

  #tell(ids: ReadonlySet<string>, isByPerson: boolean): void {
    for (const listener of this.#listeners) listener(ids, isByPerson);
  }

  /** All that a client is shown and that no row announces. */
  #byTime(): string {
    const { board, journalStatus } = this.#parts;
    return `${board.floodNews} ${this.isDurable} ${journalStatus().lost}`;
  }
}
