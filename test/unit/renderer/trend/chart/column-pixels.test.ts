/** Dense lines as pixels: which of them a line covers, how softly, and what is left of it when it is cleared. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type ColumnInk, ColumnPixels, rgbOf } from '../../../../../renderer/trend/chart/column-pixels.ts';

const WIDTH = 6;
const HEIGHT = 10;
const RED: ColumnInk = { rgb: 0x0000ff, alpha: 1, thickness: 1 };
const BLUE: ColumnInk = { rgb: 0xff0000, alpha: 1, thickness: 1 };

let columns: ColumnPixels;

beforeEach(() => {
  columns = new ColumnPixels();
  columns.open({ scaleX: 1, scaleY: 1, left: 0, top: 0, width: WIDTH, height: HEIGHT });
});

const at = (column: number, row: number): number => columns.pixels[row * WIDTH + column] ?? 0;
/** Alpha of a column from above, as shares with two digits. */
const shares = (column: number): number[] =>
  Array.from({ length: HEIGHT }, (_, row) => Math.round(((at(column, row) >>> 24) / 255) * 100) / 100);

describe('pixels of dense lines', () => {
  test('cover a column from its least to its greatest, however many places it has', () => {
    columns.moveTo(2.2, 4.5);
    for (const [x, y] of [
      [2.4, 7.5],
      [2.5, 2.5],
      [2.7, 5.5],
    ] as const)
      columns.lineTo(x, y);
    columns.stroke(RED);
    expect(shares(2)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0]);
    expect(at(2, 4)).toBe(0xff0000ff);
    expect([...shares(1), ...shares(3)].every(share => share === 0)).toBe(true);
  });

  test('show one sample that stands out to its full height', () => {
    columns.moveTo(0.5, 8.5);
    columns.lineTo(3.4, 8.5);
    columns.lineTo(3.5, 1.5);
    columns.lineTo(3.6, 8.5);
    columns.lineTo(5.5, 8.5);
    columns.stroke(RED);
    expect(shares(3)).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    expect(shares(4)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });

  test('lead from column to column without a hole', () => {
    columns.moveTo(0, 0.5);
    columns.lineTo(4, 8.5);
    columns.stroke(RED);
    const rows = Array.from({ length: 4 }, (_, column) =>
      shares(column).flatMap((share, row) => (share > 0 ? [row] : [])),
    );
    for (const [column, covered] of rows.entries()) {
      expect(covered[0]).toBeLessThanOrEqual(2 * column);
      expect(covered.at(-1)).toBeGreaterThanOrEqual(2 * column + 2);
    }
  });

  test('end softly between two pixels', () => {
    columns.moveTo(1.5, 4.25);
    columns.lineTo(1.6, 4.25);
    columns.stroke({ ...RED, thickness: 2 });
    expect(shares(1)).toEqual([0, 0, 0, 0.75, 1, 0.25, 0, 0, 0, 0]);
    columns.moveTo(2.5, 4.5);
    columns.lineTo(2.6, 4.5);
    columns.stroke({ ...RED, thickness: 0.5 });
    expect(shares(2)).toEqual([0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0]);
  });

  test('of one line lie over those of the line before, mixed at soft ends', () => {
    for (const [ink, y] of [
      [RED, 4.5],
      [BLUE, 5],
    ] as const) {
      columns.moveTo(1.2, y);
      columns.lineTo(1.4, y);
      columns.stroke(ink);
    }
    expect(shares(1)).toEqual([0, 0, 0, 0, 1, 0.5, 0, 0, 0, 0]);
    expect(at(1, 4) & 0xffffff).toBe(0x800080);
    expect(at(1, 5) & 0xffffff).toBe(0xff0000);
  });

  test('stay within the frame, with a line that comes and goes far outside', () => {
    columns.moveTo(-1e6, 5.5);
    columns.lineTo(1e6, 5.5);
    columns.lineTo(1e6 + 1, -1e6);
    columns.stroke(RED);
    for (let column = 0; column < WIDTH; column++) expect(shares(column)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    columns.moveTo(1.5, -1e6);
    columns.lineTo(1.6, 1e6);
    columns.stroke(RED);
    expect(shares(1)).toEqual(Array.from({ length: HEIGHT }, () => 1));
  });

  test('count in pixels of the screen from the corner of the frame', () => {
    columns.clear();
    columns.open({ scaleX: 2, scaleY: 2, left: 100, top: 40, width: WIDTH, height: HEIGHT });
    columns.moveTo(51.25, 22.25);
    columns.lineTo(51.3, 22.25);
    columns.stroke(RED);
    expect(shares(2)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  });

  test('are told by rows and gone when they are cleared', () => {
    expect(columns.touched).toEqual({ first: 0, end: 0 });
    columns.moveTo(1.5, 3.5);
    columns.lineTo(1.6, 6.5);
    columns.stroke(RED);
    expect(columns.touched).toEqual({ first: 3, end: 7 });
    columns.clear();
    expect(columns.touched).toEqual({ first: 0, end: 0 });
    expect(columns.pixels.every(pixel => pixel === 0)).toBe(true);
  });

  test('know a colour of six digits and no other', () => {
    expect(rgbOf('#0a3b7c')).toBe(0x7c3b0a);
    expect(['red', '#fff', 'rgba(1, 2, 3, 0.5)'].map(rgbOf)).toEqual([null, null, null]);
  });
});
