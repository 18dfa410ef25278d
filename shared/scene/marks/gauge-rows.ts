/**
 * Rows of a gauge table as nodes of their own, in the order of the roles; unbound roles take no room. They are drawn, marked and
 * linted as `band-bar`s, so that the two never differ. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { GAUGE_ROLES } from '../catalogue/signs.ts';

/** Between base lines unless the node says otherwise, design pixels. */
const PITCH = 24;

export function gaugeRows(node: SceneNode): readonly { readonly role: string; readonly row: SceneNode }[] {
  const { tagX = 150, barX = 220, barWidth = 100, valueX = 370, pitchY } = node.props;
  const pitch = typeof pitchY === 'number' ? pitchY : PITCH;
  return GAUGE_ROLES.flatMap(role => {
    const bound = node.bind[role];
    return bound === undefined ? [] : [{ role, bound }];
  }).map(({ role, bound }, i) => ({
    role,
    row: {
      id: `${node.id}.${role}`,
      symbol: 'band-bar',
      at: [node.at[0], node.at[1] + i * pitch],
      bind: { value: bound },
      props: { tagX, barX, barWidth, valueX },
      badge: node.badge,
    },
  }));
}
