/**
 * The rule about room for numbers: the longest number of a tag's range, with its decimals and its unit, fits between what stands
 * left of it and its right edge. Widths are those of the font's digits. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { ringedParts } from '../marks/marked-area.ts';
import { textWidth } from '../text-width.ts';
import type { Finding, LintContext, LintedScene } from './finding.ts';
import { numberOf, unitWidth, valueWidth } from './ink.ts';
import { TOLERANCE } from './overlap-rules.ts';

/** From this width on a block prints its number larger. */
const WIDE_BLOCK = 100;
/** Of the small bar in a row. */
const MINI_BAR = 44;

/** One finding for each number that is too long, of a table for its first. */
export function tightNumbers({ nodes }: LintedScene, context: LintContext): readonly Finding[] {
  return nodes.flatMap((node, i): readonly Finding[] =>
    ringedParts(node)
      .flatMap((part): readonly Finding[] => {
        // Of what is computed for the screen alone nobody knows how large it gets.
        if ((context.tag(bound(part))?.high ?? null) === null) return [];
        const place = NUMBERS[part.symbol]?.(part, context);
        if (place === undefined || place.width <= place.room + TOLERANCE) return [];
        return [findingOf({ ...place, id: part.id, path: ['nodes', i] })];
      })
      .slice(0, 1),
  );
}

interface NumberPlace {
  readonly width: number;
  readonly room: number;
}

type NumberRule = (node: SceneNode, context: LintContext) => NumberPlace;

// Numbers have no language: digits, separators and units are the same in both.
const longest = (node: SceneNode, size: number, context: LintContext): number =>
  valueWidth(node, size, { language: 'en', context });

/** Whatever stands left of the number of a line: a bar, its tag. */
const inLine =
  (usual: { readonly valueX: number; readonly barX?: number; readonly barWidth: number }, size: number): NumberRule =>
  (node, context) => {
    const valueX = numberOf(node, 'valueX', usual.valueX);
    const barX = numberOf(node, 'barX', usual.barX ?? valueX);
    const tagX = numberOf(node, 'tagX', valueX);
    const isBarBelow = numberOf(node, 'barY', 0) > 0;
    const bar = barX < valueX && !isBarBelow ? barX + numberOf(node, 'barWidth', usual.barWidth) : 0;
    const tag = tagX < valueX ? tagX + textWidth(tagOf(node), 12) : 0;
    return { width: longest(node, size, context), room: valueX - Math.max(bar, tag) };
  };

/** An empty text means that no tag is printed; a derived point has none. */
function tagOf(node: SceneNode): string {
  const { tagText } = node.props;
  if (typeof tagText === 'string') return tagText;
  return bound(node).startsWith('=') ? '' : bound(node);
}

const bound = (node: SceneNode): string => node.bind['value'] ?? '';

const NUMBERS: Readonly<Record<string, NumberRule>> = {
  'value-block': (node, context) => {
    const room = numberOf(node, 'width', 80);
    const unit = unitWidth(node, { language: 'en', context });
    return { width: longest(node, room >= WIDE_BLOCK ? 18 : 16, context) + unit, room };
  },
  value: (node, context) => ({
    width: longest(node, numberOf(node, 'size', 14), context),
    room: numberOf(node, 'width', 90),
  }),
  row: inLine({ valueX: 140, barWidth: MINI_BAR }, 14),
  'range-bar': inLine({ valueX: 270, barX: 100, barWidth: 110 }, 16),
  'band-bar': inLine({ valueX: 370, barX: 160, barWidth: 120 }, 14),
};

interface Tight extends NumberPlace {
  readonly id: string;
  readonly path: readonly PropertyKey[];
}

const findingOf = ({ id, path, width, room }: Tight): Finding => ({
  rule: 'number-overflow',
  path,
  what: {
    zh: `"${id}" 量程内最长的数值连同单位需 ${Math.ceil(width)} 像素，只有 ${Math.floor(room)}`,
    en: `the longest number of "${id}" with its unit takes ${Math.ceil(width)} px and has ${Math.floor(room)}`,
  },
  right: {
    zh: '加大 width 或 valueX，缩短左边的内容，或减少小数位',
    en: 'give it more width or valueX, shorten what stands left of it, or print fewer decimals',
  },
});
