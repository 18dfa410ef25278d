import { describe, expect, test } from 'vitest';
import { isDue } from '../../../../renderer/store/use-polled.ts';

const asked = (periodS: number, hasFailed: boolean): number =>
  Array.from({ length: 600 }, (_, second) => second).filter(second => isDue(second, periodS, hasFailed)).length;

describe('a question that is asked again and again', () => {
  test('is asked once a period', () => {
    expect([asked(1, false), asked(60, false)]).toEqual([600, 10]);
  });

  test('is repeated within a second after a failure, a dear one within ten', () => {
    expect([asked(1, true), asked(10, true), asked(60, true)]).toEqual([600, 600, 60]);
  });
});
