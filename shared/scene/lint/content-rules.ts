/** Rules about what a screen has: few enough values, a trend, a way on, screens that exist, and no colour of its own. Pure. */
import { printedValues } from '../marks/marked-area.ts';
import { SYMBOL_CATALOGUE, symbolRules } from '../symbol-catalogue.ts';
import type { Finding, LintContext, LintedScene } from './finding.ts';

/** More than anybody can look at (hmi.md 3.3). */
export const MOST_VALUES = 150;

/** Symbols that are a trend, for the message. */
const TRENDS = Object.keys(SYMBOL_CATALOGUE).filter(isTrend);
const WAYS = ['link', 'scene-button'];

export function tooManyValues({ nodes }: LintedScene): readonly Finding[] {
  const values = new Set(nodes.flatMap(printedValues));
  if (values.size <= MOST_VALUES) return [];
  return [
    {
      rule: 'too-many-values',
      path: ['nodes'],
      what: {
        zh: `画面有 ${values.size} 个数值，最多 ${MOST_VALUES}`,
        en: `the screen prints ${values.size} values, ${MOST_VALUES} at most`,
      },
      right: { zh: '把细节移到下一级画面', en: 'move the details to a screen of the next level' },
    },
  ];
}

function isTrend(symbol: string): boolean {
  return symbolRules(symbol)?.isTrend === true;
}

/** A screen of a unit shows where at least one of its values comes from. */
export function noTrend({ file, nodes }: LintedScene): readonly Finding[] {
  if (file.level !== 2 || nodes.some(({ symbol }) => isTrend(symbol))) return [];
  return [
    {
      rule: 'no-trend',
      path: ['nodes'],
      what: { zh: '二级画面没有趋势', en: 'a screen of level 2 has no trend' },
      right: { zh: `加一个 ${TRENDS.join('、')}`, en: `add a ${TRENDS.join(', ')}` },
    },
  ];
}

/** Below the overview every screen leads on to another; with one screen there is none to lead to. */
export function noExit({ file, nodes }: LintedScene, { sceneIds }: LintContext): readonly Finding[] {
  if (file.level === 1 || sceneIds.size < 2) return [];
  if (nodes.some(({ symbol, props }) => WAYS.includes(symbol) && props['scene'] !== undefined)) return [];
  return [
    {
      rule: 'no-exit',
      path: ['nodes'],
      what: { zh: '画面没有通往其他画面的出口', en: 'no link leads from this screen to another' },
      right: { zh: '加一个 link 或 scene-button，写上 scene', en: 'add a link or a scene-button with its scene' },
    },
  ];
}

export function unknownScenes({ nodes }: LintedScene, { sceneIds }: LintContext): readonly Finding[] {
  return nodes.flatMap(({ props }, i): Finding[] => {
    const { scene } = props;
    if (typeof scene !== 'string' || sceneIds.has(scene)) return [];
    return [
      {
        rule: 'unknown-scene',
        path: ['nodes', i, 'props', 'scene'],
        what: { zh: `画面 "${scene}" 不存在`, en: `there is no scene "${scene}"` },
        right: { zh: `可用：${[...sceneIds].join(', ')}`, en: `the scenes are ${[...sceneIds].join(', ')}` },
      },
    ];
  });
}

const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color)\(/i;

/** Colours belong to the palettes; a scene has none, not even in a text. */
export function colours({ file }: LintedScene): readonly Finding[] {
  return textsIn(file, []).flatMap(({ text, path }): Finding[] => {
    const colour = COLOUR.exec(text)?.[0];
    if (colour === undefined) return [];
    return [
      {
        rule: 'colour',
        path,
        what: { zh: `画面不能写颜色（${colour}）`, en: `a scene has no colours (${colour})` },
        right: { zh: '去掉；状态由图元的形状表示', en: 'remove it; states are shapes of symbols' },
      },
    ];
  });
}

interface Found {
  readonly text: string;
  readonly path: readonly PropertyKey[];
}

function textsIn(value: unknown, path: readonly PropertyKey[]): readonly Found[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
