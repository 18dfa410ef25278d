import { expect, test } from 'vitest';
import { type Look, present } from '../../../../renderer/mimic/quality-look.ts';
import { wordedLook } from '../../../../renderer/ui/worded-look.ts';
import { catalogEn } from '../../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../../shared/text/catalog-zh.ts';

const look = (value: number | null, kind: Look['kind'] = 'good'): Look => ({
  kind,
  value,
  text: null,
  ageMs: 5_000,
  reason: 'none',
  isLinkLost: false,
});

test('the state of a device is told in words, in its quality', () => {
  expect(present(wordedLook('SYS.PLC.state', look(2), catalogEn), 0).text).toBe('online');
  expect(present(wordedLook('SYS.PLC.state', look(4, 'stale'), catalogZh), 0)).toMatchObject({
    text: '离线',
    hatched: true,
    age: '5 s',
  });
  expect(present(wordedLook('SYS.PLC.state', look(null, 'bad'), catalogEn), 0).text).toBe('----');
});

test('every other number stays a number', () => {
  expect(present(wordedLook('SYS.PLC.round-trip', look(2), catalogEn), 0).text).toBe('2');
  expect(present(wordedLook('PT-1101', look(2), catalogEn), 0).text).toBe('2');
  expect(present(wordedLook('SYS.PLC.state', look(17), catalogEn), 0).text).toBe('17');
});
