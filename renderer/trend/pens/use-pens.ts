/** The pens of the session: what the person has chosen, or the first eight of the station while nothing is chosen. */
import { useEffect, useMemo, useState } from 'react';
import { CallError } from '../../host/call-book.ts';
import { TRENDS } from '../../store/place.ts';
import { type Session, useObservable, useSession } from '../../store/session.ts';
import { defaultPens } from './default-pens.ts';
import { placedAt, stepped } from './pen-order.ts';
import { NO_PENS, type PenSet, shown, withoutPen, withPen } from './pen-set.ts';

export interface Pens {
  readonly set: PenSet;
  readonly add: (tag: string) => void;
  readonly remove: (tag: string) => void;
  readonly show: (tag: string, isShown: boolean) => void;
  /** To a place: it changes places with the pen that is there, or makes it move up where the tag is new. */
  readonly place: (tag: string, slot: number) => void;
  readonly step: (tag: string, by: 1 | -1) => void;
}

export function usePens(): Pens {
  const session = useSession();
  const setup = useObservable(session.preferences.trend);
  const model = useObservable(session.station.model);
  const first = useFirstPens(setup.pens === null);
  const set = setup.pens ?? first;
  return useMemo(() => {
    const { trend } = session.preferences;
    const change = (pens: PenSet): void => trend.set({ ...trend.get(), pens });
    const tell = (pens: PenSet, tag: string): void => {
      const what = set.some(pen => pen?.tag === tag) ? 'moved' : 'added';
      change(pens);
      session.drags.told.set({ what, tag, slot: pens.findIndex(pen => pen?.tag === tag) });
    };
    return {
      set,
      add: tag => change(withPen(set, tag, model?.byName ?? new Map())),
      remove: tag => change(withoutPen(set, tag)),
      show: (tag, isShown) => change(shown(set, tag, isShown)),
      place: (tag, slot) => tell(placedAt(set, tag, slot), tag),
      step: (tag, by) => tell(stepped(set, tag, by), tag),
    };
  }, [session, set, model]);
}

/** Read from the first scene, and only while they are wanted. */
function useFirstPens(isWanted: boolean): PenSet {
  const session = useSession();
  const model = useObservable(session.station.model);
  const [pens, setPens] = useState<PenSet>(NO_PENS);
  useEffect(() => {
    if (!isWanted || model === null) return undefined;
    let isCurrent = true;
    const choose = (names: readonly string[]): void => {
      if (isCurrent) setPens(defaultPens(names, model.byName));
    };
    const read = async (): Promise<void> => {
      const id = model.description.scenes[0]?.id;
      try {
        choose(id === undefined ? [] : await sceneNames(session, id));
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        // Without the scene the station's own order does.
        choose([]);
      }
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [session, model, isWanted]);
  return pens;
}

async function sceneNames(session: Session, id: string): Promise<readonly string[]> {
  const { nodes } = await session.client.call('scenes.read', { id });
  return nodes.flatMap(({ bind }) => Object.values(bind));
}

/** Makes `tag` a pen beside those there are, whatever screen is shown, and says which one it is. */
export function addPen(session: Session, tag: string): void {
  const { trend } = session.preferences;
  const setup = trend.get();
  const tags = session.station.model.get()?.byName ?? new Map();
  if (!tags.has(tag)) return;
  const pens = withPen(setup.pens ?? NO_PENS, tag, tags);
  trend.set({ ...setup, pens });
  session.drags.told.set({ what: 'added', tag, slot: pens.findIndex(pen => pen?.tag === tag) });
}

/** Shows `tag` on the trend screen, as a pen beside those there are. */
export function openInTrends(session: Session, tag: string): void {
  addPen(session, tag);
  session.trended.set(null);
  session.place.set(TRENDS);
}
