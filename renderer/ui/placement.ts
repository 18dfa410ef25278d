/** Where a floating panel goes so that it never covers what it is about. Pure; all in CSS pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface PlacementInput {
  readonly anchor: Box;
  readonly panel: Size;
  /** Area that may be used. */
  readonly area: Box;
  readonly gap: number;
  /** Sides to try, best first. */
  readonly sides: readonly ('right' | 'left' | 'below' | 'above')[];
}

/** Top-left corner of the panel: the first side with room, else the side with most room, pushed into the area. */
export function placeBeside({ anchor, panel, area, gap, sides }: PlacementInput): { left: number; top: number } {
  const right = area.left + area.width;
  const bottom = area.top + area.height;
  const room = {
    right: right - (anchor.left + anchor.width) - gap - panel.width,
    left: anchor.left - area.left - gap - panel.width,
    below: bottom - (anchor.top + anchor.height) - gap - panel.height,
    above: anchor.top - area.top - gap - panel.height,
  };
  const side = sides.find(s => room[s] >= 0) ?? sides.toSorted((a, b) => room[b] - room[a])[0] ?? 'right';
  const middleX = anchor.left + anchor.width / 2 - panel.width / 2;
  const middleY = anchor.top + anchor.height / 2 - panel.height / 2;
  const wanted = {
    right: { left: anchor.left + anchor.width + gap, top: middleY },
    left: { left: anchor.left - gap - panel.width, top: middleY },
    below: { left: middleX, top: anchor.top + anchor.height + gap },
    above: { left: middleX, top: anchor.top - gap - panel.height },
  }[side];
  return {
    left: Math.max(area.left, Math.min(wanted.left, right - panel.width)),
    top: Math.max(area.top, Math.min(wanted.top, bottom - panel.height)),
  };
}
