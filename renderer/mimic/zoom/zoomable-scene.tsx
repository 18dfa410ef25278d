/**
 * The drawing of a scene, whose view box is what is zoomed: only its attribute changes, nothing in it is drawn anew. Beside it, while
 * it is zoomed, how far, and what calls outside the view.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { SceneNode, ServedScene } from '../../../shared/model/scene.ts';
import { around } from '../../../shared/scene/place-node.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { ringAreas } from '../scene-marks.ts';
import { bringIn } from './scene-sight.ts';
import { useZoomHands } from './use-zoom-hands.ts';
import { useZoomKeys } from './use-zoom-keys.ts';
import { viewBoxOf } from './zoom.ts';
import { ZoomReadout } from './zoom-readout.tsx';

interface ZoomableProps {
  readonly scene: ServedScene;
  /** Those of the scene, as they are drawn. */
  readonly nodes: readonly SceneNode[];
  readonly children: ReactNode;
}

export function ZoomableScene({ scene, nodes, children }: ZoomableProps): ReactNode {
  const session = useSession();
  const { pick } = useTexts();
  const zoom = useObservable(session.zoom);
  const ringed = useObservable(session.alarms.ringed);
  const svg = useRef<SVGSVGElement>(null);
  const { id, size, title } = scene;
  useZoomHands(svg, size);
  useZoomKeys(svg, size);
  useEffect(() => {
    const area = ringed === null ? null : around(ringAreas(nodes, ringed).map(ring => ring.area));
    if (svg.current !== null && area !== null) bringIn({ svg: svg.current, size, zoom: session.zoom }, area);
  }, [ringed, nodes, size, session]);
  // What stands beside an object follows it as it does when the view scrolls.
  useLayoutEffect(() => {
    if (zoom !== null) svg.current?.dispatchEvent(new Event('scroll'));
  }, [zoom]);
  return (
    <>
      <div className="scene-holder">
        <svg
          ref={svg}
          className={zoom.factor > 1 ? 'scene is-near' : zoom.factor < 1 ? 'scene is-far' : 'scene'}
          viewBox={viewBoxOf(zoom, size).join(' ')}
          preserveAspectRatio="xMidYMid meet"
          data-testid="scene"
          data-scene={id}
          role="group"
          aria-label={pick(title)}
        >
          {children}
        </svg>
      </div>
      {zoom.factor === 1 ? null : <ZoomReadout svg={svg} scene={scene} nodes={nodes} />}
    </>
  );
}
