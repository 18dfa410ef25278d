/** Lines that a symbol draws itself to a pipe, in symbol coordinates: the lead of an instrument, the tap of a regulator. Pure. */
import type { Point } from './place-node.ts';

/** Half of an instrument's bubble, design pixels. */
export const BUBBLE = 14;
/** The pilot on a regulator: where its impulse line leaves it on either side, and at what height. */
const PILOT = { left: 17, right: 26, y: -24.5 } as const;
/** To a tap under the regulator itself the line goes over the pilot. */
const OVER_PILOT_Y = -36;

/** From the edge of the bubble to `lead`, below or above its middle. */
export const leadLine = (lead: number): readonly Point[] => [
  [0, BUBBLE * Math.sign(lead)],
  [0, lead],
];

/** From the pilot to the pipe at `tapX`. */
export function tapLine(tapX: number): readonly Point[] {
  const top = Math.abs(tapX) > PILOT.right ? PILOT.y : OVER_PILOT_Y;
  const from = tapX > 0 ? PILOT.right : PILOT.left;
  return [
    [from, PILOT.y],
    [from, top],
    [tapX, top],
    [tapX, 0],
  ];
}

/** As the path of a drawing. */
export const pathOf = (points: readonly Point[]): string => `M${points.map(([x, y]) => `${x} ${y}`).join('L')}`;
