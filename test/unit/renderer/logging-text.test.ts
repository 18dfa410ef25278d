/** What a person is told of how a tag is logged: the bound as the project has it, in both languages. */
import { describe, expect, test } from 'vitest';
import { loggingText } from '../../../renderer/ui/logging-text.ts';
import type { LoggingPolicy } from '../../../shared/model/logging.ts';
import { catalogEn } from '../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../shared/text/catalog-zh.ts';

const of = (logging: LoggingPolicy, unit = 'MPa') => [
  loggingText({ logging, unit }, catalogZh),
  loggingText({ logging, unit }, catalogEn),
];

describe('the logging of a tag', () => {
  test('is every sample, or none', () => {
    expect(of({ kind: 'all' })).toEqual(['每个采样', 'every sample']);
    expect(of({ kind: 'none' })).toEqual(['不记录', 'not logged']);
  });

  test('names the bound and how often a sample is kept at least', () => {
    expect(of({ kind: 'compress', deviation: 0.01, maxIntervalMs: 600_000 })).toEqual([
      '压缩，误差 ≤ 0.01 MPa（迟到采样处除外），至少每 10 min',
      'compressed, error ≤ 0.01 MPa but beside late samples, at least every 10 min',
    ]);
    expect(of({ kind: 'change', deadband: 2, maxIntervalMs: 45_000 }, 'ms')).toEqual([
      '变化，误差 ≤ 2 ms（迟到采样处除外），至少每 45 s',
      'on change, error ≤ 2 ms but beside late samples, at least every 45 s',
    ]);
  });

  test('prints no unit where there is none, and never a rounded bound', () => {
    const [, english] = of({ kind: 'compress', deviation: 0.000_012_5, maxIntervalMs: 5_400_000 }, '');
    expect(english).toBe('compressed, error ≤ 0.0000125 but beside late samples, at least every 90 min');
  });

  test('of a state is every change', () => {
    expect(of({ kind: 'change', deadband: 0, maxIntervalMs: 3_600_000 }, '')).toEqual([
      '每次变化，至少每 1 h',
      'every change, at least every 1 h',
    ]);
  });
});
