/** Badges of alarms have room of their own: over nothing that is read, over no other badge, within the scene. */
import { describe, expect, it } from 'vitest';
import { sceneSchema } from '../../../../../shared/model/scene.ts';
import { coveringBadges, missingBadges } from '../../../../../shared/scene/lint/badge-rules.ts';
import type { LintContext } from '../../../../../shared/scene/lint/finding.ts';

type Draft = Record<string, unknown>;

const CONTEXT: LintContext = {
  tag: () => ({ low: 0, high: 6, decimals: 3, unit: 'MPa' }),
  sceneIds: new Set(),
  alarmed: ['PT-1', 'PT-2', 'XV-1', 'XV-2'].map(tag => ({ tag, equipment: tag })),
};

function scene(nodes: Draft[], labels: Draft[] = []) {
  const title = { zh: '图', en: 'Screen' };
  const file = sceneSchema.parse({ id: 'small', title, level: 3, size: [600, 400], nodes, labels });
  return { file, nodes: file.nodes, pipes: [] };
}

const covering = (nodes: Draft[], labels: Draft[] = [], context = CONTEXT) =>
  coveringBadges(scene(nodes, labels), context).map(({ what }) => what.en);

const valve = (id: string, at: [number, number], more: Draft = {}): Draft => ({
  id,
  symbol: 'valve',
  at,
  bind: { open: 'A', closed: 'B' },
  ...more,
});
const row = (id: string, at: [number, number], tag: string, more: Draft = {}): Draft => ({
  id,
  symbol: 'row',
  at,
  bind: { value: tag },
  ...more,
});

describe('the badge of an alarm', () => {
  it('may stand on its own symbol, not on the next', () => {
    expect(covering([valve('XV-1', [100, 100])])).toEqual([]);
    const beside = [valve('XV-1', [100, 100]), valve('XV-3', [70, 70])];
    expect(covering(beside)).toEqual(['the alarm badge of "XV-1" covers "XV-3"']);
    expect(covering([valve('XV-1', [100, 100], { badge: 'lower-right' }), valve('XV-3', [70, 70])])).toEqual([]);
  });

  it('of what has no alarm is never seen', () => {
    const beside = [valve('XV-1', [100, 100]), valve('XV-3', [70, 70])];
    expect(covering(beside, [], { ...CONTEXT, alarmed: [] })).toEqual([]);
  });

  it('lies on no label, in either language', () => {
    const label = (zh: string) => ({ at: [30, 62], text: { zh, en: 'In' }, style: 'note' });
    expect(covering([valve('XV-1', [100, 100])], [label('进')])).toEqual([]);
    expect(covering([valve('XV-1', [100, 100])], [label('进站截断阀')])).toHaveLength(1);
  });

  it('hides neither the name nor the number of what it marks', () => {
    const named = valve('XV-1', [100, 100], { name: 'XV-1', label: 'above' });
    expect(covering([named])).toEqual(['the alarm badge of "XV-1" covers its own text']);
    const value = { id: 'v', symbol: 'value', at: [200, 100], bind: { value: 'PT-1' }, props: { width: 30 } };
    expect(covering([value])).toHaveLength(1);
    expect(covering([{ ...value, badge: 'below' }])).toEqual([]);
  });

  it('leaves that of the next row alone, if rows stand 22 px apart', () => {
    const rows = (pitch: number) => [row('a', [60, 60], 'PT-1'), row('b', [60, 60 + pitch], 'PT-2')];
    expect(covering(rows(22))).toEqual([]);
    expect(covering(rows(20))).toEqual(['the alarm badge of "b" covers "a"']);
  });

  it('of each row of a table counts', () => {
    const table = (pitchY: number) => ({
      id: 't',
      symbol: 'gauge-table',
      at: [60, 60],
      bind: { r1: 'PT-1', r2: 'PT-2' },
      props: { pitchY },
    });
    expect(covering([table(22)])).toEqual([]);
    expect(covering([table(18)])).toHaveLength(1);
  });

  it('stays within the scene', () => {
    expect(covering([row('a', [18, 60], 'PT-1')])).toEqual([
      'the alarm badge of "a" reaches over the edge of the scene',
    ]);
    expect(covering([row('a', [26, 60], 'PT-1')])).toEqual([]);
  });
});

describe('a node that shows no badge', () => {
  const missing = (nodes: Draft[]) => missingBadges(scene(nodes), CONTEXT).map(({ what }) => what.en);

  it('leaves its alarms to another of the same screen', () => {
    const quiet = valve('XV-1', [100, 100], { badge: 'none' });
    const state = { id: 's', symbol: 'state-row', at: [200, 100], bind: { a: 'XV-1' } };
    expect(missing([quiet, state])).toEqual([]);
    expect(missing([quiet])).toEqual(['alarms of "XV-1" have no badge on the screen']);
    expect(missing([quiet, { ...state, badge: 'none' }])).toHaveLength(2);
    expect(missing([valve('XV-3', [100, 100], { badge: 'none' })])).toEqual([]);
  });
});
