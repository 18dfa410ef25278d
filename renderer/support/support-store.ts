/**
 * What the project brings for the support screen, read once a connection: emergency cards, the interlock matrix. Owns the ticks of
 * steps as well: they live as long as the window and are told to nobody.
 */
import type { ServedSupport } from '../../shared/support/support.ts';
import { CallError } from '../host/call-book.ts';
import type { MutableObservable, Observable } from '../store/observable.ts';
import { observable } from '../store/observable.ts';
import type { StationModel } from '../store/station-store.ts';

const RETRY_MS = 2_000;

/** Card and number of each step that was ticked, as `E01/2`. */
export type Ticks = ReadonlySet<string>;

export interface SupportStore {
  /** Null before the first answer. */
  readonly served: Observable<ServedSupport | null>;
  readonly ticks: MutableObservable<Ticks>;
}

interface StoreParts {
  readonly read: () => Promise<ServedSupport>;
  readonly after: (delayMs: number, run: () => void) => void;
  readonly model: Observable<StationModel | null>;
  /** Handles of the derived points, before anybody follows them. */
  readonly onRead: (handles: Readonly<Record<string, number>>) => void;
}

export function createSupportStore({ read, after, model, onRead }: StoreParts): SupportStore {
  const served = observable<ServedSupport | null>(null);
  const ticks = observable<Ticks>(new Set());
  const load = async (generation: number | undefined): Promise<void> => {
    const isOld = (): boolean => model.get()?.generation !== generation;
    try {
      const answer = await read();
      if (isOld()) return;
      onRead(answer.interlocks?.handles ?? {});
      if (JSON.stringify(answer) !== JSON.stringify(served.get())) served.set(answer);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.body.code !== 'link-lost' && !isOld()) after(RETRY_MS, () => void load(generation));
    }
  };
  model.subscribe(() => void load(model.get()?.generation));
  return { served, ticks };
}

export const tickOf = (card: string, step: number): string => `${card}/${step}`;

/** With this one turned round. */
export function withTick(ticks: Ticks, tick: string): Ticks {
  const next = new Set(ticks);
  if (!next.delete(tick)) next.add(tick);
  return next;
}

/** Without those of a card. */
export const withoutCard = (ticks: Ticks, card: string): Ticks =>
  new Set([...ticks].filter(tick => !tick.startsWith(`${card}/`)));
