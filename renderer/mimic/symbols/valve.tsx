/** Block valve (ball, gate) with motor, electro-hydraulic, piston or hand actuator. Position from its two limit switches. */
import type { ReactNode } from 'react';
import { bit, type DrawInput, defineSymbol, type Readings, stringProp, truth, withAge } from '../define-symbol.ts';

/** Status word of a valve (station tag list): 1 fault, 6 command discrepancy. */
const FAULT_BIT = 1;
const DISCREPANCY_BIT = 6;

/**
 * `open`, `closed`, `travel` (neither limit made) or `unknown` (a limit not known, or both made); ` fault` follows when
 * the status word reports a fault or a discrepancy; `~` follows when the position is old.
 */
export function valveState(readings: Readings): string {
  const open = truth(readings['open']);
  const closed = truth(readings['closed']);
  const hasFault = bit(readings['status'], FAULT_BIT) === true || bit(readings['status'], DISCREPANCY_BIT) === true;
  const mark = hasFault ? ' fault' : '';
  if (open === null || closed === null || (open && closed)) return `unknown${mark}`;
  return withAge(`${open ? 'open' : closed ? 'closed' : 'travel'}${mark}`, readings);
}

const BODY = 'M-16-9V9L16-9V9Z';

/** Body of any two-way valve in a position. Travelling is half light, half dark; unknown is a dashed outline and `?`. */
export function ValveBody({ state, ball = false }: { readonly state: string; readonly ball?: boolean }): ReactNode {
  if (state.startsWith('unknown')) {
    return (
      <>
        <path d={BODY} className="s unknown" />
        <text x={14} y={-12} className="st q">
          ?
        </text>
      </>
    );
  }
  return (
    <>
      {state.startsWith('travel') ? (
        <>
          <path d="M-16-9V9L0 0Z" className="s light" />
          <path d="M16-9V9L0 0Z" className="s dark" />
        </>
      ) : (
        <path d={BODY} className="s" />
      )}
      {ball && !state.startsWith('travel') ? <circle r={5} className="s" /> : null}
    </>
  );
}

function Actuator({ kind }: { readonly kind: string }): ReactNode {
  const stem = <path d="M0 0V-18" className="sl" />;
  switch (kind) {
    case 'EH':
      return (
        <>
          {stem}
          <rect x={-12} y={-36} width={24} height={17} className="s0" />
          <text x={0} y={-23} className="st">
            EH
          </text>
        </>
      );
    case 'M':
      return (
        <>
          {stem}
          <circle cx={0} cy={-27} r={9} className="s0" />
          <text x={0} y={-22.5} className="st">
            M
          </text>
        </>
      );
    case 'piston':
      return (
        <>
          {stem}
          <rect x={-10} y={-34} width={20} height={16} className="s0" />
          <path d="M-10-27H10" className="sl" />
        </>
      );
    default:
      return (
        <>
          {stem}
          <path d="M-9-18H9" className="sl" />
        </>
      );
  }
}

function drawValve({ node, state }: DrawInput): ReactNode {
  return (
    <>
      <Actuator kind={stringProp(node, 'actuator') ?? 'hand'} />
      <ValveBody state={state} ball={stringProp(node, 'body') !== 'gate'} />
      {state.includes('fault') ? <path d="M-18-13L18 13" className="strike" /> : null}
    </>
  );
}

export const valve = defineSymbol({
  id: 'valve',
  state: valveState,
  draw: drawValve,
});
