/**
 * What of a scene belongs to which alarms, and how much room it takes on the scene. A symbol that only uses a pressure to know its
 * own state is not marked by the alarms of that pressure: only its equipment and values that it prints count. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import type { SymbolRules } from '../catalogue/rules.ts';
import { type Area, type Point, placeBox } from '../place-node.ts';
import { symbolRules } from '../symbol-catalogue.ts';
import { gaugeRows } from './gauge-rows.ts';

const numberProp = (node: SceneNode, prop: string): number | undefined => {
  const value = node.props[prop];
  return typeof value === 'number' ? value : undefined;
};

/** Symbols that print values of tags; their extents are in their props. */
const PRINTING: Readonly<Record<string, (node: SceneNode) => Area>> = {
  value: node => [
    -(numberProp(node, 'width') ?? 90),
    -(numberProp(node, 'size') ?? 14) - 4,
    (numberProp(node, 'width') ?? 90) + 44,
    (numberProp(node, 'size') ?? 14) + 10,
  ],
  row: node => [-14, -16, (numberProp(node, 'width') ?? 180) + 22, 22],
  'state-row': node => [-14, -16, (numberProp(node, 'width') ?? 180) + 22, 22],
  'value-block': node => [-6, -3, (numberProp(node, 'width') ?? 80) + 12, (numberProp(node, 'height') ?? 262) + 8],
  ladder: node => [-8, -12, 444, (numberProp(node, 'height') ?? 408) + 36],
  'range-bar': node => [-14, -18, (numberProp(node, 'valueX') ?? 270) + 52, 26],
  'band-bar': node => [-14, -16, (numberProp(node, 'valueX') ?? 370) + 52, 22 + (numberProp(node, 'barY') ?? 0)],
};

/** Words, bubbles and charts beside what is marked: another frame for the same alarm would say nothing new. */
const UNMARKED: readonly string[] = ['instrument', 'state-word', 'set-point', 'history-chart', 'xy-chart'];

/** Words and charts: they stand close together, and their equipment has a drawing of its own or none. */
export const isWritten = (symbol: string): boolean =>
  PRINTING[symbol] !== undefined || (symbol !== 'instrument' && UNMARKED.includes(symbol));

export interface Subjects {
  readonly tags: readonly string[];
  readonly equipment: readonly string[];
}

export function subjectsOf(node: SceneNode): Subjects {
  if (UNMARKED.includes(node.symbol)) return { tags: [], equipment: [] };
  const names = [node.id, node.name, node.asset].filter(name => name !== undefined);
  if (PRINTING[node.symbol] === undefined) return { tags: names, equipment: names };
  return {
    tags: Object.entries(node.bind).flatMap(([role, tag]) => (isPrinted(node.symbol, role) ? [tag] : [])),
    equipment: [],
  };
}

/** A ladder knows from many tags which device acts, and prints one. */
const isPrinted = (symbol: string, role: string): boolean =>
  role !== 'setpoint' && (symbol !== 'ladder' || role === 'value');

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
  const [x, y, width, height] = PRINTING[node.symbol]?.(node) ?? turnedBox(node, rules);
  return [node.at[0] + x, node.at[1] + y, width, height];
}

/** A row of text or a number, which stands close to the next. */
const isInLine = ({ symbol }: SceneNode): boolean => PRINTING[symbol] !== undefined && !isBlock(symbol);

const isBlock = (symbol: string): boolean => symbol === 'value-block' || symbol === 'ladder';

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
export function turnedBox(node: SceneNode, { box }: Pick<SymbolRules, 'box'>): Area {
  const [x, y, width, height] = placeBox({ ...node, at: [0, 0] }, box);
  return [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN];
}
