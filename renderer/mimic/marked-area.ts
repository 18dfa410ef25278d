/**
 * What of a scene belongs to which alarms, and how much room it takes on the scene. A symbol that only uses a pressure to know its
 * own state is not marked by the alarms of that pressure: only its equipment and values that it prints count. Pure.
 */
import type { SceneNode } from '../../shared/model/scene.ts';
import { type Area, placeBox } from '../../shared/scene/place-node.ts';
import type { RingTarget } from '../alarms/desk/alarm-center.ts';
import { numberProp, type SymbolDefinition } from './define-symbol.ts';
import { gaugeRows } from './symbols/board/gauge-table.tsx';
import { symbols } from './symbols/registry.ts';

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

export const isMarkedBy = ({ tags, equipment }: Subjects, target: RingTarget): boolean =>
  (target.tag !== null && tags.includes(target.tag)) ||
  (target.equipment !== null && equipment.includes(target.equipment));

/** What of a node may be marked by itself: the rows of a table, else the node. */
export const markedParts = (node: SceneNode): readonly SceneNode[] =>
  node.symbol === 'gauge-table' ? gaugeRows(node).map(({ row }) => row) : [node];

/** Room that a node takes, in scene coordinates; null for a symbol that is not known. */
export function areaOf(node: SceneNode): Area | null {
  const definition = symbols.get(node.symbol);
  if (definition === undefined) return null;
  const [x, y, width, height] = PRINTING[node.symbol]?.(node) ?? turnedBox(node, definition);
  return [node.at[0] + x, node.at[1] + y, width, height];
}

/** Middle of the badge: where it hides no text of the node. Blocks have room at the upper right, rows at their left end. */
export function badgePlace({ symbol }: SceneNode, [x, y, width, height]: Area): readonly [number, number] {
  if (symbol === 'value-block' || symbol === 'ladder') return [x + width, y];
  return PRINTING[symbol] === undefined ? [x, y] : [x, y + height / 2];
}

const MARGIN = 5;

/** The box of a symbol as it stands, around its origin, with a little air. */
export function turnedBox(node: SceneNode, { box }: SymbolDefinition): Area {
  const [x, y, width, height] = placeBox({ ...node, at: [0, 0] }, box);
  return [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN];
}
