/**
 * The badge of an alarm: shape, colour and digit say the priority, each by itself; filled with a flashing ring = unacknowledged,
 * filled = acknowledged, hollow = returned. Grey and hollow counts zero. Drawn on 24 × 24 around its middle.
 */
import type { ReactNode } from 'react';
import type { AlarmPriority } from '../../../shared/model/alarm.ts';
import type { BadgeLook } from '../alarm-order.ts';

interface Shape {
  readonly path: string;
  readonly ring: string;
  /** Base line of the digit. */
  readonly digitY: number;
  /** Of all that is drawn, with the ring: triangles reach further to their tip. */
  readonly middleY: number;
}

export const BADGE_SHAPES: Readonly<Record<AlarmPriority, Shape>> = {
  1: { path: 'M-8-8H8V8H-8Z', ring: 'M-11-11H11V11H-11Z', digitY: 4.8, middleY: 0 },
  2: { path: 'M0-9.4L10 8.6H-10Z', ring: 'M0-13.2L13 10.8H-13Z', digitY: 7, middleY: -1.2 },
  3: { path: 'M0 9.4L-10-8.6H10Z', ring: 'M0 13.2L-13-10.8H13Z', digitY: 2.3, middleY: 1.2 },
  4: {
    path: 'M0-9A9 9 0 0 1 0 9A9 9 0 0 1 0-9Z',
    ring: 'M0-11.6A11.6 11.6 0 0 1 0 11.6A11.6 11.6 0 0 1 0-11.6Z',
    digitY: 4.8,
    middleY: 0,
  },
};

export type BadgeState = BadgeLook | 'none';

/** As a part of another drawing. */
export function BadgeShape({
  priority,
  look,
}: {
  readonly priority: AlarmPriority;
  readonly look: BadgeState;
}): ReactNode {
  const { path, ring, digitY } = BADGE_SHAPES[priority];
  return (
    <g className={`badge-shape p${priority} is-${look}`} data-priority={priority} data-look={look}>
      {look === 'unacknowledged' ? <path className="badge-ring" d={ring} /> : null}
      <path className="badge-body" d={path} />
      <text y={digitY} textAnchor="middle">
        {priority}
      </text>
    </g>
  );
}

interface BadgeProps {
  readonly priority: AlarmPriority;
  readonly look: BadgeState;
  /** Returned and not acknowledged flashes too. */
  readonly isFlashing?: boolean;
}

/** By itself, as large as its text says. */
export function Badge({ priority, look, isFlashing = look === 'unacknowledged' }: BadgeProps): ReactNode {
  return (
    <svg
      className={isFlashing ? 'badge is-flashing' : 'badge'}
      viewBox="-14 -14 28 28"
      aria-label={`P${priority}`}
      role="img"
    >
      <BadgeShape priority={priority} look={look} />
    </svg>
  );
}
