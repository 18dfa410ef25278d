/**
 * What a scene covers in one language: every symbol, name, label and printed value with the area that it takes. Widths of texts
 * are those of the font, of values those of their range's longer end. Pure.
 */
import type { SceneLabel, SceneNode } from '../../model/scene.ts';
import type { Language } from '../../text/text.ts';
import { formatNumber } from '../../units/format.ts';
import { BLOCK_HEAD, OPENING, sizesOf } from '../catalogue/sizes.ts';
import { gaugeRows } from '../marks/gauge-rows.ts';
import { inkedArea } from '../marks/sized-area.ts';
import { type Area, around, placeBox } from '../place-node.ts';
import { type PrintingId, symbolRules } from '../symbol-catalogue.ts';
import { textWidth } from '../text-width.ts';
import type { Ink, LintContext, LintedScene, PrintedTag } from './finding.ts';

/** Above and below the base line, in ems: Chinese characters fill nearly the whole of both. */
const ASCENT = 0.86;
const DESCENT = 0.14;

const LABEL_SIZES: Record<SceneLabel['style'], number> = { heading: 16, name: 14, note: 12 };
type Anchor = SceneLabel['anchor'];

/** Area of a line of text whose anchor stands at a point. */
function textArea(text: string, size: number, { at: [x, y], anchor, isBold }: TextPlace): Area {
  const width = textWidth(text, size, isBold);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return [left, y - size * ASCENT, width, size * (ASCENT + DESCENT)];
}

interface TextPlace {
  readonly at: readonly [number, number];
  readonly anchor: Anchor;
  readonly isBold: boolean;
}

/** Everything that is drawn, in the order of the file. */
export function inkOf({ file, nodes }: LintedScene, language: Language, context: LintContext): readonly Ink[] {
  const labels = file.labels.map(
    ({ at, text, style, anchor }, i): Ink => ({
      path: ['labels', i],
      owner: `label ${i}`,
      kind: 'text',
      area: textArea(text[language], LABEL_SIZES[style], { at, anchor, isBold: style !== 'note' }),
    }),
  );
  const drawn = nodes.flatMap((node, i): readonly Ink[] => {
    const ink = { path: ['nodes', i], owner: node.id } as const;
    const area = bodyArea(node, language, context);
    const kind = PRINTED[node.symbol] === undefined ? 'symbol' : 'text';
    const name = node.name === undefined ? [] : [{ ...ink, kind: 'text' as const, area: nameArea(node, node.name) }];
    const texts = textsOf(node, language).map(place => ({
      ...ink,
      kind: 'text' as const,
      area: placeBox(node, place),
    }));
    return area === null ? name : [{ ...ink, kind, area }, ...texts, ...name];
  });
  return [...labels, ...drawn];
}

/** The bar and the number below a symbol that travels. */
const TRAVEL: Area = [
  OPENING.bar.x,
  OPENING.baseY - OPENING.size,
  OPENING.unitX - OPENING.bar.x + textWidth('%', OPENING.size),
  OPENING.size + 2,
];

/** Lines of text that a symbol prints beside its body, in symbol coordinates. */
function textsOf(node: SceneNode, language: Language): readonly Area[] {
  if (['regulator', 'control-valve'].includes(node.symbol)) return [TRAVEL];
  if (node.symbol !== 'value-block') return [];
  const tag = textWidth(node.bind['value'] ?? '', 12);
  const caption = textWidth(propText(node, 'caption', language), 13);
  return [
    [0, BLOCK_HEAD.tagY - 10, tag, 12],
    [0, BLOCK_HEAD.captionY - 12, caption, 15],
    [0, BLOCK_HEAD.numberY - 14, sizesOf('value-block', node).width, 16],
  ];
}

/** Where the renderer puts the name of an equipment. */
function nameArea(node: SceneNode, name: string): Area {
  const scale = node.scale ?? 1;
  const box = symbolRules(node.symbol)?.box ?? [0, 0, 0, 0];
  const [x, y, width, height] = [box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale] as const;
  const isUpright = node.turn === undefined || node.turn === 180;
  const places: Record<NonNullable<SceneNode['label']>, readonly [number, number, Anchor]> = {
    above: [x + width / 2, y - 8, 'middle'],
    below: [0, y + height + 17, 'middle'],
    right: [isUpright ? x + width + 8 : 17, 4, 'start'],
    left: [x - 8, -4, 'end'],
  };
  const [dx, dy, anchor] = places[node.label ?? 'below'];
  return textArea(name, 12, { at: [node.at[0] + dx, node.at[1] + dy], anchor, isBold: false });
}

/** Null for a tee, which is no more than a dot on its pipe. */
function bodyArea(node: SceneNode, language: Language, context: LintContext): Area | null {
  const box = symbolRules(node.symbol)?.box;
  return box === undefined || node.symbol === 'tee' ? null : printedArea(node, box, { language, context });
}

interface Printing {
  readonly language: Language;
  readonly context: LintContext;
}

function printedArea(node: SceneNode, box: Area, printing: Printing): Area {
  const printed = PRINTED[node.symbol];
  if (printed === undefined) return placeBox(node, inkedArea(node) ?? BODIES[node.symbol]?.(node, printing) ?? box);
  const [x, y, width, height] = printed(node, printing);
  return [node.at[0] + x, node.at[1] + y, width, height];
}

export const numberOf = (node: SceneNode, prop: string, otherwise: number): number => {
  const value = node.props[prop];
  return typeof value === 'number' ? value : otherwise;
};

/** A text of the node's props in a language; empty when it has none. */
export function propText(node: SceneNode, prop: string, language: Language): string {
  const value = node.props[prop];
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? value[language] : '';
}

/** Digits of a derived point of which nothing is known. */
const USUAL_DIGITS = '00,000';

function factsOf(node: SceneNode, { context }: Printing, role = 'value'): PrintedTag | undefined {
  return context.tag(node.bind[role] ?? '');
}

/** Width of the longest number that the value may have, in design pixels. */
export function valueWidth(node: SceneNode, size: number, printing: Printing): number {
  const facts = factsOf(node, printing);
  if (facts === undefined || facts.high === null) return textWidth(USUAL_DIGITS, size, size >= 16);
  const decimals = numberOf(node, 'decimals', facts.decimals);
  const ends = [facts.low ?? 0, facts.high].map(end => textWidth(formatNumber(end, decimals), size, size >= 16));
  return Math.max(...ends);
}

const UNIT_GAP = 4;
/** The word of a row that is on stands in a dark box. */
const CHIP_MARGIN = 6;
/** Of the word for a state, in either language. */
const WORD_WIDTH = 44;

/** Of the unit with the gap before it; nothing without one. */
export function unitWidth(node: SceneNode, printing: Printing): number {
  const own = node.props['unit'];
  const unit = typeof own === 'string' ? own : (factsOf(node, printing)?.unit ?? '');
  return unit === '' ? 0 : textWidth(unit, 12) + UNIT_GAP;
}

type Printed = (node: SceneNode, printing: Printing) => Area;

/** From its origin to the end of its unit, one line high. */
const line =
  (symbol: 'row' | 'range-bar' | 'band-bar'): Printed =>
  (node, printing) => [0, -12, sizesOf(symbol, node).valueX + unitWidth(node, printing), 15];

const bandBar: Printed = (node, printing) => {
  const [x, y, width, height] = line('band-bar')(node, printing);
  return [x, y, width, height + sizesOf('band-bar', node).barY];
};

/** All rows as they are drawn. */
const gaugeTable: Printed = (node, printing) => {
  const rows = gaugeRows(node).map(({ row }): Area => {
    const [x, y, width, height] = bandBar(row, printing);
    return [x, row.at[1] - node.at[1] + y, width, height];
  });
  return around(rows) ?? [0, 0, 0, 0];
};

/** Symbols that are mostly text; how far they reach is in their props. */
const PRINTED: Readonly<Record<string, Printed>> = {
  value: (node, printing) => {
    const { size } = sizesOf('value', node);
    const width = valueWidth(node, size, printing);
    return [-width, -size * ASCENT, width + unitWidth(node, printing), size];
  },
  row: line('row'),
  'state-row': node => [0, -12, sizesOf('state-row', node).valueX + CHIP_MARGIN, 15],
  'range-bar': line('range-bar'),
  'band-bar': bandBar,
  'gauge-table': gaugeTable,
  'state-word': ({ props }) => {
    const { anchor } = props;
    return [anchor === 'start' ? 0 : anchor === 'end' ? -WORD_WIDTH : -WORD_WIDTH / 2, -12, WORD_WIDTH, 15];
  },
  'set-point': node => {
    const { size } = sizesOf('set-point', node);
    return [-40, -size, 66, size];
  },
} satisfies Readonly<Record<PrintingId<'line' | 'table' | 'word'>, Printed>>;

/** Bodies without their texts, which count by themselves; and what hangs on the language. In symbol coordinates. */
const BODIES: Readonly<Record<string, Printed>> = {
  'value-block': node => {
    const { width, height } = sizesOf('value-block', node);
    return [0, BLOCK_HEAD.height - 4, width, height - BLOCK_HEAD.height + 4];
  },
  ladder: node => [0, -10, 430, sizesOf('ladder', node).height + 32],
  regulator: () => [-16, -31, 42, 40],
  'control-valve': () => [-16, -36, 32, 45],
  'state-lamp': (node, { language }) => [-3, -14, 22 + textWidth(propText(node, 'label', language), 13), 19],
};
