/** Room of symbols that are as large as their props say, in symbol coordinates and the same in both languages. Pure. */
import type { SceneNode } from '../../model/scene.ts';
import { ALARM_PITCH, LINK, sizesOf, WAY_BUTTON, WAY_TEXT } from '../catalogue/sizes.ts';
import type { Area } from '../place-node.ts';
import { textWidth } from '../text-width.ts';

interface Axes {
  readonly right: number;
  readonly below: number;
}

/** Numbers right of the plot of a chart and texts below it. */
const AXES: Readonly<Record<string, Axes>> = {
  'hour-chart': { right: 44, below: 16 },
  'history-chart': { right: 44, below: 20 },
  'xy-chart': { right: 0, below: 16 },
};

const plot =
  (symbol: 'spark' | 'hour-chart' | 'history-chart' | 'xy-chart') =>
  (node: SceneNode): Area => {
    const { width, height } = sizesOf(symbol, node);
    return [0, 0, width, height];
  };

/** Room of the longer of both languages: a switch of language moves nothing. */
function labelWidth({ props: { label } }: SceneNode): number {
  if (typeof label !== 'object') return 0;
  return Math.max(textWidth(label.zh, WAY_TEXT), textWidth(label.en, WAY_TEXT));
}

const ownWidth = ({ props: { width } }: SceneNode): number | undefined =>
  typeof width === 'number' ? width : undefined;

/** Of the body of an off-page arrow, without its tip. */
export const linkWidth = (node: SceneNode): number => ownWidth(node) ?? labelWidth(node) + 2 * LINK.pad;

export const wayButtonWidth = (node: SceneNode): number => ownWidth(node) ?? labelWidth(node) + WAY_BUTTON.room;

/** An off-page arrow lies on the side that its pipe does not come from. */
function linkArea(node: SceneNode): Area {
  const width = linkWidth(node) + LINK.tip;
  return [node.props['dir'] === 'in' ? -width : 0, -LINK.height / 2, width, LINK.height];
}

const SIZED: Readonly<Record<string, (node: SceneNode) => Area>> = {
  spark: plot('spark'),
  'hour-chart': plot('hour-chart'),
  'history-chart': plot('history-chart'),
  'xy-chart': plot('xy-chart'),
  'alarm-rows': node => {
    const { width, rows } = sizesOf('alarm-rows', node);
    return [0, -16, width, rows * ALARM_PITCH - 4];
  },
  'scene-button': node => [0, 0, wayButtonWidth(node), WAY_BUTTON.height],
  link: linkArea,
};

/** Of a chart its plot. Null for a symbol that is always the same size, or whose size hangs on the language. */
export const sizedArea = (node: SceneNode): Area | null => SIZED[node.symbol]?.(node) ?? null;

/** The same with the texts at the axes of a chart. */
export function inkedArea(node: SceneNode): Area | null {
  const area = sizedArea(node);
  const axes = AXES[node.symbol];
  if (area === null || axes === undefined) return area;
  const [x, y, width, height] = area;
  return [x, y, width + axes.right, height + axes.below];
}
