import { describe, expect, test } from 'vitest';
import { sentence, shortKindOf } from '../../../../renderer/alarms/alarm-texts.ts';
import { ALARM_KINDS } from '../../../../shared/model/alarm.ts';

describe('texts of alarms', () => {
  test('have types of at most five letters where rows are narrow, each another one', () => {
    const short = ALARM_KINDS.map(kind => shortKindOf(`XA-1401A/${kind}`));
    expect(short).toContain('≠0');
    expect(Math.max(...short.map(text => text.length))).toBeLessThanOrEqual(5);
    expect(new Set(short).size).toBe(ALARM_KINDS.length);
  });

  test('begin with a capital as sentences of their own, names and units as they are', () => {
    expect(sentence('regulator seat leaks')).toBe('Regulator seat leaks');
    expect(sentence('a lamp is out')).toBe('A lamp is out');
    expect(sentence('kPa above 5')).toBe('kPa above 5');
    expect(sentence('PV-1301 closes')).toBe('PV-1301 closes');
    expect(sentence('调压器故障')).toBe('调压器故障');
    expect(sentence('')).toBe('');
  });
});
