/** Where the parts of the board lie, in CSS pixels. Pure. Plots are of one height, one below the other, over one time axis. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface BoardLayout {
  /** One a plot, from above. */
  readonly plots: readonly Box[];
  /** Strip that names where data come from. */
  readonly marks: Box;
  /** Below the plots: alarms, then what people did. */
  readonly lanes: readonly Box[];
  /** Top of the labels of the time axis. */
  readonly timeTop: number;
  readonly left: number;
  readonly width: number;
  readonly scale: number;
}

interface BoardSize {
  readonly width: number;
  readonly height: number;
  /** How much larger than 12 px texts are. */
  readonly scale: number;
  readonly plots: number;
  readonly lanes: number;
  /** Value axes on each side of a plot. */
  readonly axes: { readonly left: number; readonly right: number };
}

/** Of the design: value labels of one axis and of each further one, digits of pens; the flag of the cursor; the strip of marks. */
const LEFT = 76;
const DIGITS = 26;
export const AXIS = 56;
const LANE = 22;
const FLAG = 28;
const MARKS = 18;
const TIME_AXIS = 24;
const BETWEEN = 12;
const LANE_GAP = 8;

export function layoutBoard({ width, height, scale, plots, lanes, axes }: BoardSize): BoardLayout {
  const left = (LEFT + Math.max(0, axes.left - 1) * AXIS) * scale;
  const right = (DIGITS + Math.max(1, axes.right) * AXIS) * scale;
  const inner = Math.max(10, width - left - right);
  const top = (FLAG + MARKS) * scale;
  const count = Math.max(1, plots);
  const lanesTop = height - (TIME_AXIS + lanes * LANE) * scale;
  const free = lanesTop - LANE_GAP * scale * Math.min(1, lanes) - top - (count - 1) * BETWEEN * scale;
  const each = Math.max(10, free / count);
  return {
    plots: Array.from({ length: plots }, (_, i) => ({
      left,
      top: Math.round(top + i * (each + BETWEEN * scale)),
      width: inner,
      height: Math.round(each),
    })),
    marks: { left, top: FLAG * scale, width: inner, height: (MARKS - 4) * scale },
    lanes: Array.from({ length: lanes }, (_, i) => ({
      left,
      top: Math.round(lanesTop + i * LANE * scale),
      width: inner,
      height: Math.round(LANE * scale),
    })),
    timeTop: height - TIME_AXIS * scale,
    left,
    width: inner,
    scale,
  };
}
