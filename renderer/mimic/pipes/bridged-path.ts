/** The drawing of a pipe's section: straight from point to point, with a half circle wherever it is led over another pipe. Pure. */
import { BRIDGE_RADIUS, type Leg, legsOf } from '../../../shared/scene/cross-lines.ts';
import { isInside } from '../../../shared/scene/network/pipe-sections.ts';
import type { Point } from '../../../shared/scene/place-node.ts';

/** As path data of SVG. Arcs rise from a level pipe, and lean to the right of an upright one, whichever way it runs. */
export function bridgedPath(points: readonly Point[], bridges: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return '';
  return `M${first[0]} ${first[1]}${legsOf(points)
    .map(leg => {
      const arcs = arcsOf(leg, bridges).map(({ from, arc }) => `L${from}${arc}`);
      return `${arcs.join('')}L${leg.end[0]} ${leg.end[1]}`;
    })
    .join('')}`;
}

/** The arcs alone: drawn again without dashes, whose gaps would hide them. Empty without any. */
export const bridgeArcs = (points: readonly Point[], bridges: readonly Point[]): string =>
  legsOf(points)
    .flatMap(leg => arcsOf(leg, bridges).map(({ from, arc }) => `M${from}${arc}`))
    .join('');

/** Of one leg, in its direction. */
function arcsOf(leg: Leg, bridges: readonly Point[]): readonly { readonly from: string; readonly arc: string }[] {
  const [dx, dy] = [Math.sign(leg.end[0] - leg.start[0]), Math.sign(leg.end[1] - leg.start[1])];
  const along = ([x, y]: Point): number => (x - leg.start[0]) * dx + (y - leg.start[1]) * dy;
  const sweep = dx + dy > 0 ? 1 : 0;
  const [rx, ry] = [dx * BRIDGE_RADIUS, dy * BRIDGE_RADIUS];
  return bridges
    .filter(at => isInside(at, leg.start, leg.end))
    .toSorted((a, b) => along(a) - along(b))
    .map(([x, y]) => ({
      from: `${x - rx} ${y - ry}`,
      arc: `A${BRIDGE_RADIUS} ${BRIDGE_RADIUS} 0 0 ${sweep} ${x + rx} ${y + ry}`,
    }));
}
