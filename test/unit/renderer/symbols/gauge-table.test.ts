import { expect, test } from 'vitest';
import type { SceneNode } from '../../../../shared/model/scene.ts';
import { gaugeRows } from '../../../../shared/scene/marks/gauge-rows.ts';
import { markedParts, subjectsOf } from '../../../../shared/scene/marks/marked-area.ts';
import { shortenedTo, textWidth } from '../../../../shared/scene/text-width.ts';

const TABLE: SceneNode = {
  id: 'pressures',
  symbol: 'gauge-table',
  at: [100, 200],
  bind: { r2: 'PT-1202', r1: 'PT-1101', r4: 'PT-1303' },
  props: { pitchY: 30, barX: 180 },
};

test('a gauge table has a row for each bound role, in their order and without gaps', () => {
  const rows = gaugeRows(TABLE).map(({ role, row }) => [role, row.bind['value'], ...row.at]);
  expect(rows).toEqual([
    ['r1', 'PT-1101', 100, 200],
    ['r2', 'PT-1202', 100, 230],
    ['r4', 'PT-1303', 100, 260],
  ]);
  expect(gaugeRows(TABLE)[0]?.row.props['barX']).toBe(180);
});

test('alarms mark the row of their tag, not the table', () => {
  const marked = markedParts(TABLE).filter(node => subjectsOf(node).tags.includes('PT-1202'));
  expect(marked.map(({ at }) => at)).toEqual([[100, 230]]);
  expect(markedParts({ ...TABLE, symbol: 'valve' })).toHaveLength(1);
});

test('a text that does not fit ends in an ellipsis within its room; one that fits stays whole', () => {
  const room = { sizePx: 13, width: 60 };
  expect(shortenedTo('XV-1001', { sizePx: 13, width: 100 })).toBe('XV-1001');
  const cut = shortenedTo('进站紧急切断阀命令与阀位不符', room);
  expect(cut.endsWith('\u2026')).toBe(true);
  expect(textWidth(cut, 13)).toBeLessThanOrEqual(room.width);
  expect(cut.length).toBeGreaterThan(2);
});
