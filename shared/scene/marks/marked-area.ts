/**
 * What of a scene belongs to which alarms, and how much room it takes on the scene. A symbol that only uses a pressure to know its
 * own state is not marked by the alarms of that pressure: only its equipment and values that it prints count. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import type { PrintKind, SymbolRules } from '../catalogue/rules.ts';
import { sizesOf } from '../catalogue/sizes.ts';
import { type Area, grown, type Point, placeBox } from '../place-node.ts';
import { type PrintingId, symbolRules } from '../symbol-catalogue.ts';
import { gaugeRows } from './gauge-rows.ts';

type AreaRule = (node: SceneNode) => Area;

const rowArea =
  (symbol: 'row' | 'state-row'): AreaRule =>
  node => [-14, -16, sizesOf(symbol, node).width + 22, 22];

/** Symbols whose alarms are those of the values that they print; their extents are in their props. */
const FRAMES: Readonly<Record<string, AreaRule>> = {
  value: node => {
    const { size, width } = sizesOf('value', node);
    return [-width, -size - 4, width + 44, size + 10];
  },
  row: rowArea('row'),
  'state-row': rowArea('state-row'),
  'value-block': node => {
    const { width, height } = sizesOf('value-block', node);
    return [-6, -3, width + 12, height + 8];
  },
  ladder: node => [-8, -12, 444, sizesOf('ladder', node).height + 36],
  'range-bar': node => [-14, -18, sizesOf('range-bar', node).valueX + 52, 26],
  'band-bar': node => {
    const { valueX, barY } = sizesOf('band-bar', node);
    return [-14, -16, valueX + 52, 22 + barY];
  },
} satisfies Readonly<Record<PrintingId<'line' | 'block'>, AreaRule>>;

const kindOf = (symbol: string): PrintKind | undefined => symbolRules(symbol)?.prints;

/** Words, bubbles and charts beside what is marked: another frame for the same alarm would say nothing new. */
const isUnmarked = (symbol: string): boolean =>
  symbol === 'instrument' || ['word', 'chart'].includes(kindOf(symbol) ?? '');

/** Words and charts: they stand close together, and their equipment has a drawing of its own or none. */
export const isWritten = (symbol: string): boolean => kindOf(symbol) !== undefined;

/** Tags and expressions whose values a node shows. */
export const printedValues = ({ symbol, bind }: Pick<SceneNode, 'symbol' | 'bind'>): readonly string[] =>
  Object.entries(bind).flatMap(([role, bound]) => (isPrinted(symbol, role) ? [bound] : []));

export interface Subjects {
  readonly tags: readonly string[];
  readonly equipment: readonly string[];
}

export function subjectsOf(node: SceneNode): Subjects {
  if (isUnmarked(node.symbol)) return { tags: [], equipment: [] };
  const names = [node.id, node.name, node.asset].filter(name => name !== undefined);
  if (FRAMES[node.symbol] === undefined) return { tags: names, equipment: names };
  return { tags: printedValues(node), equipment: [] };
}

/** A word tells a state. A ladder knows from many tags which device acts, and prints one. */
const isPrinted = (symbol: string, role: string): boolean =>
  ![undefined, 'word'].includes(kindOf(symbol)) && role !== 'setpoint' && (symbol !== 'ladder' || role === 'value');

/** Something that has alarms, or that somebody is led to. */
export interface MarkTarget {
  readonly tag: string | null;
  readonly equipment: string | null;
}

export const isMarkedBy = ({ tags, equipment }: Subjects, target: MarkTarget): boolean =>
  (target.tag !== null && tags.includes(target.tag)) ||
  (target.equipment !== null && equipment.includes(target.equipment));

/** What of a node may be ringed by itself: the rows of a table, else the node. */
export const ringedParts = (node: SceneNode): readonly SceneNode[] =>
  node.symbol === 'gauge-table' ? gaugeRows(node).map(({ row }) => row) : [node];

/** What of it carries frame and badge: nothing where the scene leaves that to what stands beside it. */
export const markedParts = (node: SceneNode): readonly SceneNode[] => (node.badge === 'none' ? [] : ringedParts(node));

/** Room that a node takes, in scene coordinates; null for a symbol that is not known. */
export function areaOf(node: SceneNode): Area | null {
  const rules = symbolRules(node.symbol);
  if (rules === undefined) return null;
  const [x, y, width, height] = FRAMES[node.symbol]?.(node) ?? turnedBox(node, rules);
  return [node.at[0] + x, node.at[1] + y, width, height];
}

/** A row of text or a number, which stands close to the next. */
const isInLine = ({ symbol }: SceneNode): boolean => kindOf(symbol) === 'line';

const isBlock = (symbol: string): boolean => kindOf(symbol) === 'block';

type BadgeSide = Exclude<SceneNode['badge'], 'none' | undefined>;

/** Where it hides no text of the node: blocks have room at the upper right, rows at their left end. */
function usualSide(node: SceneNode): BadgeSide {
  if (isInLine(node)) return 'left';
  return isBlock(node.symbol) ? 'upper-right' : 'upper-left';
}

const sideOf = (node: SceneNode): BadgeSide =>
  node.badge === undefined || node.badge === 'none' ? usualSide(node) : node.badge;

/** Share of the width and of the height of what is marked. */
const SIDES: Readonly<Record<BadgeSide, readonly [across: number, down: number]>> = {
  'upper-left': [0, 0],
  above: [0.5, 0],
  'upper-right': [1, 0],
  right: [1, 0.5],
  'lower-right': [1, 1],
  below: [0.5, 1],
  'lower-left': [0, 1],
  left: [0, 0.5],
};

/** Of the frame of a block beside what it frames, design pixels. */
const BLOCK_INSET = 6;
/** Badge of something that nobody has acknowledged, with its ring: half of its width and of its height, design pixels. */
const BADGE_REACH = [14, 13] as const;
/** In a line of text the digit is as large as the smallest text. */
const SMALL_BADGE = 12 / 13.2;

export interface BadgePlace {
  /** Middle of what is drawn of it. */
  readonly at: Point;
  readonly scale: number;
}

/** The badge of a node that takes `area`: where the node says, on the edge of the area. */
export function badgePlace(node: SceneNode, [x, y, width, height]: Area): BadgePlace {
  const [across, down] = SIDES[sideOf(node)];
  // A block has more frame than it needs: with the badge over its chart or head the next block stays free.
  const inset = node.symbol === 'value-block' ? BLOCK_INSET * (1 - 2 * across) : 0;
  // A line of text is no higher than its badge, which would hide the text that it stands over: it hangs on the edge.
  const hang = isInLine(node) && across === 0.5 ? (BADGE_REACH[1] * SMALL_BADGE - 1) * (2 * down - 1) : 0;
  return {
    at: [x + width * across + inset, y + height * down + hang],
    scale: isInLine(node) ? SMALL_BADGE : 1,
  };
}

/** Room of that badge. */
export function badgeArea(node: SceneNode, area: Area): Area {
  const { at, scale } = badgePlace(node, area);
  const [reachX, reachY] = [BADGE_REACH[0] * scale, BADGE_REACH[1] * scale];
  return [at[0] - reachX, at[1] - reachY, 2 * reachX, 2 * reachY];
}

/** Around a symbol, design pixels. */
export const MARGIN = 5;

/** The box of a symbol as it stands, around its origin, with a little air. */
export const turnedBox = (node: SceneNode, { box }: Pick<SymbolRules, 'box'>): Area =>
  grown(placeBox({ ...node, at: [0, 0] }, box), MARGIN);
