/**
 * Control valve with a position in percent: closed, throttling or wide open. Throttling is light above and dark below, so it
 * cannot be taken for a valve in travel, which is light on one side and dark on the other.
 */
import type { ReactNode } from 'react';
import { type DrawInput, defineSymbol, type Readings, stringProp, withAge } from '../../define-symbol.ts';
import { Opening } from '../opening.tsx';
import { Actuator, FailMark, ValveBody } from '../valve.tsx';

/** Position transmitters are good to about 1 %. */
const CLOSED_BELOW_PERCENT = 2;
const OPEN_ABOVE_PERCENT = 98;

/** `closed`, `throttle` or `open`, from the position in percent. */
export function controlValveState(readings: Readings): string {
  const position = readings['position']?.value ?? null;
  if (position === null) return 'unknown';
  const isClosed = position <= CLOSED_BELOW_PERCENT;
  return withAge(isClosed ? 'closed' : position >= OPEN_ABOVE_PERCENT ? 'open' : 'throttle', readings);
}

const Throttled = (
  <>
    <path d="M-16-9V0H16V-9L0 0Z" className="s light" />
    <path d="M-16 9V0H16V9L0 0Z" className="s dark" />
  </>
);

const drawControlValve = ({ node, state, handles }: DrawInput): ReactNode => (
  <>
    <Actuator node={node} kind={stringProp(node, 'actuator') ?? 'diaphragm'} />
    {state.startsWith('throttle') ? Throttled : <ValveBody state={state} />}
    {state.startsWith('unknown') ? null : <circle r={3.5} className="sk" />}
    <FailMark to={stringProp(node, 'fail')} />
    <Opening node={node} role="position" handle={handles['position']} />
  </>
);

export const controlValve = defineSymbol({
  id: 'control-valve',
  states: ['open', 'throttle', 'closed', 'unknown'],
  state: controlValveState,
  draw: drawControlValve,
});
