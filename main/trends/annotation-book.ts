/**
 * What people note at tags and times (main thread). Each change is a new version in the journal: durable before anybody is told, one
 * after the other, and refused where it would write over what the person has not seen.
 */
import { randomUUID } from 'node:crypto';
import type { Annotation, AnnotationFilter, AnnotationPage } from '../../shared/model/annotation.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

/** Where annotations are kept for ever. */
export interface AnnotationStore {
  /** Rejects when it is not durable and will not be. */
  keepAnnotation(annotation: Annotation): Promise<void>;
  annotations(filter: AnnotationFilter, limit: number, signal?: AbortSignal): Promise<AnnotationPage>;
  annotationVersions(id: string): Promise<readonly Annotation[]>;
}

export interface AnnotationBookParts {
  readonly store: AnnotationStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who writes, and from where. */
export interface Writer {
  readonly who: string;
  readonly where: string | null;
}

/** What the person has seen of it. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

export type AnnotationOutcome =
  | { readonly kind: 'done'; readonly annotation: Annotation; readonly before: Annotation | null }
  /** Somebody has changed it since: this is what it says now. */
  | { readonly kind: 'changed'; readonly newest: Annotation }
  | { readonly kind: 'unknown' | 'not-kept' };

export class AnnotationBook {
  readonly #parts: AnnotationBookParts;
  readonly #listeners = new Set<() => void>();
  #changing: Promise<unknown> = Promise.resolve();
  #revision = 0;

  constructor(parts: AnnotationBookParts) {
    this.#parts = parts;
  }

  /** Rises with each change of this run. */
  get revision(): number {
    return this.#revision;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  search(filter: AnnotationFilter, limit: number, signal?: AbortSignal): Promise<AnnotationPage> {
    return this.#parts.store.annotations(filter, limit, signal);
  }

  versions(id: string): Promise<readonly Annotation[]> {
    return this.#parts.store.annotationVersions(id);
  }

  add(note: Pick<Annotation, 'tag' | 'at' | 'text'>, by: Writer): Promise<AnnotationOutcome> {
    const annotation = { ...note, id: randomUUID(), version: 1, isRemoved: false, ...by };
    return this.#inTurn(() => this.#keep({ ...annotation, writtenAt: this.#parts.clock.now() }, null));
  }

  edit(seen: Seen, text: string, by: Writer): Promise<AnnotationOutcome> {
    return this.#inTurn(() => this.#next(seen, { text, isRemoved: false, ...by }));
  }

  remove(seen: Seen, by: Writer): Promise<AnnotationOutcome> {
    return this.#inTurn(() => this.#next(seen, { isRemoved: true, ...by }));
  }

  async #next(
    { id, version }: Seen,
    change: Partial<Pick<Annotation, 'text'>> & Pick<Annotation, 'isRemoved' | 'who' | 'where'>,
  ): Promise<AnnotationOutcome> {
    const before = (await this.versions(id)).at(-1);
    if (before === undefined) return { kind: 'unknown' };
    if (before.version !== version) return { kind: 'changed', newest: before };
    return this.#keep({ ...before, ...change, version: version + 1, writtenAt: this.#parts.clock.now() }, before);
  }

  async #keep(annotation: Annotation, before: Annotation | null): Promise<AnnotationOutcome> {
    try {
      await this.#parts.store.keepAnnotation(annotation);
    } catch (error) {
      this.#parts.log.warn(() => `an annotation cannot be kept: ${String(error)}`);
      return { kind: 'not-kept' };
    }
    this.#revision++;
    for (const listener of this.#listeners) listener();
    return { kind: 'done', annotation, before };
  }

  /** One after the other: each is compared with what the one before has left. */
  #inTurn(work: () => Promise<AnnotationOutcome>): Promise<AnnotationOutcome> {
    const outcome = this.#changing.then(work);
    this.#changing = outcome.catch(() => undefined);
    return outcome;
  }
}
