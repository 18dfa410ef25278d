/** The set points of the station by what they set, from its assets and the screens that have been read. */
import { useMemo } from 'react';
import { useObservable, useSession } from '../../store/session.ts';
import { setPointsOf } from './set-points.ts';

export function useSetPoints(): ReadonlyMap<string, string> {
  const session = useSession();
  const model = useObservable(session.station.model);
  const scenes = useObservable(session.scenes.all);
  return useMemo(() => {
    if (model === null) return new Map<string, string>();
    const drawn = [...scenes.values()].flatMap(({ scene }) => scene?.nodes ?? []);
    const assets = model.description.assets.map(({ tags }) => ({ bind: tags }));
    return setPointsOf(model.byName.keys(), [...drawn, ...assets]);
  }, [model, scenes]);
}
