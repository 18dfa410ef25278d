/** Annotations stand at their time in the plot of their pen, never over each other, with words only where there is room. */
import { describe, expect, it } from 'vitest';
import { flagPlaces } from '../../../../../renderer/trend/annotations/flag-places.ts';
import { askedWindow } from '../../../../../renderer/trend/annotations/use-annotations.ts';
import { PenData } from '../../../../../renderer/trend/board/pen-data.ts';
import type { DrawnPlot } from '../../../../../renderer/trend/chart/drawing.ts';
import { layoutBoard } from '../../../../../renderer/trend/chart/plot-layout.ts';
import type { Annotation } from '../../../../../shared/model/annotation.ts';
import { tagOf } from '../pens/made-tags.ts';

const layout = layoutBoard({
  ...{ width: 1_000 + 76 + 82, height: 500, scale: 1, plots: 2, lanes: 0 },
  axes: { left: 1, right: 1 },
});
const view = { from: 0, to: layout.width };

const plots: readonly DrawnPlot[] = layout.plots.map((box, i) => ({
  box,
  axes: [
    {
      ...{ key: String(i), isZoomed: false, ends: [0, 1] },
      pens: [new PenData({ slot: 2 * i, tag: tagOf(`T-${i}`), isHidden: false }).drawn(null)],
    },
  ],
}));

/** One ms is one px. */
const note = (tag: string, at: number): Annotation => ({
  ...{ id: `${tag} ${at}`, version: 1, tag, at, text: 'text', isRemoved: false, writtenAt: at, who: '李', where: null },
});
const places = (...notes: readonly Annotation[]) =>
  flagPlaces(notes, { plots, layout, view }).map(({ annotations, slot, x, top, room }) => ({
    ...{ ids: annotations.map(({ id }) => id), slot, x: x - layout.left, room },
    plot: layout.plots.findIndex(box => box.top === top),
  }));

describe('flags of annotations', () => {
  it('stand in the plot of their pen, and nowhere without one or out of the window', () => {
    expect(places(note('T-1', 100), note('T-9', 100), note('T-0', -1), note('T-0', layout.width + 1))).toEqual([
      { ids: ['T-1 100'], slot: 2, x: 100, room: 210, plot: 1 },
    ]);
  });

  it('have words as far as the next one, and none where that is too near', () => {
    expect(places(note('T-0', 400), note('T-0', 100), note('T-0', 140)).map(({ x, room }) => [x, room])).toEqual([
      [100, 0],
      [140, 210],
      [400, 210],
    ]);
    expect(places(note('T-0', 100), note('T-0', 200)).map(({ room }) => room)).toEqual([96, 210]);
    expect(places(note('T-0', layout.width - 60)).map(({ room }) => room)).toEqual([56]);
  });

  it('are one where they would lie over each other', () => {
    expect(places(note('T-0', 100), note('T-0', 110), note('T-0', 119)).map(({ ids }) => ids.length)).toEqual([3]);
  });
});

describe('the window that is asked for', () => {
  it('has the one that is shown in it, stays while that moves a little, and is not much larger', () => {
    const asked = askedWindow({ from: 10_000_000, to: 13_600_000 });
    expect(asked.from).toBeLessThan(10_000_000);
    expect(asked.to).toBeGreaterThan(13_600_000);
    expect(askedWindow({ from: 10_010_000, to: 13_610_000 })).toEqual(asked);
    expect(asked.to - asked.from).toBeLessThan(8 * 3_600_000);
  });
});
