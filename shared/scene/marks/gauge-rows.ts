/**
 * Rows of a gauge table as nodes of their own, in the order of the roles; unbound roles take no room. They are drawn, marked and
 * linted as `band-bar`s. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { GAUGE_ROLES } from '../catalogue/signs.ts';
import { sizesOf } from '../catalogue/sizes.ts';

export function gaugeRows(node: SceneNode): readonly { readonly role: string; readonly row: SceneNode }[] {
  const { pitchY, ...places } = sizesOf('gauge-table', node);
  return GAUGE_ROLES.flatMap(role => {
    const bound = node.bind[role];
    return bound === undefined ? [] : [{ role, bound }];
  }).map(({ role, bound }, i) => ({
    role,
    row: {
      id: `${node.id}.${role}`,
      symbol: 'band-bar',
      at: [node.at[0], node.at[1] + i * pitchY],
      bind: { value: bound },
      props: places,
      badge: node.badge,
    },
  }));
}
