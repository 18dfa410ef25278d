/**
 * Rows of alarms, and what people note, on their way to the disk (main thread): each order is acknowledged when it is durable, refused
 * when it is not and will not be, and sent again to a new writer thread.
 */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmContext, AlarmWords } from '../../../shared/model/alarm-journal.ts';
import type { Annotation } from '../../../shared/model/annotation.ts';

export type AlarmWordsById = ReadonlyMap<string, AlarmWords>;
const NO_WORDS: AlarmWordsById = new Map();

/** What is to be written: rows, what was kept around one, or an annotation. */
export interface AlarmOrder {
  readonly kind: 'alarms';
  readonly id: number;
  readonly rows: readonly AlarmTransition[];
  /** What the alarms of the rows are called, by id. */
  readonly words: AlarmWordsById;
  readonly context: AlarmContext | null;
  readonly annotation?: Annotation;
}

/** What became of an order; `why` is null when it is durable. */
export interface AlarmReceipt {
  readonly kind: 'alarms-done';
  readonly id: number;
  readonly why: string | null;
}

interface Waiting {
  readonly order: AlarmOrder;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class AlarmDesk {
  readonly #post: (order: AlarmOrder) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(post: (order: AlarmOrder) => void) {
    this.#post = post;
  }

  /** Orders that are neither durable nor refused. */
  get waiting(): number {
    return this.#waiting.size;
  }

  append(rows: readonly AlarmTransition[], words: AlarmWordsById): Promise<void> {
    return this.#order({ rows, words, context: null });
  }

  keepContext(context: AlarmContext): Promise<void> {
    return this.#order({ rows: [], words: NO_WORDS, context });
  }

  keepAnnotation(annotation: Annotation): Promise<void> {
    return this.#order({ rows: [], words: NO_WORDS, context: null, annotation });
  }

  done({ id, why }: AlarmReceipt): void {
    const found = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (why === null) found?.resolve();
    else found?.reject(new Error(`the journal takes nothing: ${why}`));
  }

  again(): void {
    for (const { order } of this.#waiting.values()) this.#post(order);
  }

  /** Nothing more will be written. Returns how many rows were neither durable nor refused. */
  end(): number {
    const rows = [...this.#waiting.values()].reduce((sum, { order }) => sum + order.rows.length, 0);
    for (const id of [...this.#waiting.keys()]) this.done({ kind: 'alarms-done', id, why: 'the history has ended' });
    return rows;
  }

  #order(what: Omit<AlarmOrder, 'kind' | 'id'>): Promise<void> {
    const order: AlarmOrder = { kind: 'alarms', id: ++this.#lastId, ...what };
    const done = new Promise<void>((resolve, reject) => this.#waiting.set(order.id, { order, resolve, reject }));
    this.#post(order);
    return done;
  }
}
