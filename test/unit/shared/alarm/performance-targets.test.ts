import { expect, it } from 'vitest';
import {
  judgePerformance,
  PERFORMANCE_FIGURES,
  PERFORMANCE_TARGETS,
} from '../../../../shared/alarm/performance-targets.ts';

it('a figure at its target is within, beside it beyond', () => {
  expect([150, 150.01].map(v => judgePerformance('perDay', v))).toEqual(['within', 'beyond']);
  expect([0.0099, 0.01].map(v => judgePerformance('floodShare', v))).toEqual(['within', 'beyond']);
  expect([4, 5].map(v => judgePerformance('stale', v))).toEqual(['within', 'beyond']);
  expect([0.8, 0.79].map(v => judgePerformance('priority4', v))).toEqual(['within', 'beyond']);
});

it('a share of nothing is not judged', () => {
  expect(judgePerformance('topShare', null)).toBe('no-target');
  expect(judgePerformance('perHour', Number.NaN)).toBe('no-target');
});

it('every target names where it comes from', () => {
  for (const figure of PERFORMANCE_FIGURES) {
    expect(PERFORMANCE_TARGETS[figure].source).not.toBe('');
    expect(PERFORMANCE_TARGETS[figure].clause).not.toBe('');
  }
});
