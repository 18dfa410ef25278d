/** Lines are thin: a pen must stand out from the ground of its plot, and its digit from the pen, in both palettes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../renderer/theme/tokens.css', import.meta.url), 'utf8');

/** Custom properties of the block of a palette. */
function tokensOf(theme: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"]`)).split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['day', 'night'])('by %s', theme => {
  const tokens = tokensOf(theme);
  const token = (name: string): string => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`${theme} has no ${name}`);
    return value;
  };
  const pens = Array.from({ length: 8 }, (_, i) => `--pen${i + 1}`);

  test.each(pens)('%s stands out from the grounds it is drawn on, and its digit from it', pen => {
    for (const ground of ['--bg', '--raise', '--panel']) {
      expect(contrast(token(pen), token(ground)), ground).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token('--inverse'), token(pen))).toBeGreaterThanOrEqual(4.5);
  });

  test('no two pens have one colour, and the flag of the cursor can be read', () => {
    expect(new Set(pens.map(token)).size).toBe(8);
    expect(contrast(token('--flag-text'), token('--select'))).toBeGreaterThanOrEqual(4.5);
  });
});
