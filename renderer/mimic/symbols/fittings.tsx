/** Pipe fittings. Most have no state; check valve and flow conditioner follow the run they stand in, the signaller its contact. */
import type { ReactNode } from 'react';
import { boundaryOf } from '../../../shared/scene/network/conduction.ts';
import { type DrawInput, defineSymbol, type Readings, truth, withAge } from '../define-symbol.ts';
import { body, Question } from './marks.tsx';
import { passiveState } from './vessels.tsx';

/** `passed` or `quiet`: whether a pig has gone by. */
export function signallerState(readings: Readings): string {
  const passed = truth(readings['passed']);
  return passed === null ? 'unknown' : withAge(passed ? 'passed' : 'quiet', readings);
}

const drawConditioner = ({ state }: DrawInput): ReactNode => (
  <>
    <rect x={-5} y={-12} width={10} height={24} className={body(state)} />
    <path d="M-5-6H5M-5 0H5M-5 6H5" className="sh in" />
    <Question state={state} y={-16} />
  </>
);

/** A flag on the pipe: up and solid when a pig has passed, lying and hollow when none has. */
const drawSignaller = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M0 0V-18" className="sl" />
    {state.startsWith('passed') ? <path d="M0-10L12-14L0-18Z" className="solid" /> : null}
    {state.startsWith('quiet') ? <path d="M0-10L12-14L0-18Z" className="s0" /> : null}
    <Question state={state} x={9} y={-9} />
  </>
);

export const pigSignaller = defineSymbol({
  id: 'pig-signaller',
  states: ['passed', 'quiet', 'unknown'],
  state: signallerState,
  draw: drawSignaller,
});

export const checkValve = defineSymbol({
  id: 'check-valve',
  draw: () => (
    <>
      <path d="M-12-9V9L12-9V9" className="sl" />
      <circle cx={-12} cy={-9} r={2.5} className="sk" />
    </>
  ),
});

export const conditioner = defineSymbol({
  id: 'flow-conditioner',
  states: ['run', 'stop', 'unknown', 'plain'],
  state: passiveState,
  draw: drawConditioner,
});

export const orifice = defineSymbol({
  id: 'orifice',
  draw: () => <path d="M-4-12V12M4-12V12M0-14V-4M0 4V14" className="sl" />,
});

/** A funnel under the pipe: what runs out here is collected. */
export const drain = defineSymbol({
  id: 'drain',
  draw: () => <path d="M0 0V14M-8 12L0 22L8 12M-4 22H4" className="sl" />,
});

/** A tube into the middle of the pipe, cut on the slant. */
export const sampleProbe = defineSymbol({
  id: 'sample-probe',
  draw: () => (
    <>
      <path d="M-3-22V2L3-4V-22" className="s0" />
      <path d="M-7-22H7" className="sl" />
    </>
  ),
});

export const flare = defineSymbol({
  id: 'flare',
  draw: () => <path d="M0 16V-8M-5-8H5M0-10C-7-14-3-20 0-26C1-21 7-18 5-13C4-11 2-10 0-10Z" className="sl" />,
});

export const vent = defineSymbol({
  id: 'vent',
  draw: () => <path d="M0 16V-8M-7-2L0-12L7-2" className="sl" />,
});

export const insulatingJoint = defineSymbol({
  id: 'insulating-joint',
  draw: () => <path d="M-3-10V10M3-10V10" className="sl" />,
});

export const quill = defineSymbol({
  id: 'injection-quill',
  draw: () => <path d="M0 21V3M-5 2L0 11L5 2Z" className="sl" />,
});

export const tee = defineSymbol({
  id: 'tee',
  // A boundary is the end of what is drawn, not a branch.
  draw: ({ node }) => (boundaryOf(node) === null ? <circle r={3} className="dot" /> : null),
});
