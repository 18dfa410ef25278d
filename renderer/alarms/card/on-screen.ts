/** Whether a mimic draws what an alarm is about, and the way there: its screen, with the object ringed. */
import { useEffect, useState } from 'react';
import type { Scene } from '../../../shared/model/scene.ts';
import { CallError } from '../../host/call-book.ts';
import { isMarkedBy, subjectsOf } from '../../mimic/marked-area.ts';
import { OVERVIEW } from '../../store/place.ts';
import { type Session, useObservable, useSession } from '../../store/session.ts';
import type { RingTarget } from '../desk/alarm-center.ts';

export function showObject(session: Session, target: RingTarget): void {
  session.alarms.carded.set(null);
  session.place.set(OVERVIEW);
  session.alarms.ringed.set(target);
}

/** False for everything until the scene has been read. */
export function useIsDrawn(): (target: RingTarget) => boolean {
  const session = useSession();
  const id = useObservable(session.station.model)?.description.scenes[0]?.id;
  const [scene, setScene] = useState<Scene | null>(null);
  useEffect(() => {
    if (id === undefined) return undefined;
    let isWanted = true;
    const read = async (): Promise<void> => {
      try {
        const found = await session.client.call('scenes.read', { id });
        if (isWanted) setScene(found);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
      }
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [session, id]);
  return target => scene?.nodes.some(node => isMarkedBy(subjectsOf(node), target)) ?? false;
}
