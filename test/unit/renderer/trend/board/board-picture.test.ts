/** What the board makes of the moment: where the cursor meets the pens, and what the strip over the plots says. */
import { describe, expect, test } from 'vitest';
import { pastSpan, spotsAt } from '../../../../../renderer/trend/board/board-picture.ts';
import { PenData } from '../../../../../renderer/trend/board/pen-data.ts';
import type { DrawnPlot } from '../../../../../renderer/trend/chart/drawing.ts';
import { catalogEn } from '../../../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../../../shared/text/catalog-zh.ts';
import { bucketSeries, type MadeSample, sampleSeries } from '../lines/made-series.ts';
import { tagOf } from '../pens/made-tags.ts';

const WINDOW = { from: 0, to: 100, stepMs: 10, columns: 10 };
const BOX = { left: 0, top: 10, width: 100, height: 100 };

function penWith(slot: number, rows: readonly MadeSample[]): PenData {
  const data = new PenData({ slot, tag: tagOf(`T-${slot}`), isHidden: false });
  data.take(sampleSeries(rows, { knownUntil: 100 }), WINDOW);
  return data;
}

const plotOf = (pens: readonly PenData[]): DrawnPlot => ({
  box: BOX,
  axes: [{ key: '', isZoomed: false, pens: pens.map(pen => pen.drawn(null)), ends: [0, 10] }],
});

describe('rings at the cursor', () => {
  test('stand on the value in force of each pen', () => {
    const pens = [
      penWith(0, [
        [0, 10],
        [50, 5],
      ]),
      penWith(1, [[0, 0]]),
    ];
    expect(spotsAt([plotOf(pens)], pens, { x: 7, time: 60 })).toEqual([
      { slot: 0, x: 7, y: 60 },
      { slot: 1, x: 7, y: 110 },
    ]);
  });

  test('are two where least and greatest of a bucket are apart', () => {
    const pen = penWith(0, [[0, 1]]);
    const made = { stepMs: 50, min: [2, 3], max: [8, 3] };
    pen.take(bucketSeries(made, { knownUntil: 100 }), { ...WINDOW, stepMs: 50, columns: 2 });
    expect(spotsAt([plotOf([pen])], [pen], { x: 7, time: 10 }).map(({ y }) => y)).toEqual([30, 90]);
    expect(spotsAt([plotOf([pen])], [pen], { x: 7, time: 60 })).toHaveLength(1);
  });

  test('are none outside of the plot and none where nothing is known', () => {
    const pens = [penWith(0, [[0, 11]]), penWith(1, [[0, Number.NaN, 0]])];
    expect(spotsAt([plotOf(pens)], pens, { x: 7, time: 60 })).toEqual([]);
    expect(spotsAt([plotOf(pens)], pens, { x: 7, time: 500 })).toEqual([]);
  });
});

test('the past that is still made is named where it is missing, with how far it is', () => {
  const past = { from: 0, to: 300, doneTo: 130, failure: null };
  expect(pastSpan(past, catalogEn)).toEqual({ from: 130, to: 300, text: 'Demo data is being made: 43 %' });
  expect(pastSpan(past, catalogZh).text).toBe('演示数据生成中 43 %');
});

test('the past that failed says where it is missing what is missing, why, and how to mend it', () => {
  const past = { from: 0, to: 300, doneTo: 130, failure: 'refused' } as const;
  expect(pastSpan(past, catalogEn)).toEqual({
    from: 130,
    to: 300,
    text: 'Demo data is not complete: the historian refused a part. Restart Citygate to go on (see F9, Events)',
    short: 'Demo data is not complete',
  });
  expect(pastSpan({ ...past, failure: 'closed' }, catalogZh).text).toBe(
    '演示数据不完整：历史库已停止。重启 Citygate 后继续生成（见 F9 事件）',
  );
});
