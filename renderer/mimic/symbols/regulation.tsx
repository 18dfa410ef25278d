/** Pressure regulation: slam-shut valve, self-acting regulator as worker and as monitor, relief valve. */
import { type ReactNode, useRef } from 'react';
import { type DrawInput, defineSymbol, type PropValue, type Readings, truth, withAge } from '../define-symbol.ts';
import { LiveNumber, useFacts, useLook, ValueTarget } from '../live.tsx';
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

const drawSlamShut = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M0 0V-18" className="sl" />
    <rect x={-9} y={-36} width={18} height={18} className="sd" />
    <text x={0} y={-22.5} className="st">
      S
    </text>
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

const BAR = { x: -22, y: 18, width: 34, height: 5 } as const;

/** Travel of the worker as a bar and a number under the body. */
function Travel({ node, handles }: Pick<DrawInput, 'node' | 'handles'>): ReactNode {
  const facts = useFacts(node, 'travel');
  const fillBar = useRef<SVGRectElement>(null);
  const tick = useRef<SVGPathElement>(null);
  const handle = handles['travel'];
  useLook(handle, look => {
    const width = (Math.min(100, Math.max(0, look.value ?? 0)) / 100) * BAR.width;
    fillBar.current?.setAttribute('width', width.toFixed(1));
    fillBar.current?.setAttribute('class', look.kind === 'stale' ? 'hatch' : 'fillbar');
    tick.current?.setAttribute('d', look.value === null ? '' : `M${(BAR.x + width).toFixed(1)} ${BAR.y - 3}v11`);
  });
  return (
    <ValueTarget handle={handle} facts={facts} area={[BAR.x - 4, BAR.y - 7, 84, 20]}>
      <rect {...BAR} className="track" />
      <rect ref={fillBar} {...BAR} width={0} className="fillbar" />
      <path ref={tick} className="tick1" />
      <LiveNumber handle={handle} facts={facts} at={[38, 26]} size={12} age={[24, 30]} />
      <text x={42} y={26} className="t12 mut">
        {facts.unit}
      </text>
    </ValueTarget>
  );
}

function drawWorker({ node, state, handles }: DrawInput): ReactNode {
  return (
    <>
      {drawRegulatorBody(state)}
      <Travel node={node} handles={handles} />
    </>
  );
}

const drawMonitor = ({ state }: DrawInput): ReactNode => drawRegulatorBody(state);

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
  state: slamShutState,
  draw: drawSlamShut,
});

export const worker = defineSymbol({
  id: 'regulator',
  state: workerState,
  draw: drawWorker,
});

export const monitor = defineSymbol({
  id: 'monitor',
  state: monitorState,
  draw: drawMonitor,
});

export const relief = defineSymbol({
  id: 'relief',
  state: reliefState,
  draw: drawRelief,
});
