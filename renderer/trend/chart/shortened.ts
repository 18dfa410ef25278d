/** A text on a canvas that must not be wider than its room. */

/** As much of a text as fits, with an ellipsis where something is left out. */
export function shortened(ctx: Pick<CanvasRenderingContext2D, 'measureText'>, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && ctx.measureText(`${letters.join('')}…`).width > room) letters.pop();
  return letters.length === 0 ? '' : `${letters.join('')}…`;
}
