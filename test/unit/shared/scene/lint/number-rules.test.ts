/** The longest number of a tag's range has room beside its unit, in whatever prints it. */
import { describe, expect, it } from 'vitest';
import { sceneSchema } from '../../../../../shared/model/scene.ts';
import type { LintContext, PrintedTag } from '../../../../../shared/scene/lint/finding.ts';
import { tightNumbers } from '../../../../../shared/scene/lint/number-rules.ts';

type Draft = Record<string, unknown>;

const TAGS: Readonly<Record<string, PrintedTag>> = {
  PT: { low: 0, high: 6, decimals: 3, unit: 'MPa' },
  AI: { low: 40, high: 60, decimals: 3, unit: 'MJ/m³' },
  FI: { low: 0, high: 60_000, decimals: 0, unit: 'm³/h' },
  TT: { low: -40, high: 60, decimals: 2, unit: '°C' },
};
const CONTEXT: LintContext = { tag: name => TAGS[name], sceneIds: new Set(), alarmed: [] };

function tight(symbol: string, value: string, props: Draft): readonly string[] {
  const title = { zh: '图', en: 'Screen' };
  const bind = symbol === 'gauge-table' ? { r1: 'PT', r2: value } : { value };
  const nodes = [{ id: 'n', symbol, at: [100, 50], bind, props }];
  const file = sceneSchema.parse({ id: 'small', title, level: 3, size: [600, 400], nodes });
  return tightNumbers({ file, nodes: file.nodes, pipes: [] }, CONTEXT).map(({ what }) => what.en);
}

describe('room for a number', () => {
  it('in a block is its width, with the unit', () => {
    expect(tight('value-block', 'PT', {})).toEqual([]);
    expect(tight('value-block', 'AI', {})).toEqual(['the longest number of "n" with its unit takes 93 px and has 80']);
    expect(tight('value-block', 'AI', { width: 92 })).toEqual([]);
  });

  it('counts the sign of the lower end, and the decimals of the tag', () => {
    expect(tight('value', 'TT', { width: 44, size: 14 })).toEqual([]);
    expect(tight('value', 'TT', { width: 38, size: 14 })).toHaveLength(1);
  });

  it('in a line is what its tag and its bar leave', () => {
    expect(tight('row', 'FI', { tagX: 60, valueX: 140 })).toEqual([]);
    expect(tight('row', 'FI', { tagX: 95, valueX: 140 })).toHaveLength(1);
    expect(tight('row', 'FI', { tagX: 95, tagText: '', valueX: 140 })).toEqual([]);
    expect(tight('row', 'FI', { barX: 50, valueX: 140 })).toEqual([]);
    expect(tight('row', 'FI', { barX: 70, valueX: 140 })).toHaveLength(1);
    expect(tight('range-bar', 'FI', { barX: 100, barWidth: 130, valueX: 270 })).toHaveLength(1);
  });

  it('of a band is not taken by a bar below or behind it', () => {
    expect(tight('band-bar', 'FI', { barX: 0, barWidth: 120, valueX: 120 })).toHaveLength(1);
    expect(tight('band-bar', 'FI', { barX: 0, barWidth: 120, barY: 20, valueX: 120 })).toEqual([]);
    expect(tight('band-bar', 'FI', { barX: 180, barWidth: 120, valueX: 120 })).toEqual([]);
  });

  it('is looked at in every row of a table', () => {
    expect(tight('gauge-table', 'PT', { barX: 220, barWidth: 100, valueX: 360 })).toEqual([]);
    expect(tight('gauge-table', 'TT', { barX: 220, barWidth: 100, valueX: 358 })).toHaveLength(1);
  });

  it('of what only the screen computes is not known', () => {
    expect(tight('value', '=[PT] * 1000000', { width: 10 })).toEqual([]);
  });
});
