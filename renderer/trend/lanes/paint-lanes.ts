/** Lanes under the plots: badges of alarms that came, ticks of what people did, each with its number where several are one mark. */

import { BADGE_SHAPES } from '../../alarms/badge/badge.tsx';
import { clipped, type Drawing, textStyle, xOf } from '../chart/drawing.ts';
import type { Box } from '../chart/plot-layout.ts';
import { type LaneGroup, worstOf } from './lane-groups.ts';

export interface DrawnLane {
  readonly kind: 'alarms' | 'actions';
  readonly title: string;
  readonly groups: readonly LaneGroup[];
  /** Epoch ms up to which there were more than are known; null where all are. */
  readonly unknownUntil: number | null;
  /** Says so. */
  readonly more: string;
  /** What stands beside the tick of a group. */
  readonly textOf: (group: LaneGroup) => string;
}

/** Of the design, px. */
const BADGE = 18;
const SHAPE_SIZE = 22;
/** Right of the last mark, with its number. */
const NUMBER = 64;
const TICK = 12;
const LEAST_TEXT = 24;
/** Between a mark and what is written beside it. */
const BESIDE = 5;

export function paintLanes(drawing: Drawing, lanes: readonly DrawnLane[]): void {
  lanes.forEach((lane, i) => {
    const box = drawing.layout.lanes[i];
    if (box === undefined) return;
    paintGround(drawing, lane, box);
    // A mark at either end is whole, and so is the number beside it.
    const { scale } = drawing.layout;
    const room = { ...box, left: box.left - BADGE * scale, width: box.width + (BADGE + NUMBER) * scale };
    clipped(drawing.ctx, room, () => {
      if (lane.kind === 'alarms') paintBadges(drawing, lane, box);
      else paintTicks(drawing, lane, box);
    });
  });
}

function paintGround(drawing: Drawing, { title, unknownUntil, more }: DrawnLane, box: Box): void {
  const { ctx, inks, layout } = drawing;
  const middle = box.top + box.height / 2;
  ctx.strokeStyle = inks.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(box.left, Math.round(box.top) + 0.5);
  ctx.lineTo(box.left + box.width, Math.round(box.top) + 0.5);
  ctx.stroke();
  textStyle(drawing, inks.muted);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillText(title, box.left - 8 * layout.scale, middle);
  if (unknownUntil === null) return;
  const until = Math.min(box.left + box.width, xOf(drawing, unknownUntil));
  if (until <= box.left) return;
  ctx.fillStyle = inks.sunk;
  ctx.fillRect(box.left, box.top + 1, until - box.left, box.height - 1);
  textStyle(drawing, inks.text);
  ctx.textAlign = 'left';
  clipped(ctx, { ...box, width: until - box.left }, () => ctx.fillText(more, box.left + 4 * layout.scale, middle));
}

function paintBadges(drawing: Drawing, { groups }: DrawnLane, box: Box): void {
  const { ctx, inks, layout } = drawing;
  const middle = box.top + box.height / 2;
  for (const group of groups) {
    paintBadge(drawing, worstOf(group), { x: group.x, y: middle });
    if (group.marks.length === 1) continue;
    textStyle(drawing, inks.text, 700);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(`×${group.marks.length}`, group.x + (BADGE / 2 + BESIDE) * layout.scale, middle);
  }
}

function paintBadge(
  { ctx, inks, layout }: Drawing,
  priority: 1 | 2 | 3 | 4,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  const ink = inks.badges[priority - 1];
  const { path, digitY } = BADGE_SHAPES[priority];
  ctx.save();
  ctx.translate(x, y);
  ctx.scale((BADGE / SHAPE_SIZE) * layout.scale, (BADGE / SHAPE_SIZE) * layout.scale);
  const shape = new Path2D(path);
  ctx.fillStyle = ink?.body ?? inks.text;
  ctx.fill(shape);
  ctx.strokeStyle = inks.badgeLine;
  ctx.lineWidth = 1.5;
  ctx.stroke(shape);
  ctx.fillStyle = ink?.digit ?? inks.inverse;
  // A digit is never under 12 px, however small its badge.
  ctx.font = `700 ${(12 * SHAPE_SIZE) / BADGE}px ${inks.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(String(priority), 0, digitY);
  ctx.restore();
}

function paintTicks(drawing: Drawing, { groups, textOf }: DrawnLane, box: Box): void {
  const { ctx, inks, layout } = drawing;
  const middle = box.top + box.height / 2;
  const half = (TICK / 2) * layout.scale;
  ctx.strokeStyle = inks.text;
  ctx.lineWidth = 2 * layout.scale;
  groups.forEach((group, i) => {
    ctx.beginPath();
    ctx.moveTo(group.x, middle - half);
    ctx.lineTo(group.x, middle + half);
    ctx.stroke();
    const end = groups[i + 1]?.x ?? box.left + box.width;
    const left = group.x + BESIDE * layout.scale;
    const room = end - left - BESIDE * layout.scale;
    if (room < LEAST_TEXT * layout.scale) return;
    textStyle(drawing, inks.text);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(cutTo(ctx, textOf(group), room), left, middle);
  });
}

/** As much of `text` as has room, with a sign that there is more. */
function cutTo(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let length = Math.floor((text.length * room) / ctx.measureText(text).width);
  while (length > 0 && ctx.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}
