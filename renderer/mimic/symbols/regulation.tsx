/** Pressure regulation: slam-shut valve, self-acting regulator as worker and as monitor, relief valve. */
import type { ReactNode } from 'react';
import { pathOf, tapLine } from '../../../shared/scene/own-lines.ts';
import {
  type DrawInput,
  defineSymbol,
  numberProp,
  type PropValue,
  type Readings,
  truth,
  withAge,
} from '../define-symbol.ts';
import { Upright } from './marks.tsx';
import { Opening } from './opening.tsx';
import { ValveBody } from './valve.tsx';

/** `armed` or `tripped`, from the valve's closed contact. */
export function slamShutState(readings: Readings): string {
  const closed = truth(readings['closed']);
  return closed === null ? 'unknown' : withAge(closed ? 'tripped' : 'armed', readings);
}

/** Travel below this is a closed worker: travel transmitters of this kind are good to about 1 %. */
const LOCKED_BELOW_PERCENT = 2;
const WIDE_ABOVE_PERCENT = 95;

/** `control`, `wide` (fully open, waiting) or `locked` (locked up), from the worker's travel in percent. */
export function workerState(readings: Readings): string {
  const travel = readings['travel']?.value ?? null;
  if (travel === null) return 'unknown';
  const state = travel <= LOCKED_BELOW_PERCENT ? 'locked' : travel >= WIDE_ABOVE_PERCENT ? 'wide' : 'control';
  return withAge(state, readings);
}

/** Droop and transmitter: a monitor that controls holds the outlet at no less than this share of its set point. */
const MONITOR_HOLDS_FROM = 0.975;

/**
 * A monitor stands wide open until the worker fails; then the pressure between the two falls towards its own set point
 * (`setMpa`). Half of the way down counts as taken over; so does, however little has fallen yet, a worker that stands wide
 * open (`travel`) while the `outlet` is up at the monitor's set point. With the slam-shut closed neither says anything.
 */
export function monitorState(readings: Readings, props: Readonly<Record<string, PropValue>>): string {
  const between = readings['between']?.value ?? null;
  const inlet = readings['inlet']?.value ?? null;
  const set = typeof props['setMpa'] === 'number' ? props['setMpa'] : null;
  if (between === null || inlet === null || set === null) return 'unknown';
  const isIsolated = truth(readings['closed']) === true;
  const isCollapsed = inlet > set && between < (inlet + set) / 2;
  const travel = readings['travel']?.value ?? 0;
  const outlet = readings['outlet']?.value ?? 0;
  const isHolding = travel >= WIDE_ABOVE_PERCENT && outlet >= set * MONITOR_HOLDS_FROM;
  return withAge((isCollapsed || isHolding) && !isIsolated ? 'control' : 'wide', readings);
}

/** `seated` or `lifted`, from the lift contact. */
export function reliefState(readings: Readings): string {
  const lifted = truth(readings['lifted']);
  return lifted === null ? 'unknown' : withAge(lifted ? 'lifted' : 'seated', readings);
}

const drawSlamShut = ({ node, state }: DrawInput): ReactNode => (
  <>
    <path d="M0 0V-18" className="sl" />
    <rect x={-9} y={-36} width={18} height={18} className="sd" />
    <Upright node={node} at={[0, -27]}>
      <text y={4.5} className="st">
        S
      </text>
    </Upright>
    <ValveBody state={state} />
  </>
);

const drawRegulatorBody = (state: string): ReactNode => (
  <>
    <path d="M0 0V-18" className="sl" />
    <path d="M-13-18A13 13 0 0 1 13-18Z" className="sd" />
    <ValveBody state={state} />
    {state.startsWith('unknown') ? null : <circle r={3.5} className="sk" />}
    <rect x={17} y={-29} width={9} height={9} className="s0" />
    <path d="M13-24.5H17" className="sh" />
  </>
);

/** The external tap: an impulse line from the pilot to the pipe at `tapX`, where it feels what it controls. */
function Tap({ node }: Pick<DrawInput, 'node'>): ReactNode {
  const x = numberProp(node, 'tapX');
  if (x === undefined) return null;
  return (
    <>
      <path d={pathOf(tapLine(x))} className="imp" />
      <circle cx={x} r={3} className="dot" />
    </>
  );
}

function drawWorker({ node, state, handles }: DrawInput): ReactNode {
  return (
    <>
      <Tap node={node} />
      {drawRegulatorBody(state)}
      <Opening node={node} role="travel" handle={handles['travel']} />
    </>
  );
}

const drawMonitor = ({ node, state }: DrawInput): ReactNode => (
  <>
    <Tap node={node} />
    {drawRegulatorBody(state)}
  </>
);

/** A zigzag spring over an angle body: inlet below, outlet right. */
const drawRelief = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M0 0L-8 15H8Z" className={state.startsWith('unknown') ? 's unknown' : 's'} />
    <path d="M0 0L15-8V8Z" className={state.startsWith('unknown') ? 's unknown' : 's'} />
    <path d="M0 0V-5L-5-8L5-12L-5-16L5-20L0-23V-26M-6-26H6" className="sl" />
    {state.startsWith('unknown') ? (
      <text x={-14} y={6} className="st q">
        ?
      </text>
    ) : null}
  </>
);

export const slamShut = defineSymbol({
  id: 'slam-shut',
  states: ['armed', 'tripped', 'unknown'],
  state: slamShutState,
  draw: drawSlamShut,
});

export const worker = defineSymbol({
  id: 'regulator',
  states: ['control', 'wide', 'locked', 'unknown'],
  state: workerState,
  draw: drawWorker,
});

export const monitor = defineSymbol({
  id: 'monitor',
  states: ['control', 'wide', 'unknown'],
  state: monitorState,
  draw: drawMonitor,
});

export const relief = defineSymbol({
  id: 'relief',
  states: ['seated', 'lifted', 'unknown'],
  state: reliefState,
  draw: drawRelief,
});
