/** What people read as the cause of a device's state. */
import { expect, test } from 'vitest';
import { catalogEn } from '../../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../../shared/text/catalog-zh.ts';

test('a timeout reads as no answer: a connect that nobody answers is one too, and no reply was due there', () => {
  expect([catalogEn.deviceCause.timeout, catalogZh.deviceCause.timeout]).toEqual(['no answer', '无应答']);
});
