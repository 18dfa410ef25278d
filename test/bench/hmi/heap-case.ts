/** The screen of 600 symbols left alone at four changes a second: how its heap grows. */
import { type BenchCase, sleep } from '../bench.ts';
import { type HmiRig, openBenchScene } from './hmi-rig.ts';
import { heapMb } from './script-time.ts';

const SHARE = 0.2;
/** What is kept for a while (an hour of recent values) must have come to its size before the slope means anything. */
const SETTLED_SHARE = 1 / 4;
const POINTS = 24;
const HOUR_MS = 3_600_000;

export async function heapCase(rig: HmiRig, ms: number, progress: (text: string) => void): Promise<BenchCase> {
  await openBenchScene(rig.page);
  const stop = rig.change(SHARE);
  const points: { at: number; mb: number }[] = [];
  const startedAt = performance.now();
  for (let point = 0; point <= POINTS; point++) {
    await sleep(Math.max(0, startedAt + (point * ms) / POINTS - performance.now()));
    points.push({ at: performance.now() - startedAt, mb: await heapMb(rig.page) });
    progress(`heap ${points.at(-1)?.mb.toFixed(2)} MB after ${((points.at(-1)?.at ?? 0) / 60_000).toFixed(1)} min`);
  }
  await stop();
  const settled = points.filter(({ at }) => at >= ms * SETTLED_SHARE);
  const first = settled[0]?.mb ?? Number.NaN;
  const last = settled.at(-1)?.mb ?? Number.NaN;
  const isWhole = ms >= HOUR_MS;
  const note = `${(ms / 60_000).toFixed(1)} min, of which the last three quarters count: ${first.toFixed(2)} → ${last.toFixed(2)} MB after collections${isWhole ? '' : '; extrapolated to an hour, so what fills up once counts as if it went on'}`;
  return { value: slopeOf(settled) * HOUR_MS, unit: 'MB/h', note };
}

/** Least squares, MB a ms. */
export function slopeOf(points: readonly { readonly at: number; readonly mb: number }[]): number {
  const mean = (of: (point: { at: number; mb: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [at, mb] = [mean(p => p.at), mean(p => p.mb)];
  const top = points.reduce((sum, p) => sum + (p.at - at) * (p.mb - mb), 0);
  return top / points.reduce((sum, p) => sum + (p.at - at) ** 2, 0);
}
