/** What the lint counts is what is drawn: sizes that a scene leaves out are those of the drawings. */
import { describe, expect, it } from 'vitest';
import { bandBar } from '../../../../../renderer/mimic/symbols/bars.tsx';
import { gaugeTable } from '../../../../../renderer/mimic/symbols/board/gauge-table.tsx';
import { type SceneNode, sceneSchema } from '../../../../../shared/model/scene.ts';
import { GAUGE_ROLES } from '../../../../../shared/scene/catalogue/signs.ts';
import { SIZES } from '../../../../../shared/scene/catalogue/sizes.ts';
import type { LintContext } from '../../../../../shared/scene/lint/finding.ts';
import { inkOf } from '../../../../../shared/scene/lint/ink.ts';
import { lintScene } from '../../../../../shared/scene/lint/lint-scene.ts';
import { sizedArea } from '../../../../../shared/scene/marks/sized-area.ts';

const TAG = { low: 0, high: 6, decimals: 3, unit: 'MPa' };
const CONTEXT: LintContext = { tag: () => TAG, sceneIds: new Set(), alarmed: [] };

const ROWS = Object.fromEntries(GAUGE_ROLES.map(role => [role, 'PT-1']));

function sceneOf(drafts: readonly object[], labels: readonly object[] = []) {
  const title = { zh: '图', en: 'Screen' };
  const file = sceneSchema.parse({ id: 'small', title, level: 3, size: [800, 600], nodes: drafts, labels });
  return { file, nodes: file.nodes, pipes: [] };
}

const tableWith = (props: object): SceneNode => {
  const [node] = sceneOf([{ id: 't', symbol: 'gauge-table', at: [50, 50], bind: ROWS, props }]).nodes;
  if (node === undefined) throw new Error('no node');
  return node;
};

/** Shift of the last row as it is drawn, from the SVG of the table. */
function lastRowDrawn(node: SceneNode): number {
  const drawn = JSON.stringify(gaugeTable.draw({ node, state: '', handles: {} }));
  const shifts = [...drawn.matchAll(/translate\(0 ([\d.]+)\)/g)].map(found => Number(found[1]));
  expect(shifts).toHaveLength(GAUGE_ROLES.length);
  return Math.max(...shifts);
}

const inkHeight = (node: SceneNode): number =>
  inkOf({ file: sceneOf([]).file, nodes: [node], pipes: [] }, 'en', CONTEXT)[0]?.area[3] ?? 0;

describe('a gauge table', () => {
  it.each([{}, { pitchY: 30 }])('of %j is counted as far down as its last row is drawn', props => {
    const node = tableWith(props);
    const line = inkHeight({ ...node, symbol: bandBar.id, bind: { value: 'PT-1' }, props: {} });
    expect(inkHeight(node) - line).toBe(lastRowDrawn(node));
  });

  it('has every row of the usual pitch, so nothing fits on the base line of the last one', () => {
    const at = [60, 50 + 11 * SIZES['gauge-table'].pitchY];
    const label = { at, text: { zh: '标签', en: 'Label' }, style: 'note', anchor: 'start' };
    const found = lintScene(sceneOf([tableWith({})], [label]), CONTEXT).map(({ rule }) => rule);
    expect(found).toContain('text-overlap');
  });

  it('has the same numbers and tags for its rows, whatever shows them', () => {
    const overflow = lintScene(sceneOf([tableWith({ valueX: 330 })]), CONTEXT).map(({ rule }) => rule);
    expect(overflow).toContain('number-overflow');
    expect(lintScene(sceneOf([tableWith({})]), CONTEXT).map(({ rule }) => rule)).not.toContain('number-overflow');
  });
});

describe('ways to other screens', () => {
  it('take the room of the longer of both languages, with the tip', () => {
    const label = { zh: '去', en: 'To the metering of the station' };
    const widths = ['link', 'scene-button'].map(symbol => {
      const node = sceneOf([{ id: 'w', symbol, at: [100, 100], props: { label } }]).nodes[0];
      const area = node === undefined ? null : sizedArea(node);
      return Math.round(area?.[2] ?? 0);
    });
    const [link = 0, button = 0] = widths;
    expect(button - link).toBe(14);
    expect(link).toBeGreaterThan(180);
  });
});
