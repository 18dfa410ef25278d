/** What people write into the `scaling` column. */
import { describe, expect, it } from 'vitest';
import { isInvertible, parseScaling } from '../../../../main/project/tags/scaling-text.ts';
import { toEngineering } from '../../../../main/tags/scaling.ts';

const HAN = /\p{Script=Han}/u;
const FORMS = 'write *3600, *0.1-40, linear 4..20 -> 0..6.3, sqrt 4..20 -> 0..1000 or table 0=0 50=12.5 100=30';

describe('a scaling', () => {
  it.each([
    ['*3600', { kind: 'linear', gain: 3_600, offset: 0 }],
    ['*0.1+5', { kind: 'linear', gain: 0.1, offset: 5 }],
    ['*0.1-40', { kind: 'linear', gain: 0.1, offset: -40 }],
    ['* 0.1 - 40', { kind: 'linear', gain: 0.1, offset: -40 }],
    ['*-1+1', { kind: 'linear', gain: -1, offset: 1 }],
    ['*1e-3', { kind: 'linear', gain: 0.001, offset: 0 }],
    ['*.5+-2', null],
    ['linear 0..100 -> -50..150', { kind: 'linear', gain: 2, offset: -50 }],
    ['linear 0 .. 27648->0..1', { kind: 'linear', gain: 1 / 27_648, offset: 0 }],
    ['linear 20..4 -> 0..16', { kind: 'linear', gain: -1, offset: 20 }],
    ['sqrt 4..20 -> 0..1000', { kind: 'sqrt', rawLow: 4, rawHigh: 20, low: 0, high: 1_000 }],
    ['table 0=0 50=12.5 100=30', { kind: 'table', raw: [0, 50, 100], value: [0, 12.5, 30] }],
    ['table  -1e1=5   2.5=-7', { kind: 'table', raw: [-10, 2.5], value: [5, -7] }],
  ] as const)('%s is read as %j', (text, scaling) => {
    const result = parseScaling(text);
    if (scaling === null) expect(result.ok).toBe(false);
    else expect(result).toEqual({ ok: true, scaling });
  });

  it('by ranges meets both ends of them', () => {
    const result = parseScaling('linear 4..20 -> 0..6.3');
    if (!result.ok) throw new Error(result.what.en);
    expect(toEngineering(result.scaling, 4)).toBeCloseTo(0, 12);
    expect(toEngineering(result.scaling, 12)).toBeCloseTo(3.15, 12);
    expect(toEngineering(result.scaling, 20)).toBeCloseTo(6.3, 12);
  });

  it.each([
    ['/10', 'is not understood', FORMS],
    ['*', 'is not understood', FORMS],
    ['*1,5', 'is not understood', FORMS],
    ['+5', 'is not understood', FORMS],
    ['*2*3', 'is not understood', FORMS],
    ['*1e999', 'is not understood', FORMS],
    ['linear 4-20 -> 0-6.3', 'is not understood', FORMS],
    ['linear 4..20 0..6.3', 'is not understood', FORMS],
    ['Linear 4..20 -> 0..6.3', 'is not understood', FORMS],
    ['root 4..20 -> 0..6.3', 'is not understood', FORMS],
    ['table', 'is not understood', FORMS],
    ['table 0:0 1:1', 'is not understood', FORMS],
    ['table 0=0 1=1e999', 'is not understood', FORMS],
    ['*0', 'makes all values the same', 'the factor must not be 0'],
    ['*0+7', 'makes all values the same', 'the factor must not be 0'],
    ['linear 4..4 -> 0..6', 'has a range that is none', 'the two ends of a range must differ'],
    ['linear 4..20 -> 6..6', 'has a range that is none', 'the two ends of a range must differ'],
    ['sqrt 20..4 -> 0..6', 'has a range that is none', 'a square root goes from low to high in both ranges'],
    ['sqrt 4..20 -> 6..0', 'has a range that is none', 'a square root goes from low to high in both ranges'],
    ['sqrt 4..4 -> 0..6', 'has a range that is none', 'a square root goes from low to high in both ranges'],
    ['table 0=0', 'has one point only', 'at least two, such as table 0=0 100=30'],
    ['table 0=0 5=1 5=2', 'raw values 5, 5 of the table do not ascend', 'the raw value, before the =, grows'],
    ['table 0=0 9=1 5=2', 'raw values 9, 5 of the table do not ascend', 'the raw value, before the =, grows'],
  ])('%s is refused: %s — %s', (text, what, right) => {
    const result = parseScaling(text);
    if (result.ok) throw new Error('was accepted');
    expect(result.what.en).toContain(what);
    expect(result.right.en).toContain(right);
    expect(result.what.zh).toMatch(HAN);
    expect(result.right.zh).toMatch(HAN);
  });

  it('of a long cell is refused in no time', () => {
    expect(parseScaling(`table ${'1=1 '.repeat(20_000)}x`).ok).toBe(false);
    expect(parseScaling(`*${'1'.repeat(100_000)}`).ok).toBe(false);
    expect(parseScaling(`linear ${' '.repeat(50_000)}4`).ok).toBe(false);
  });

  it.each([
    ['*-2+1', true],
    ['sqrt 4..20 -> 0..6', true],
    ['table 0=0 1=1 2=2', true],
    ['table 0=5 1=1 2=-2', true],
    ['table 0=0 1=1 2=1', false],
    ['table 0=0 1=1 2=0', false],
  ])('%s can be turned back: %s', (text, expected) => {
    const result = parseScaling(text);
    if (!result.ok) throw new Error(result.what.en);
    expect(isInvertible(result.scaling)).toBe(expected);
  });
});
