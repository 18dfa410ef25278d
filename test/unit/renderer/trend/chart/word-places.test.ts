/** Words of gaps lie on no label and on no other words. */
import { expect, test } from 'vitest';
import { placeWords } from '../../../../../renderer/trend/chart/word-places.ts';

const part = { left: 100, top: 0, width: 200, height: 60 };
const size = { part, width: 60, height: 16, rows: [2, 20] };
const label = (left: number, width: number, top = 2) => ({ left, top, width, height: 15 });

test('words stand in the middle of their part', () => {
  expect(placeWords({ ...size, taken: [] })).toEqual({ left: 170, top: 2, width: 60, height: 16 });
});

test('words stand beside a label that is there, on the side with room that is nearer to the middle', () => {
  expect(placeWords({ ...size, taken: [label(90, 90)] })?.left).toBe(184);
  expect(placeWords({ ...size, taken: [label(180, 110)] })?.left).toBe(116);
});

test('words take the next row where one is full, and are left out where all are', () => {
  expect(placeWords({ ...size, taken: [label(100, 200)] })).toMatchObject({ left: 170, top: 20 });
  expect(placeWords({ ...size, taken: [label(100, 200), label(100, 200, 22)] })).toBeNull();
  expect(placeWords({ ...size, width: 210, taken: [] })).toBeNull();
});
