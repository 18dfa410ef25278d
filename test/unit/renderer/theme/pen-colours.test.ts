/** Lines are thin: a pen must stand out from the ground of its plot, and its digit from the pen, in both palettes. */
import { describe, expect, test } from 'vitest';
import { colourIn, contrast, PALETTES } from './palette.ts';

describe.each(PALETTES)('by %s', theme => {
  const token = colourIn(theme);
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
