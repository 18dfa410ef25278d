/**
 * Rules about room: nothing lies on anything else or over the edge, and every text fits its place, in both languages. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { LANGUAGES, type Language } from '../../text/text.ts';
import { LINE_TEXTS, SIZES, sizesOf } from '../catalogue/sizes.ts';
import type { Area } from '../place-node.ts';
import { textWidth } from '../text-width.ts';
import type { Finding, Ink, LintContext, LintedScene } from './finding.ts';
import { inkOf, numberOf, propText, valueWidth } from './ink.ts';

/** Widths are estimates; less than this is their error, design pixels. */
export const TOLERANCE = 2;

/** Pairs of things that cover each other, each once, in the language in which they do so first. */
export function overlaps(scene: LintedScene, context: LintContext): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const language of LANGUAGES) {
    const inks = inkOf(scene, language, context);
    inks.forEach((upper, i) => {
      for (const lower of inks.slice(0, i)) {
        if (upper.owner === lower.owner || !isOverlapping(upper.area, lower.area)) continue;
        const key = `${lower.owner} ${upper.owner}`;
        if (!found.has(key)) found.set(key, overlapOf(upper, lower, language));
      }
    });
  }
  return [...found.values()];
}

export function isOverlapping([ax, ay, aw, ah]: Area, [bx, by, bw, bh]: Area): boolean {
  const across = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const down = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  return across > TOLERANCE && down > TOLERANCE;
}

const SPOKEN: Record<Language, { readonly zh: string; readonly en: string }> = {
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
};

function overlapOf(upper: Ink, lower: Ink, language: Language): Finding {
  const isText = upper.kind === 'text' || lower.kind === 'text';
  const tongue = SPOKEN[language];
  return {
    rule: isText ? 'text-overlap' : 'overlap',
    path: upper.path,
    what: {
      zh: `"${upper.owner}" 与 "${lower.owner}" 重叠${isText ? `（${tongue.zh}）` : ''}`,
      en: `"${upper.owner}" and "${lower.owner}" overlap${isText ? ` (in ${tongue.en})` : ''}`,
    },
    right: {
      zh: isText ? '移开其中之一，或缩短文字，或用 label 换名称的位置' : '移开其中之一',
      en: isText ? 'move one of them, shorten the text, or place the name elsewhere with label' : 'move one of them',
    },
  };
}

/** What reaches over the edge of the scene. */
export function outside(scene: LintedScene, context: LintContext): readonly Finding[] {
  const [width, height] = scene.file.size;
  const seen = new Set<string>();
  return LANGUAGES.flatMap(language => inkOf(scene, language, context)).flatMap(({ owner, path, area }): Finding[] => {
    const [x, y, w, h] = area;
    const isInside = x >= -TOLERANCE && y >= -TOLERANCE && x + w <= width + TOLERANCE && y + h <= height + TOLERANCE;
    if (isInside || seen.has(owner)) return [];
    seen.add(owner);
    return [
      {
        rule: 'outside',
        path,
        what: { zh: `"${owner}" 超出画面`, en: `"${owner}" reaches over the edge of the scene` },
        right: { zh: '移进画面内', en: 'move it inside' },
      },
    ];
  });
}

/** Texts that do not fit the room that their own node leaves them. */
export function overflows({ nodes }: LintedScene, context: LintContext): readonly Finding[] {
  return nodes.flatMap((node, i) =>
    LANGUAGES.flatMap((language): Finding[] => {
      const place = textRoom(node, language, context);
      if (place === null || place.width <= place.room + TOLERANCE) return [];
      return [
        {
          rule: 'text-overflow',
          path: ['nodes', i, 'props', place.prop],
          what: {
            zh: `"${node.id}" 的${SPOKEN[language].zh}文字放不下：需 ${Math.ceil(place.width)} 像素，只有 ${Math.floor(place.room)}`,
            en: `the ${SPOKEN[language].en} text of "${node.id}" takes ${Math.ceil(place.width)} px and has ${Math.floor(place.room)}`,
          },
          right: { zh: '缩短文字，或给它更多位置', en: 'shorten the text, or give it more room' },
        },
      ];
    }),
  );
}

interface TextRoom {
  readonly prop: string;
  readonly width: number;
  readonly room: number;
}

const GAP = 4;
/** A caption may reach into the gap to the next block, which is 20 px wide. */
const CAPTION_OVERHANG = 12;

/** The label of a row reaches to whatever stands next in it; a caption has the width of its block. */
function textRoom(node: SceneNode, language: Language, context: LintContext): TextRoom | null {
  if (node.symbol === 'value-block') {
    const text = propText(node, 'caption', language);
    return text === ''
      ? null
      : { prop: 'caption', width: textWidth(text, 13), room: sizesOf('value-block', node).width + CAPTION_OVERHANG };
  }
  const symbol = LINES.find(line => line === node.symbol);
  const text = propText(node, 'label', language);
  if (symbol === undefined || text === '') return null;
  // A bar below the line of text takes nothing of it.
  const inLine = typeof node.props['barY'] === 'number' ? ['tagX'] : ['tagX', 'barX'];
  const usual: Readonly<Record<string, number>> = SIZES[symbol];
  const next = inLine.map(prop => numberOf(node, prop, usual[prop] ?? Number.POSITIVE_INFINITY));
  const { number, label } = LINE_TEXTS[symbol];
  const printed = symbol === 'state-row' ? wordWidth(node, language) : valueWidth(node, number, { language, context });
  next.push(sizesOf(symbol, node).valueX - printed);
  return { prop: 'label', width: textWidth(text, label), room: Math.min(...next) - GAP };
}

const LINES = ['row', 'state-row', 'range-bar', 'band-bar'] as const;

const wordWidth = (node: SceneNode, language: Language): number =>
  Math.max(
    ...['on', 'off'].map(prop => textWidth(propText(node, prop, language), LINE_TEXTS['state-row'].number, true)),
  );
