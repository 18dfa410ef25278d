/**
 * Where annotations stand on the plots (pure): at their time in the plot of their tag's pen, those that would lie over each other as one
 * with their number, and their words as far as there is room before the next. CSS px of the canvas.
 */
import type { Annotation } from '../../../shared/model/annotation.ts';
import type { DrawnPlot } from '../chart/drawing.ts';
import type { BoardLayout } from '../chart/plot-layout.ts';
import type { TimeWindow } from '../time/follow.ts';

export interface FlagPlace {
  /** By time. */
  readonly annotations: readonly Annotation[];
  /** Of the pen. */
  readonly slot: number;
  readonly x: number;
  /** Of the plot. */
  readonly top: number;
  readonly bottom: number;
  /** For words behind the flag, px; 0 where there is none. */
  readonly room: number;
}

/** Px of the design. */
const FLAG = 18;
const GAP = 4;
const LEAST_WORDS = 46;
export const MOST_WORDS = 210;

interface Board {
  readonly plots: readonly DrawnPlot[];
  readonly layout: BoardLayout;
  readonly view: TimeWindow;
}

export function flagPlaces(annotations: readonly Annotation[], { plots, layout, view }: Board): readonly FlagPlace[] {
  const { left, width, scale } = layout;
  const xOf = (at: number): number => left + ((at - view.from) / (view.to - view.from)) * width;
  const inTime = annotations.toSorted((a, b) => a.at - b.at).filter(({ at }) => at >= view.from && at <= view.to);
  return plots.flatMap(({ box, axes }) => {
    const slots = new Map(axes.flatMap(({ pens }) => pens.map(({ tag, slot }) => [tag.name, slot] as const)));
    const groups: { x: number; slot: number; annotations: Annotation[] }[] = [];
    for (const annotation of inTime) {
      const slot = slots.get(annotation.tag);
      if (slot === undefined) continue;
      const x = xOf(annotation.at);
      const last = groups.at(-1);
      if (last !== undefined && x - last.x < (FLAG + GAP) * scale) last.annotations.push(annotation);
      else groups.push({ x, slot, annotations: [annotation] });
    }
    return groups.map((group, i) => {
      const end = groups[i + 1]?.x ?? box.left + box.width;
      const room = Math.min(MOST_WORDS * scale, end - group.x - GAP * scale);
      return { ...group, top: box.top, bottom: box.top + box.height, room: room < LEAST_WORDS * scale ? 0 : room };
    });
  });
}
