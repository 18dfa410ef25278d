/** A reading of a query looks like the sample that a stream would have brought. */
import { expect, test } from 'vitest';
import { lookOf, present } from '../../../../renderer/mimic/quality-look.ts';
import { sampleOf } from '../../../../renderer/store/reading-sample.ts';
import type { TagReading } from '../../../../shared/model/tag.ts';

const NOW = Date.UTC(2026, 10, 22, 5, 59, 7);
const reading = (change: Partial<TagReading>): TagReading => ({
  tag: 'PT-1101',
  value: 3.2,
  quality: 'good',
  time: NOW - 500,
  raw: null,
  ...change,
});
const shown = (change: Partial<TagReading>) =>
  present(lookOf(sampleOf(reading(change)), { now: NOW, silentMs: null }), 1);

test('a good value is plain, an uncertain one underlined', () => {
  expect(shown({})).toMatchObject({ text: '3.2', quality: 'good' });
  expect(shown({ quality: 'uncertain', reason: 'out-of-range' })).toMatchObject({ text: '3.2', underlined: true });
});

test('a lost value shows the last good one with its age, and never as current', () => {
  const lost = { quality: 'bad', value: null, reason: 'comm-loss' } as const;
  const lastGood = { value: 3.1, time: NOW - 12_000 };
  expect(shown({ ...lost, lastGood })).toMatchObject({ text: '3.1', hatched: true, age: '12 s', quality: 'stale' });
  expect(shown(lost)).toMatchObject({ text: '----', quality: 'bad' });
});

test('a bad value has no number, whatever it carries', () => {
  expect(sampleOf(reading({ quality: 'bad', value: 0, reason: 'device-fault' })).v).toBeNaN();
});

test('a text is told as it is, and the last one of a text that is lost', () => {
  expect(shown({ value: null, text: 'FC-1401A' })).toMatchObject({ text: 'FC-1401A', quality: 'good' });
  const lastGood = { value: null, text: 'FC-1401A', time: NOW - 12_000 };
  expect(shown({ quality: 'bad', value: null, reason: 'stale', lastGood })).toMatchObject({
    text: 'FC-1401A',
    hatched: true,
  });
});
