/** The canvas of the board, empty and at the resolution of the screen; opaque, so that what is under it need not be mixed in. */
interface CanvasSize {
  /** CSS px. */
  readonly width: number;
  readonly height: number;
}

export function preparedCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: CanvasSize,
  ground: string,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const ctx = canvas.getContext('2d', { alpha: false });
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (ctx === null) return null;
  ctx.fillStyle = ground;
  ctx.fillRect(0, 0, width, height);
  return ctx;
}
