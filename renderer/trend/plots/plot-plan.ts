/**
 * Which pens share a plot and which of them an axis. Pure. Stacked: two places to a plot, an axis for both where they are alike ·
 * one: all in one plot, alike pens on one axis · unit: a plot and an axis for each unit, so that heights can be compared.
 */
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { PlotMode } from '../../store/trend-setup.ts';
import { shareAxis } from '../pens/pen-set.ts';

interface Placed {
  /** 0 … 7. */
  readonly slot: number;
  readonly tag: TagDefinition;
}

/** Plots from above; of each its axes, of each its pens. */
export type PlotPlan<P> = readonly (readonly (readonly P[])[])[];

/** `pens` by place. */
export function plotPlan<P extends Placed>(pens: readonly P[], mode: PlotMode): PlotPlan<P> {
  if (pens.length === 0) return [];
  if (mode === 'one') return [axesOf(pens)];
  if (mode === 'unit') return [...Map.groupBy(pens, ({ tag }) => tag.unit).values()].map(alike => [alike]);
  return [...Map.groupBy(pens, ({ slot }) => slot >> 1).values()].map(axesOf);
}

/** Alike pens on one axis, in the order of the first of each. */
function axesOf<P extends Placed>(pens: readonly P[]): readonly (readonly P[])[] {
  const axes: P[][] = [];
  for (const pen of pens) {
    const axis = axes.find(others => others.every(({ tag }) => shareAxis(tag, pen.tag)));
    if (axis === undefined) axes.push([pen]);
    else axis.push(pen);
  }
  return axes;
}

/** Axes stand left and right in turn, the first of each side nearest to the plot. */
export const sideOf = (index: number): { readonly isLeft: boolean; readonly order: number } => ({
  isLeft: index % 2 === 0,
  order: index >> 1,
});

/** The most axes that any plot has on each side: all plots leave the same room, so that they have one time axis. */
export function axisColumns(plan: PlotPlan<unknown>): { readonly left: number; readonly right: number } {
  const most = Math.max(0, ...plan.map(axes => axes.length));
  return { left: Math.ceil(most / 2), right: Math.floor(most / 2) };
}
