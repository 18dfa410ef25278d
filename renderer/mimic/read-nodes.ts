/** The nodes of a scene in the order in which they are read and drawn, by the room that each of them takes. Pure. */
import type { SceneNode, ServedScene } from '../../shared/model/scene.ts';
import { areaOf, isWritten, MARGIN, ringedParts } from '../../shared/scene/marks/marked-area.ts';
import type { Area } from '../../shared/scene/place-node.ts';
import { inReadingOrder } from '../../shared/scene/reading-order.ts';
import { numberProp, stringProp } from './define-symbol.ts';
import { around } from './zoom/zoom.ts';

/** As drawn from the first to the last, and so by the Tab key. */
export const readNodes = ({ nodes, panels }: Pick<ServedScene, 'nodes' | 'panels'>): readonly SceneNode[] =>
  inReadingOrder(
    nodes.map(item => {
      const area = roomOf(item);
      const isDrawn = !isWritten(item.symbol) && TOLD[item.symbol] === undefined;
      return { item, area, line: isDrawn ? item.at[1] : area[1] + area[3] / 2, isRow: ROWS.includes(item.symbol) };
    }),
    panels,
  );

const ROWS: readonly string[] = ['row', 'state-row', 'range-bar', 'band-bar', 'gauge-table', 'state-lamp'];

/** Without the air that its frame has. Some symbols are as large as they are told, and a table has all its rows. */
function roomOf(node: SceneNode): Area {
  const told = TOLD[node.symbol]?.(node);
  if (told !== undefined) return [node.at[0] + told[0], node.at[1] + told[1], told[2], told[3]];
  const areas = ringedParts(node).flatMap(part => {
    const area = areaOf(part);
    return area === null ? [] : [area];
  });
  const [left, top, width, height] = around(areas) ?? [...node.at, 0, 0];
  const air = Math.min(MARGIN, width / 2, height / 2);
  return [left + air, top + air, width - 2 * air, height - 2 * air];
}

const sized =
  (standardWidth: number, standardHeight: number) =>
  (node: SceneNode): Area => [
    0,
    0,
    numberProp(node, 'width') ?? standardWidth,
    numberProp(node, 'height') ?? standardHeight,
  ];

const ALARM_PITCH = 28;

/** Around the origin. */
const TOLD: Readonly<Record<string, (node: SceneNode) => Area>> = {
  spark: sized(120, 36),
  'hour-chart': sized(150, 90),
  'history-chart': sized(300, 170),
  'xy-chart': sized(190, 104),
  'scene-button': sized(100, 30),
  link: node => {
    const width = (numberProp(node, 'width') ?? 90) + 10;
    return [stringProp(node, 'dir') === 'in' ? -width : 0, -13, width, 26];
  },
  'alarm-rows': node => [0, -16, numberProp(node, 'width') ?? 360, (numberProp(node, 'rows') ?? 4) * ALARM_PITCH - 4],
};
