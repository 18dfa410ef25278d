/**
 * Wind: a compass card whose arrow points to where the wind blows, because that is where gas goes. Calm is a ring in the middle;
 * without a direction there is no arrow.
 */
import { type ReactNode, useRef } from 'react';
import { type DrawInput, defineSymbol, type Readings, withAge } from '../../define-symbol.ts';
import { useFacts, useLook, ValueTarget } from '../../live.tsx';
import { body, Question } from '../marks.tsx';

/** Under this the vane stands anywhere (Beaufort 0), m/s. */
const CALM_BELOW = 0.3;

/** `wind`, `calm` or `unknown`; the role `speed` is needed for calm only. */
export function windState(readings: Readings): string {
  const direction = readings['direction']?.value ?? null;
  const speed = readings['speed']?.value ?? null;
  if (direction === null) return 'unknown';
  return withAge(speed !== null && speed < CALM_BELOW ? 'calm' : 'wind', readings);
}

const RADIUS = 40;

/** The eight points, every second one longer. */
const POINTS = Array.from({ length: 8 }, (_unused, i) => (
  <path key={i} d={`M0 ${-RADIUS}V${i % 2 === 0 ? -34 : -37}`} className="sh" transform={`rotate(${i * 45})`} />
));

/** Turned to where the wind blows; reported is where it comes from. */
function Arrow({ handle }: { readonly handle: number | undefined }): ReactNode {
  const arrow = useRef<SVGGElement>(null);
  useLook(handle, look => arrow.current?.setAttribute('transform', `rotate(${((look.value ?? 0) + 180) % 360})`));
  return (
    <g ref={arrow}>
      <path d="M0 26V-12" className="strike in" />
      <path d="M-9-10L0-28L9-10Z" className="solid in" />
    </g>
  );
}

interface DialProps extends Pick<DrawInput, 'node'> {
  readonly handle: number | undefined;
  readonly children: ReactNode;
}

function Dial({ node, handle, children }: DialProps): ReactNode {
  return (
    <ValueTarget handle={handle} facts={useFacts(node, 'direction')} area={[-46, -46, 92, 92]}>
      {children}
    </ValueTarget>
  );
}

const drawWind = ({ node, state, handles }: DrawInput): ReactNode => (
  <Dial node={node} handle={handles['direction']}>
    <circle r={RADIUS} className={body(state)} />
    {POINTS}
    <path d="M-4-45L0-53L4-45Z" className="sk" />
    {state.startsWith('wind') ? <Arrow handle={handles['direction']} /> : null}
    {state.startsWith('calm') ? <circle r={6} className="sl in" /> : null}
    <Question state={state} />
  </Dial>
);

export const wind = defineSymbol({ id: 'wind', states: ['wind', 'calm', 'unknown'], state: windState, draw: drawWind });
