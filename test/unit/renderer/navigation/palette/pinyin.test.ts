/** Chinese text found by how it is read. */
import { describe, expect, test } from 'vitest';
import { readAt, readingOf } from '../../../../../renderer/navigation/palette/pinyin.ts';
import { PINYIN_TABLE } from '../../../../../renderer/navigation/palette/pinyin-table.ts';

const at = (text: string, typed: string): number => readAt(readingOf(text), typed);

describe('reading a text', () => {
  test.each([
    ['进站压力', 'jzyl'],
    ['进站压力', 'jinzhanyali'],
    ['进站压力', 'jinzyl'],
    ['进站压力', 'jzhyl'],
    ['进站压力', 'jinzhany'],
    ['调压', 'ty'],
    ['调度', 'dd'],
    ['重新', 'chongxin'],
    ['重量', 'zl'],
    ['绿灯', 'lvdeng'],
  ])('finds %s by %s from its beginning', (text, typed) => {
    expect(at(text, typed)).toBe(0);
  });

  test('finds what begins within it', () => {
    expect(at('进站压力', 'yl')).toBe(2);
    expect(at('1#调压（中压）主路', 'zhulu')).toBe(5);
  });

  test('takes letters and digits for themselves and passes over other signs', () => {
    expect(at('1#调压（中压）主路', '1tyzyzl')).toBe(0);
    expect(at('a过滤分离器', 'aglflq')).toBe(0);
  });

  test('finds nothing by letters in another order or by half a syllable in the middle', () => {
    expect(at('进站压力', 'zjyl')).toBe(-1);
    expect(at('进站压力', 'jiyali')).toBe(-1);
    expect(at('进站压力', 'jzylx')).toBe(-1);
  });
});

test('the table has every character of GB 2312', () => {
  const decoder = new TextDecoder('gbk');
  const characters = new Set(PINYIN_TABLE.join('').replace(/[a-z ]/g, ''));
  const missing: string[] = [];
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let place = 0xa1; place <= 0xfe; place++) {
      const text = decoder.decode(Uint8Array.of(row, place));
      if (/^\p{Script=Han}$/u.test(text) && !characters.has(text)) missing.push(text);
    }
  }
  expect(missing).toEqual([]);
  expect(characters.size).toBeGreaterThanOrEqual(6_763);
});
