/** The annotations of tags in a window of time, kept in step with what anybody writes in any window of the station. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Annotation, AnnotationPage } from '../../../shared/model/annotation.ts';
import { CallError } from '../../host/call-book.ts';
import { useSession } from '../../store/session.ts';
import { useStreamed } from '../../store/use-streamed.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import type { TimeWindow } from '../time/follow.ts';

/** What a screen can show is far below it. */
const MOST = 1_000;
const NONE: AnnotationPage = { annotations: [], hasMore: false };

/**
 * What is asked for to show `view`: a coarse window around it, so that one that moves is asked for anew now and then and not with each
 * step. Pure.
 */
export function askedWindow({ from, to }: TimeWindow): TimeWindow {
  const step = 2 ** Math.ceil(Math.log2(Math.max(1_000, to - from)));
  return { from: (Math.floor(from / step) - 1) * step, to: (Math.ceil(to / step) + 1) * step };
}

/** Those of `tags` in `window`, newest first; it is asked for anew whenever the window is another. */
export function useAnnotations(tags: readonly string[], window: TimeWindow | null): AnnotationPage {
  const { client } = useSession();
  const { count } = useStreamed('annotations');
  const [page, setPage] = useState(NONE);
  const names = tags.join('\n');
  const [from, to] = [window?.from ?? Number.NaN, window?.to ?? Number.NaN];
  useEffect(() => {
    // The stream tells when something has changed; before its first item nothing is known.
    if (count === 0 || names === '' || Number.isNaN(from)) return undefined;
    const end = new AbortController();
    const read = async (): Promise<void> => {
      try {
        const input = { from, to, tags: names.split('\n'), limit: MOST };
        setPage(await client.call('annotations.search', input, { signal: end.signal }));
      } catch (error) {
        // Given up, or the link is lost: what is there stays, and is read anew when the stream is back.
        if (!(error instanceof CallError)) throw error;
      }
    };
    void read();
    return () => end.abort();
  }, [client, count, names, from, to]);
  // A pen that has just been taken away has none.
  return useMemo(() => (names === '' ? NONE : ofTags(page, names)), [page, names]);
}

function ofTags(page: AnnotationPage, names: string): AnnotationPage {
  const wanted = new Set(names.split('\n'));
  return { ...page, annotations: page.annotations.filter(({ tag }) => wanted.has(tag)) };
}

export const inWindow = (annotations: readonly Annotation[], { from, to }: TimeWindow): readonly Annotation[] =>
  annotations.filter(({ at }) => at >= from && at < to);

/** Of the pens of the board; renders again when there is another window to ask for, not whenever the board moves. */
export function useBoardAnnotations(board: TrendBoard, tags: readonly string[]): AnnotationPage {
  const key = useSyncExternalStore(board.view.subscribe, () => {
    const window = board.view.get()?.window;
    return window === undefined ? '' : JSON.stringify(askedWindow(window));
  });
  const window = useMemo(() => (key === '' ? null : (JSON.parse(key) as TimeWindow)), [key]);
  return useAnnotations(tags, window);
}

const HOUR_MS = 3_600_000;

/** Of one tag in the last `spanMs` and somewhat beyond, newest first, for small charts; none of what is no tag. */
export function useRecentAnnotations(tag: string | null, spanMs = HOUR_MS): readonly Annotation[] {
  const { client, second } = useSession();
  const key = useSyncExternalStore(second.subscribe, () => {
    const now = client.stationNow();
    return JSON.stringify(askedWindow({ from: now - spanMs, to: now }));
  });
  const window = useMemo(() => JSON.parse(key) as TimeWindow, [key]);
  const tags = useMemo(() => (tag === null ? [] : [tag]), [tag]);
  return useAnnotations(tags, window).annotations;
}
