/**
 * Alarms on the mimic: a frame around what is in alarm and its badge at the corner, above everything else; and the ring around
 * an object that somebody was led to. A value is marked by the alarms of its tag, a piece of equipment by those of the equipment.
 */
import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { SceneNode } from '../../shared/model/scene.ts';
import { areaOf, badgePlace, markedParts } from '../../shared/scene/marks/marked-area.ts';
import type { AlarmMark, AlarmMarks } from '../alarms/alarm-order.ts';
import { useAlarmMark } from '../alarms/badge/alarm-badge.tsx';
import { BADGE_SHAPES, BadgeShape } from '../alarms/badge/badge.tsx';
import { showAlarm } from '../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { pressKeys } from '../ui/press-keys.ts';
import { markOfNode, ringAreas } from './scene-marks.ts';
import { markScale } from './zoom/zoom.ts';

interface LayerProps {
  /** Of the scene, as they are read: so go the badges. */
  readonly nodes: readonly SceneNode[];
}

export const AlarmLayer = memo(function AlarmLayer({ nodes }: LayerProps): ReactNode {
  const layer = useRef<SVGGElement>(null);
  const parts = useMemo(() => nodes.flatMap(markedParts), [nodes]);
  const { zoom } = useSession();
  const scale = useSyncExternalStore(zoom.subscribe, () => markScale(zoom.get().factor));
  useLayoutEffect(() => layer.current?.style.setProperty('--mark', String(scale)), [scale]);
  return (
    <g ref={layer} className="alarm-layer">
      {parts.map(node => (
        <NodeMark key={node.id} node={node} />
      ))}
      <ObjectRing nodes={nodes} />
    </g>
  );
});

const NodeMark = memo(function NodeMark({ node }: { readonly node: SceneNode }): ReactNode {
  const choose = useCallback((marks: AlarmMarks) => markOfNode(node, marks), [node]);
  const mark = useAlarmMark(choose);
  return mark === null ? null : <ShownMark node={node} mark={mark} />;
});

function ShownMark({ node, mark }: { readonly node: SceneNode; readonly mark: AlarmMark }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const area = areaOf(node);
  if (area === null) return null;
  const [x, y, width, height] = area;
  const { at, scale } = badgePlace(node, area);
  // Asked anew: the mark is drawn again only when it looks otherwise, and of equals the newest may be another by now.
  const newest = (): string => markOfNode(node, session.alarms.marks())?.id ?? mark.id;
  const open = (): void => session.alarms.carded.set(newest());
  const show = (): void => showAlarm(session, newest());
  return (
    <g
      className={mark.isUnacknowledged ? 'alarm-mark is-flashing' : 'alarm-mark'}
      role="button"
      tabIndex={0}
      aria-label={`${node.name ?? node.id} ${texts.alarms.openCard}`}
      data-testid={`mark:${node.id}`}
      onClick={open}
      // Long press as well.
      onContextMenu={(event: MouseEvent) => {
        event.preventDefault();
        show();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key.toLowerCase() === 'g') show();
        else pressKeys(open)(event);
      }}
    >
      <rect className={`alarm-frame p${mark.priority} is-${mark.look}`} x={x} y={y} width={width} height={height} />
      <g transform={`translate(${at[0]} ${at[1]})`}>
        <g className="alarm-badge">
          <rect className="alarm-hit" x={-15} y={-15} width={30} height={30} />
          <g transform={`scale(${scale}) translate(0 ${-BADGE_SHAPES[mark.priority].middleY})`}>
            <BadgeShape priority={mark.priority} look={mark.look} />
          </g>
        </g>
      </g>
    </g>
  );
}

function ObjectRing({ nodes }: LayerProps): ReactNode {
  const target = useObservable(useSession().alarms.ringed);
  if (target === null) return null;
  return ringAreas(nodes, target).map(({ id, area: [x, y, width, height] }) => (
    <rect key={id} className="object-ring" x={x} y={y} width={width} height={height} data-testid={`ring:${id}`} />
  ));
}
