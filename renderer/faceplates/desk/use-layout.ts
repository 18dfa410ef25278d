/** Places of the open faceplates, measured from their objects: at each opening, when the window changes, and every second. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { AssetType } from '../../../shared/model/asset.ts';
import { useSession } from '../../store/session.ts';
import type { Box, Size } from '../../ui/placement.ts';
import { useDesignPixel } from '../../ui/rows/use-sight.ts';
import { inTheWay, type Layout, layOut } from './lay-out.ts';
import { seenPart } from './place-plate.ts';
import type { Plates } from './plate-list.ts';

const WIDE: Readonly<Partial<Record<AssetType, number>>> = { analog: 356, 'meter-run': 500 };
const WIDTH = 440;
const HEIGHT = 666;
/** Between the object and its ring, and between plates and the edges of the view, px. */
const AIR = 4;
const EDGE = 8;

/** Design pixels of a plate; equal heights, so that plates stand in a row. */
export const plateSize = (type: AssetType): Size => ({ width: WIDE[type] ?? WIDTH, height: HEIGHT });

/** The part of the window that screens have. */
export function viewArea(): Box {
  const view = document.querySelector('.view')?.getBoundingClientRect();
  const left = (view?.left ?? 0) + EDGE;
  const top = (view?.top ?? 0) + EDGE;
  return { left, top, width: window.innerWidth - left - EDGE, height: window.innerHeight - top - EDGE };
}

/** As much of it as is in view; null for what is not drawn, or out of view. */
function ringOf(anchor: Element | null, area: Box): Box | null {
  const box = anchor?.getBoundingClientRect();
  if (box === undefined || box.width === 0 || box.height === 0) return null;
  if (seenPart(box, area) === null) return null;
  const ring = { left: box.left - AIR, top: box.top - AIR, width: box.width + 2 * AIR, height: box.height + 2 * AIR };
  return seenPart(ring, area);
}

const NOTHING: Layout = new Map();

export function usePlateLayout(plates: Plates): Layout {
  const session = useSession();
  const px = useDesignPixel();
  const [layout, setLayout] = useState<Layout>(NOTHING);
  const latest = useRef<Layout>(NOTHING);
  useLayoutEffect(() => {
    const measure = (): void => {
      const area = viewArea();
      const places = session.preferences.plates.get();
      const asks = plates.flatMap(({ id, moved, opened, isPinned }) => {
        const type = session.plates.assetOf(id)?.type;
        if (type === undefined) return [];
        const { width, height } = plateSize(type);
        const size = { width: width * px, height: height * px };
        const ring = ringOf(session.plates.anchorOf(id), area);
        return [{ id, size, ring, moved, wanted: places[type] ?? null, opened, isPinned }];
      });
      latest.current = layOut(asks, area, latest.current);
      setLayout(latest.current);
      const away = inTheWay(asks, latest.current);
      if (away !== null) session.plates.giveWay(away);
    };
    measure();
    window.addEventListener('resize', measure);
    // Captured, because it is the view inside the window that scrolls.
    window.addEventListener('scroll', measure, true);
    const off = session.second.subscribe(measure);
    return () => {
      off();
      window.removeEventListener('resize', measure);
      window.removeEventListener('scroll', measure, true);
    };
  }, [session, plates, px]);
  return layout;
}
