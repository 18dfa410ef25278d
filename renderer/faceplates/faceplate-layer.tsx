/** All open faceplates of the window, with the rings around their objects and the leaders between, above every screen. */
import type { ReactNode } from 'react';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import type { Box } from '../ui/placement.ts';
import { GAP, type Layout } from './desk/lay-out.ts';
import { leaderPoints, pathOf } from './desk/leader.ts';
import { slipped } from './desk/place-plate.ts';
import { usePlateLayout, viewArea } from './desk/use-layout.ts';
import { Faceplate } from './faceplate.tsx';

function settled(box: Box, id: string, layout: Layout): Box {
  const rings = [...layout].flatMap(([other, { ring }]) => (other === id || ring === null ? [] : [ring]));
  const ring = layout.get(id)?.ring ?? null;
  return slipped(box, { ring, rings, area: viewArea(), gap: GAP }) ?? layout.get(id)?.box ?? box;
}

export function FaceplateLayer(): ReactNode {
  const session = useSession();
  const plates = useObservable(session.plates.open);
  const isRefused = useObservable(session.plates.isRefused);
  useObservable(session.station.model);
  const words = useTexts().texts.faceplate;
  const layout = usePlateLayout(plates);
  if (plates.length === 0 && !isRefused) return null;
  const area = viewArea();
  // In the order of opening, so that raising one neither moves the focus nor draws another anew.
  const inOrder = plates.toSorted((a, b) => a.opened - b.opened);
  return (
    <>
      <svg className="plate-leaders" aria-hidden="true">
        {inOrder.map(({ id }) => {
          const placed = layout.get(id);
          if (placed === undefined || placed.ring === null) return null;
          const { left, top, width, height } = placed.ring;
          return (
            <g key={id} data-testid={`leader:${id}`}>
              <rect className="plate-ring" x={left} y={top} width={width} height={height} />
              <path className="plate-leader" d={pathOf(leaderPoints(placed.ring, placed.box))} />
            </g>
          );
        })}
      </svg>
      {inOrder.map(plate => {
        const asset = session.plates.assetOf(plate.id);
        return asset === undefined ? null : (
          <Faceplate
            key={plate.id}
            plate={plate}
            asset={asset}
            box={layout.get(plate.id)?.box ?? null}
            area={area}
            settle={box => settled(box, plate.id, layout)}
            depth={plates.indexOf(plate)}
          />
        );
      })}
      {isRefused ? (
        <p className="plate-refused" role="status" data-testid="plate-refused">
          {words.allPinned}
        </p>
      ) : null}
    </>
  );
}
