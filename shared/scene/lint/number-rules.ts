/**
 * The rule about room for numbers: the longest number of a tag's range, with its decimals and its unit, fits between what stands
 * left of it and its right edge. Widths are those of the font's digits. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { blockNumberSize, LINE_TEXTS, MINI_BAR, SIZES, sizesOf } from '../catalogue/sizes.ts';
import { ringedParts } from '../marks/marked-area.ts';
import type { PrintingId } from '../symbol-catalogue.ts';
import { textWidth } from '../text-width.ts';
import type { Finding, LintContext, LintedScene } from './finding.ts';
import { numberOf, unitWidth, valueWidth } from './ink.ts';
import { TOLERANCE } from './overlap-rules.ts';

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

type LineId = 'row' | 'range-bar' | 'band-bar';

/** Where the bar of a line ends, if it stands left of the number and in its line. */
function barEnd(symbol: LineId, node: SceneNode, valueX: number): number {
  // Only the bar of a row is drawn when it is asked for.
  const usual = symbol === 'row' ? { barX: valueX, barWidth: MINI_BAR.width } : SIZES[symbol];
  const barX = numberOf(node, 'barX', usual.barX);
  const isBelow = numberOf(node, 'barY', 0) > 0;
  return barX < valueX && !isBelow ? barX + numberOf(node, 'barWidth', usual.barWidth) : 0;
}

/** Whatever stands left of the number of a line: a bar, its tag. */
const inLine =
  (symbol: LineId): NumberRule =>
  (node, context) => {
    const { valueX } = sizesOf(symbol, node);
    const tagX = numberOf(node, 'tagX', valueX);
    const tag = tagX < valueX ? tagX + textWidth(tagOf(node), 12) : 0;
    const width = longest(node, LINE_TEXTS[symbol].number, context);
    return { width, room: valueX - Math.max(barEnd(symbol, node, valueX), tag) };
  };

/** An empty text means that no tag is printed; a derived point has none. */
function tagOf(node: SceneNode): string {
  const { tagText } = node.props;
  if (typeof tagText === 'string') return tagText;
  return bound(node).startsWith('=') ? '' : bound(node);
}

const bound = (node: SceneNode): string => node.bind['value'] ?? '';

/** Not of a word, which has no range, nor of a ladder, whose flag is wide enough for any. */
const NUMBERS: Readonly<Record<string, NumberRule>> = {
  'value-block': (node, context) => {
    const { width: room } = sizesOf('value-block', node);
    const unit = unitWidth(node, { language: 'en', context });
    return { width: longest(node, blockNumberSize(room), context) + unit, room };
  },
  value: (node, context) => {
    const { size, width: room } = sizesOf('value', node);
    return { width: longest(node, size, context), room };
  },
  row: inLine('row'),
  'range-bar': inLine('range-bar'),
  'band-bar': inLine('band-bar'),
} satisfies Readonly<Record<Exclude<PrintingId<'line' | 'block'>, 'state-row' | 'ladder'>, NumberRule>>;

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
