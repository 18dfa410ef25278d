/** A preset has all of the setup on the screen, is known again when it is shown, and says its span in words. */
import { describe, expect, it } from 'vitest';
import { FIRST_SETUP } from '../../../../../renderer/store/trend-setup.ts';
import { isShown, presetSetup, setupOfPreset, spanText } from '../../../../../renderer/trend/presets/preset-setup.ts';

const PENS = Array.from({ length: 8 }, (_, i) => (i === 2 ? { tag: 'PT-1', isHidden: true } : null));

describe('the setup of a preset', () => {
  it('comes back to the screen as it was', () => {
    const setup = { ...FIRST_SETUP, pens: PENS, spanMs: 8 * 3_600_000 };
    expect(setupOfPreset(presetSetup({ ...setup, pens: null }, PENS))).toEqual(setup);
  });

  it('is that on the screen whatever it says beside, and is not when a pen or the span differs', () => {
    const now = presetSetup(FIRST_SETUP, PENS);
    expect(isShown({ pens: PENS, spanMs: FIRST_SETUP.spanMs, later: 1 }, now)).toBe(true);
    expect(isShown({ ...now, spanMs: 1 }, now)).toBe(false);
    expect(isShown({ ...now, pens: PENS.toReversed() }, now)).toBe(false);
  });

  it('never breaks the screen, whatever it is', () => {
    expect(setupOfPreset({ pens: [{ tag: '', isHidden: true }], spanMs: -1 })).toMatchObject({
      spanMs: FIRST_SETUP.spanMs,
    });
  });

  it.each([
    [600_000, '10 min'],
    [5_400_000, '90 min'],
    [28_800_000, '8 h'],
    [86_400_000, '1 d'],
    [31_622_400_000, '366 d'],
    [1, '1 min'],
  ])('%i ms is %s', (ms, text) => expect(spanText(ms)).toBe(text));
});
