/** The nodes of a scene in the order in which they are read and drawn, by the room that each of them takes. Pure. */
import type { SceneNode, ServedScene } from '../../shared/model/scene.ts';
import { areaOf, isWritten, MARGIN, ringedParts } from '../../shared/scene/marks/marked-area.ts';
import { sizedArea } from '../../shared/scene/marks/sized-area.ts';
import { type Area, around } from '../../shared/scene/place-node.ts';
import { inReadingOrder } from '../../shared/scene/reading-order.ts';

/** As drawn from the first to the last, and so by the Tab key. */
export const readNodes = ({ nodes, panels }: Pick<ServedScene, 'nodes' | 'panels'>): readonly SceneNode[] =>
  inReadingOrder(
    nodes.map(item => {
      const area = roomOf(item);
      const isDrawn = !isWritten(item.symbol) && sizedArea(item) === null;
      return { item, area, line: isDrawn ? item.at[1] : area[1] + area[3] / 2, isRow: ROWS.includes(item.symbol) };
    }),
    panels,
  );

const ROWS: readonly string[] = ['row', 'state-row', 'range-bar', 'band-bar', 'gauge-table', 'state-lamp'];

/** Without the air that its frame has. Some symbols are as large as they are told, and a table has all its rows. */
function roomOf(node: SceneNode): Area {
  const told = sizedArea(node);
  if (told !== null) return [node.at[0] + told[0], node.at[1] + told[1], told[2], told[3]];
  const areas = ringedParts(node).flatMap(part => {
    const area = areaOf(part);
    return area === null ? [] : [area];
  });
  const [left, top, width, height] = around(areas) ?? [...node.at, 0, 0];
  const air = Math.min(MARGIN, width / 2, height / 2);
  return [left + air, top + air, width - 2 * air, height - 2 * air];
}
