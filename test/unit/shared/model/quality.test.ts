/** The quality word: forgotten storage reads bad, nonsense reads bad, and every pair survives the trip through 16 bits. */
import { describe, expect, it } from 'vitest';
import * as model from '../../../../shared/model/quality.ts';

const { QUALITY_CLASSES, QUALITY_REASONS, quality, qualityClass, qualityReason, isBad, isGood } = model;

describe('quality word', () => {
  it('invariant 1: storage that nobody filled reads as bad, not read yet', () => {
    const [word = -1] = new Uint16Array(1);
    expect([qualityClass(word), qualityReason(word), isGood(word), isBad(word)]).toEqual([
      'bad',
      'not-read-yet',
      false,
      true,
    ]);
  });

  it('carries every class with every reason through a Uint16', () => {
    for (const kind of QUALITY_CLASSES) {
      for (const reason of QUALITY_REASONS) {
        const [word = -1] = Uint16Array.of(quality(kind, reason));
        expect([qualityClass(word), qualityReason(word)]).toEqual([kind, reason]);
        expect(isGood(word)).toBe(kind === 'good');
        expect(isBad(word)).toBe(kind === 'bad');
      }
    }
  });

  it.each([0x0300, 0x0301, 0xff01, 0xffff])('invariant 6: the unknown class of word %i counts as bad', word => {
    expect(isBad(word)).toBe(true);
    expect(isGood(word)).toBe(false);
  });

  it('reads an unknown reason as a configuration error, never as none', () => {
    expect(qualityReason(0x02ff)).toBe('config-error');
  });

  it('keeps the order of its codes, which is part of the wire and of stored data', () => {
    expect(QUALITY_CLASSES).toEqual(['bad', 'uncertain', 'good']);
    expect(QUALITY_REASONS.slice(0, 11)).toEqual([
      'not-read-yet',
      'none',
      'comm-loss',
      'device-fault',
      'out-of-range',
      'stale',
      'substituted',
      'config-error',
      'not-configured',
      'calc-input-bad',
      'clock-fault',
    ]);
    expect(model.GOOD).toBe(0x0201);
  });
});
