import { describe, expect, test } from 'vitest';
import { lookOf, looksSame, present } from '../../../renderer/mimic/quality-look.ts';
import type { Sample } from '../../../renderer/store/tag-store.ts';
import {
  COMM_LOSS,
  DEVICE_FAULT,
  FORCED,
  GOOD,
  NOT_CONFIGURED,
  NOT_READ_YET,
  OUT_OF_RANGE,
  quality,
  STALE,
} from '../../../shared/model/quality.ts';

const NOW = 1_700_000_060_000;
const sample = (over: Partial<Sample>): Sample => ({
  v: 3.2,
  q: GOOD,
  t: NOW - 400,
  lastV: Number.NaN,
  lastT: Number.NaN,
  ...over,
});
const up = { now: NOW, silentMs: null };

describe('how a value of each quality looks', () => {
  test('a good value is plain', () => {
    expect(present(lookOf(sample({}), up), 3)).toEqual({
      text: '3.200',
      hatched: false,
      boxed: false,
      letter: '',
      underlined: false,
      age: '',
      quality: 'good',
    });
  });

  test.each([COMM_LOSS, STALE])('a lost value (%d) shows the last good one hatched, with its age', q => {
    const look = lookOf(sample({ v: Number.NaN, q, lastV: 3.1, lastT: NOW - 47_200 }), up);
    expect(present(look, 3)).toMatchObject({ text: '3.100', hatched: true, age: '47 s', quality: 'stale' });
  });

  test('a lost value that never was good shows no number', () => {
    const look = lookOf(sample({ v: Number.NaN, q: COMM_LOSS }), up);
    expect(present(look, 3)).toMatchObject({ text: '----', hatched: false, quality: 'bad' });
  });

  test.each([DEVICE_FAULT, NOT_CONFIGURED, NOT_READ_YET])('any other bad value (%d) is ---- even with a past', q => {
    const look = lookOf(sample({ v: 0, q, lastV: 3.1, lastT: NOW - 1_000 }), up);
    expect(present(look, 3)).toMatchObject({ text: '----', quality: 'bad' });
  });

  test('an uncertain value is underlined, a substituted one is boxed', () => {
    expect(present(lookOf(sample({ q: OUT_OF_RANGE }), up), 1)).toMatchObject({ underlined: true, boxed: false });
    const substituted = present(lookOf(sample({ q: quality('good', 'substituted') }), up), 1);
    expect(substituted).toMatchObject({ boxed: true, letter: 'S', underlined: false, quality: 'uncertain' });
    const forced = present(lookOf(sample({ q: FORCED }), up), 1);
    expect(forced).toMatchObject({ text: '3.2', boxed: true, letter: 'F', underlined: false, quality: 'uncertain' });
  });

  test('a text is shown as it is, a big integer with every digit, and both hatched when they are old', () => {
    const text = sample({ v: Number.NaN, text: 'FC-1401A' });
    expect(present(lookOf(text, up), 2)).toMatchObject({ text: 'FC-1401A', quality: 'good' });
    expect(lookOf(text, up).value).toBeNull();
    const integer = sample({ v: -(2 ** 60), text: '-1152921504606846977' });
    expect(present(lookOf(integer, up), 0).text).toBe('\u22121,152,921,504,606,846,977');
    const lost = { v: Number.NaN, q: COMM_LOSS, lastT: NOW - 5_000 };
    expect(present(lookOf(sample({ ...lost, text: 'FC-1401A' }), up), 2)).toMatchObject({
      text: 'FC-1401A',
      hatched: true,
      quality: 'stale',
    });
    expect(lookOf(text, { now: NOW, silentMs: 2_000 })).toMatchObject({ kind: 'stale', text: 'FC-1401A' });
    const fault = sample({ ...lost, q: DEVICE_FAULT, text: 'FC-1401A' });
    expect(lookOf(fault, up).text).toBeNull();
    expect(present(lookOf(fault, up), 2)).toMatchObject({ text: '----', quality: 'bad' });
  });

  test('a good word without a number is bad, never 0', () => {
    expect(present(lookOf(sample({ v: Number.NaN }), up), 1)).toMatchObject({ text: '----', quality: 'bad' });
  });

  test('with the link to the host lost nothing looks good, whatever its quality was', () => {
    const lost = { now: NOW, silentMs: 2_300 };
    for (const q of [GOOD, OUT_OF_RANGE, quality('good', 'substituted'), FORCED]) {
      const look = lookOf(sample({ q }), lost);
      expect(look).toMatchObject({ kind: 'stale', ageMs: 2_300, isLinkLost: true });
    }
    expect(lookOf(sample({ v: Number.NaN, q: DEVICE_FAULT }), lost).kind).toBe('bad');
  });
});

describe('what is painted already', () => {
  test('is not painted again for the same value of a later time', () => {
    expect(looksSame(sample({}), sample({ t: NOW }))).toBe(true);
  });

  test.each([
    { v: 3.3 },
    { q: OUT_OF_RANGE },
    { q: FORCED },
    { text: '3.2' },
    { v: Number.NaN, q: DEVICE_FAULT },
  ])('is painted again for %o', over => {
    expect(looksSame(sample({}), sample(over))).toBe(false);
  });

  test('is painted again while it is old, because its age goes on', () => {
    const lost = sample({ v: Number.NaN, q: COMM_LOSS, lastV: 3.1, lastT: NOW - 5_200 });
    expect(looksSame(lost, lost)).toBe(false);
  });
});
