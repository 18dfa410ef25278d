/** The palettes of tokens.css as tests read them, and contrast by WCAG 2.2. */
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../../../../renderer/theme/tokens.css', import.meta.url), 'utf8');

/** Custom properties of the block of a palette. */
function tokensOf(theme: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"]`)).split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** A palette with what a hue for running equipment changes in it. */
export function runningIn(theme: string, hue: string): string {
  const head = `[data-theme="${theme}"][data-running="${hue}"]`;
  const at = css.indexOf(head);
  const found = at < 0 ? undefined : /--fill-run:\s*(#[0-9a-f]{6})/.exec(css.slice(at).split('}')[0] ?? '')?.[1];
  if (found === undefined) throw new Error(`tokens.css has no ${head}`);
  return found;
}

/** Angle of a colour on the wheel, degrees. */
export function hueOf(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span === 0) return 0;
  const sixth = most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return sixth * 60;
}

/** Linear parts of sRGB. */
const linear = (colour: string): readonly number[] =>
  [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });

/** Lightness and the two axes of colour of OKLab (Ottosson 2020), in which equal distances look equally far apart. */
function oklabOf(colour: string): readonly [number, number, number] {
  const [r = 0, g = 0, b = 0] = linear(colour);
  const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
  const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
  const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
  return [
    0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
    0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
  ];
}

/** How saturated a colour looks: 0 is grey, the purest of a screen have about 0.3. */
export function chromaOf(colour: string): number {
  const [, a, b] = oklabOf(colour);
  return Math.hypot(a, b);
}

/** How different two colours look; 0.02 is just seen side by side. */
export function distanceOf(one: string, other: string): number {
  const [l, a, b] = oklabOf(one);
  const [l2, a2, b2] = oklabOf(other);
  return Math.hypot(l - l2, a - a2, b - b2);
}

/** The same in hue and saturation alone. */
export function hueDistanceOf(one: string, other: string): number {
  const [, a, b] = oklabOf(one);
  const [, a2, b2] = oklabOf(other);
  return Math.hypot(a - a2, b - b2);
}

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Colour of a token in a palette. Throws for one that it lacks. */
export function colourIn(theme: string): (name: string) => string {
  const tokens = tokensOf(theme);
  return name => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`${theme} has no ${name}`);
    return value;
  };
}

export const namesIn = (theme: string): readonly string[] => [...tokensOf(theme).keys()];

export const PALETTES = ['day', 'night'] as const;
