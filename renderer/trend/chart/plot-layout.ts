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
}

/** Of the design: value labels, then digits; the flag of the cursor; the strip of marks. */
const LEFT = 76;
const RIGHT = 82;
const FLAG = 28;
const MARKS = 18;
const TIME_AXIS = 24;
const BETWEEN = 12;

export function layoutBoard({ width, height, scale, plots }: BoardSize): BoardLayout {
  const left = LEFT * scale;
  const inner = Math.max(10, width - (LEFT + RIGHT) * scale);
  const top = (FLAG + MARKS) * scale;
  const count = Math.max(1, plots);
  const free = height - top - TIME_AXIS * scale - (count - 1) * BETWEEN * scale;
  const each = Math.max(10, free / count);
  return {
    plots: Array.from({ length: plots }, (_, i) => ({
      left,
      top: Math.round(top + i * (each + BETWEEN * scale)),
      width: inner,
      height: Math.round(each),
    })),
    marks: { left, top: FLAG * scale, width: inner, height: (MARKS - 4) * scale },
    timeTop: height - TIME_AXIS * scale,
    left,
    width: inner,
    scale,
  };
}
