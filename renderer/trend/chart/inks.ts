/** The colours of the palette as the canvas needs them: read once a palette, because asking the style costs more than a frame. */
export interface Inks {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly outline: string;
  readonly raise: string;
  readonly sunk: string;
  readonly ground: string;
  readonly hatch: string;
  readonly select: string;
  readonly inverse: string;
  readonly font: string;
  /** Of badges of alarms and of nothing else: body and digit by priority, and their outline. */
  readonly badges: readonly { readonly body: string; readonly digit: string }[];
  readonly badgeLine: string;
  /** By place. */
  readonly pens: readonly string[];
  /** By place, px of the design: where ink alone does not tell pens apart. Left out: all lines are whole. */
  readonly dashes?: readonly (readonly number[])[];
}

export function readInks(host: Element): Inks {
  const style = getComputedStyle(host);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of('--text'),
    muted: of('--muted'),
    grid: of('--grid'),
    outline: of('--outline'),
    raise: of('--raise'),
    sunk: of('--sunk'),
    ground: of('--bg'),
    hatch: of('--stale'),
    select: of('--select'),
    inverse: of('--inverse'),
    font: of('--font'),
    badges: [1, 2, 3, 4].map(priority => ({ body: of(`--p${priority}`), digit: of(`--on-p${priority}`) })),
    badgeLine: of('--badge-line'),
    pens: Array.from({ length: 8 }, (_, slot) => of(`--pen${slot + 1}`)),
  };
}
