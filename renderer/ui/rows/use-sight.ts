/** What of a scrolled box is in sight, and how large a design pixel is in this window; both followed. */
import { type RefObject, useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { useObservable, useSession } from '../../store/session.ts';
import { FINGER_ROW_PX } from '../../touch/finger.ts';
import type { Sight } from './row-window.ts';

/** As tokens.css has it: --p. */
const designPixel = (): number =>
  Math.max(1, Math.min(3, Math.min(window.innerWidth / 1_920, window.innerHeight / 1_080)));

const onResize = (listener: () => void): (() => void) => {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
};

export const useDesignPixel = (): number => useSyncExternalStore(onResize, designPixel);

/** Height of a row of so many design pixels, px; where the window is for fingers, at least one. */
export function useRowHeight(): (design: number) => number {
  const px = useDesignPixel();
  const isForFingers = useObservable(useSession().preferences.fingers);
  return useCallback(
    design => Math.round(Math.max(design * px, isForFingers ? FINGER_ROW_PX * px : 0)),
    [px, isForFingers],
  );
}

/** Steps of scrolling that are worth a rendering, px; the spare rows around the sight cover them. */
const STEP_PX = 100;

export function useSight(box: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ scrollTop: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const scrollTop = Math.floor(element.scrollTop / STEP_PX) * STEP_PX;
      const height = element.clientHeight + STEP_PX;
      setSight(before => (before.scrollTop === scrollTop && before.height === height ? before : { scrollTop, height }));
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [box]);
  return sight;
}
