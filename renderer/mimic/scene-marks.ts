/** What of a scene is in alarm, and what is ringed because somebody was led to it. Pure. */
import type { SceneNode } from '../../shared/model/scene.ts';
import { areaOf, isMarkedBy, ringedParts, subjectsOf } from '../../shared/scene/marks/marked-area.ts';
import { type Area, grown } from '../../shared/scene/place-node.ts';
import { type AlarmMark, type AlarmMarks, worstMark } from '../alarms/alarm-order.ts';
import type { RingTarget } from '../alarms/desk/alarm-center.ts';

/** The worst alarm of what a node is or prints. */
export function markOfNode(node: SceneNode, marks: AlarmMarks): AlarmMark | null {
  const { tags, equipment } = subjectsOf(node);
  return worstMark([...tags.map(tag => marks.tags.get(tag)), ...equipment.map(name => marks.equipment.get(name))]);
}

/** Between an object and the ring around it, design pixels. */
const RING = 8;

export interface RingedPart {
  readonly id: string;
  /** Of the ring. */
  readonly area: Area;
}

/** The rings around everything that shows what somebody was led to. */
export const ringAreas = (nodes: readonly SceneNode[], target: RingTarget): readonly RingedPart[] =>
  nodes
    .flatMap(ringedParts)
    .filter(node => isMarkedBy(subjectsOf(node), target))
    .flatMap(node => {
      const area = areaOf(node);
      return area === null ? [] : [{ id: node.id, area: grown(area, RING) }];
    });
