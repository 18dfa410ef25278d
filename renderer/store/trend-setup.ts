/**
 * What a person has chosen on the trend screen: pens by place, which of them are hidden, the span and how plots stand. Kept as text in the
 * browser's storage; whatever in that text is not as it should be is left out, never a reason not to show the screen.
 */
import { storedJson } from './stored-json.ts';

export interface PenChoice {
  readonly tag: string;
  readonly isHidden: boolean;
}

/** Two pens to a plot, all in one, or a plot for each unit. */
export const PLOT_MODES = ['stacked', 'one', 'unit'] as const;
export type PlotMode = (typeof PLOT_MODES)[number];

/** Tags of the X-Y plot. */
export interface PairChoice {
  readonly x: string;
  readonly y: string;
}

export interface TrendSetup {
  /** By place, 0 … MOST_PENS − 1, null where none is; null before anything was chosen: the station's first eight. */
  readonly pens: readonly (PenChoice | null)[] | null;
  /** Shown while live, ms. */
  readonly spanMs: number;
  readonly plots: PlotMode;
  /** Shown over the plots; null while there is no X-Y plot. */
  readonly pair: PairChoice | null;
}

export const MOST_PENS = 8;
const HOUR_MS = 3_600_000;
export const FIRST_SETUP: TrendSetup = { pens: null, spanMs: HOUR_MS, plots: 'stacked', pair: null };
const LONGEST_NAME = 128;

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;

function pairFrom(value: unknown): PairChoice | null {
  const [x, y] = [field(value, 'x'), field(value, 'y')];
  return isName(x) && isName(y) ? { x, y } : null;
}

function penFrom(value: unknown): PenChoice | null {
  const tag = field(value, 'tag');
  if (!isName(tag)) return null;
  return { tag, isHidden: field(value, 'isHidden') === true };
}

function pensFrom(value: unknown): TrendSetup['pens'] {
  if (!Array.isArray(value)) return null;
  const seen = new Set<string>();
  return Array.from({ length: MOST_PENS }, (_, slot) => {
    const pen = penFrom(value[slot]);
    if (pen === null || seen.has(pen.tag)) return null;
    seen.add(pen.tag);
    return pen;
  });
}

/** The setup that `text` holds, as far as it can be read. */
export function readTrendSetup(text: string | null): TrendSetup {
  const value = text === null ? null : storedJson(text);
  const spanMs = field(value, 'spanMs');
  const isSpan = typeof spanMs === 'number' && Number.isFinite(spanMs) && spanMs > 0;
  return {
    pens: pensFrom(field(value, 'pens')),
    spanMs: isSpan ? spanMs : FIRST_SETUP.spanMs,
    plots: PLOT_MODES.find(mode => mode === field(value, 'plots')) ?? FIRST_SETUP.plots,
    pair: pairFrom(field(value, 'pair')),
  };
}

export const trendSetupText = (setup: TrendSetup): string => JSON.stringify(setup);
