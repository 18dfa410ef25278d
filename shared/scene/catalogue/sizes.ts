/**
 * Sizes of symbols where a scene says none, and those that no scene changes, in design pixels and symbol coordinates. Drawings,
 * marks of alarms, the order of reading and the lint read them here, so that what is checked is what is drawn.
 */
import type { SceneNode } from '../../model/scene.ts';

export const SIZES = {
  value: { size: 14, width: 90 },
  'set-point': { size: 14 },
  row: { valueX: 140, width: 180 },
  'state-row': { valueX: 140, width: 180 },
  'range-bar': { barX: 100, barWidth: 110, valueX: 270 },
  'band-bar': { barX: 160, barY: 0, barWidth: 120, valueX: 370 },
  'gauge-table': { tagX: 150, barX: 220, barWidth: 100, valueX: 370, pitchY: 24 },
  'value-block': { width: 80, height: 262 },
  'hour-chart': { width: 150, height: 90 },
  'history-chart': { width: 300, height: 150 },
  'xy-chart': { width: 190, height: 88 },
  ladder: { height: 408 },
  spark: { width: 120, height: 36 },
  'alarm-rows': { width: 360, rows: 4 },
  'alarm-board': { width: 150 },
  'device-panel': { columns: 3, pitchX: 86, pitchY: 22 },
} as const;

type SizedId = keyof typeof SIZES;
type SizesOf<Id extends SizedId> = { readonly [Name in keyof (typeof SIZES)[Id]]: number };

/** What a node says of its sizes, and the usual ones of `symbol` where it says nothing. */
export function sizesOf<Id extends SizedId>(symbol: Id, { props }: Pick<SceneNode, 'props'>): SizesOf<Id> {
  const told = Object.entries(SIZES[symbol]).map(([name, usual]) => {
    const own = props[name];
    return [name, typeof own === 'number' ? own : usual];
  });
  return Object.fromEntries(told) as SizesOf<Id>;
}

/** Of the texts of a line: its label, and its number or word. */
export const LINE_TEXTS = {
  row: { label: 12, number: 14 },
  'state-row': { label: 12, number: 13 },
  'range-bar': { label: 13, number: 16 },
  'band-bar': { label: 12, number: 14 },
} as const;

/** The small bar in a row. */
export const MINI_BAR = { width: 44, height: 6, y: -8 } as const;
/** Base lines of the texts over the chart of a value block, and where the chart begins. */
export const BLOCK_HEAD = { tagY: 12, captionY: 30, numberY: 52, height: 64 } as const;
/** From this width on a block prints its number larger. */
const WIDE_BLOCK = 100;

export const blockNumberSize = (width: number): 16 | 18 => (width >= WIDE_BLOCK ? 18 : 16);

/** The bar and the number under a valve that is throttled. */
export const OPENING = {
  bar: { x: -22, y: 18, width: 34, height: 5 },
  numberX: 38,
  unitX: 42,
  baseY: 26,
  size: 12,
} as const;
/** Between the base lines of alarms on a mimic: a badge with its ring. */
export const ALARM_PITCH = 28;
/** Off-page arrow: air beside its text, and what its tip is longer than its body. */
export const LINK = { pad: 10, tip: 12, height: 26 } as const;
/** Button to a screen: all that is not its text. */
export const WAY_BUTTON = { room: 46, height: 30 } as const;
/** Of the text on either. */
export const WAY_TEXT = 13;
