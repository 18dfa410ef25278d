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

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
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

export const PALETTES = ['day', 'night'] as const;
