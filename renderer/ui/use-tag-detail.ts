/** What the host knows about one tag, asked when somebody looks and every second while they do. */
import { useEffect, useState } from 'react';
import type { TagDetail } from '../../shared/model/tag.ts';
import { useSession } from '../store/session.ts';

/** Null until the first answer, for no tag, and when the host does not answer. */
export function useTagDetail(tag: string | null): TagDetail | null {
  const session = useSession();
  const [detail, setDetail] = useState<TagDetail | null>(null);
  useEffect(() => {
    if (tag === null) return undefined;
    let isOpen = true;
    const ask = (): void => {
      session.client.call('tags.detail', { tag }).then(
        answer => isOpen && setDetail(answer),
        // A link that is lost is told elsewhere, over the whole screen.
        () => isOpen && setDetail(null),
      );
    };
    ask();
    const off = session.second.subscribe(ask);
    return () => {
      isOpen = false;
      off();
    };
  }, [session, tag]);
  return detail;
}
