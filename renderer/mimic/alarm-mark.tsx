/**
 * Alarms on the mimic: a frame around what is in alarm and its badge at the corner, above everything else; and the ring around
 * an object that somebody was led to. A value is marked by the alarms of its tag, a piece of equipment by those of the equipment.
 */
import { type KeyboardEvent, type MouseEvent, memo, type ReactNode, useCallback } from 'react';
import type { SceneNode, ServedScene } from '../../shared/model/scene.ts';
import {
  areaOf,
  badgePlace,
  isMarkedBy,
  markedParts,
  ringedParts,
  subjectsOf,
} from '../../shared/scene/marks/marked-area.ts';
import { type AlarmMark, type AlarmMarks, worstMark } from '../alarms/alarm-order.ts';
import { useAlarmMark } from '../alarms/badge/alarm-badge.tsx';
import { BADGE_SHAPES, BadgeShape } from '../alarms/badge/badge.tsx';
import { showAlarm } from '../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';

export const AlarmLayer = memo(function AlarmLayer({ scene }: { readonly scene: ServedScene }): ReactNode {
  return (
    <g className="alarm-layer">
      {scene.nodes.flatMap(markedParts).map(node => (
        <NodeMark key={node.id} node={node} />
      ))}
      <ObjectRing scene={scene} />
    </g>
  );
});

const NodeMark = memo(function NodeMark({ node }: { readonly node: SceneNode }): ReactNode {
  const choose = useCallback((marks: AlarmMarks) => markOfNode(node, marks), [node]);
  const mark = useAlarmMark(choose);
  return mark === null ? null : <ShownMark node={node} mark={mark} />;
});

function markOfNode(node: SceneNode, marks: AlarmMarks): AlarmMark | null {
  const { tags, equipment } = subjectsOf(node);
  return worstMark([...tags.map(tag => marks.tags.get(tag)), ...equipment.map(name => marks.equipment.get(name))]);
}

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
        if (event.key.toLowerCase() === 'g') return show();
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open();
      }}
    >
      <rect className={`alarm-frame p${mark.priority} is-${mark.look}`} x={x} y={y} width={width} height={height} />
      <g transform={`translate(${at[0]} ${at[1]})`}>
        <rect className="alarm-hit" x={-15} y={-15} width={30} height={30} />
        <g transform={`scale(${scale}) translate(0 ${-BADGE_SHAPES[mark.priority].middleY})`}>
          <BadgeShape priority={mark.priority} look={mark.look} />
        </g>
      </g>
    </g>
  );
}

function ObjectRing({ scene }: { readonly scene: ServedScene }): ReactNode {
  const target = useObservable(useSession().alarms.ringed);
  if (target === null) return null;
  const areas = scene.nodes
    .flatMap(ringedParts)
    .filter(node => isMarkedBy(subjectsOf(node), target))
    .flatMap(node => {
      const area = areaOf(node);
      return area === null ? [] : [{ id: node.id, area }];
    });
  return areas.map(({ id, area: [x, y, width, height] }) => (
    <rect
      key={id}
      className="object-ring"
      x={x - 8}
      y={y - 8}
      width={width + 16}
      height={height + 16}
      data-testid={`ring:${id}`}
    />
  ));
}
