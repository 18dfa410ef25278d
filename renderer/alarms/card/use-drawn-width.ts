/** How wide a drawing is in design pixels, so that its texts keep their size in a narrow card. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import { useDesignPixel } from '../../ui/rows/use-sight.ts';

const FIRST_WIDTH = 530;

export function useDrawnWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  const px = useDesignPixel();
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(Math.max(200, Math.round(element.clientWidth / px)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, px]);
  return width;
}
