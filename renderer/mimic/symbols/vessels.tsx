/** Equipment that runs or stands: filter-separator, meters, heat exchanger, pig receiver, chromatograph, odoriser tank. */
import type { ReactNode } from 'react';
import { bit, type DrawInput, defineSymbol, type PropValue, type Readings, truth, withAge } from '../define-symbol.ts';
import { body, LetterBox, Question, Strike } from './marks.tsx';

type Props = Readonly<Record<string, PropValue>>;

/**
 * `run`, `stop` or `unknown`, from the role `running`: a contact, or a measured value that means running when it is
 * greater than the prop `above` (in the unit of the tag). Bound to a tag, its age shows; bound to an expression, not.
 */
export function runState(readings: Readings, props: Props = {}): string {
  const value = readings['running']?.value ?? null;
  const above = props['above'];
  const running = typeof above === 'number' && value !== null ? value > above : truth(readings['running']);
  return running === null ? 'unknown' : withAge(running ? 'run' : 'stop', readings);
}

/** As `runState`; without a `running` role the object is drawn plain, because nothing is known to say otherwise. */
export function passiveState(readings: Readings, props: Props = {}): string {
  return readings['running'] === undefined ? 'plain' : runState(readings, props);
}

/** Status word of the odoriser: 0 pump A runs, 1 common fault, 2 pump B runs. */
export function odoriserState(readings: Readings): string {
  const pumpA = bit(readings['status'], 0);
  const pumpB = bit(readings['status'], 2);
  if (pumpA === null || pumpB === null) return 'unknown';
  const mark = bit(readings['status'], 1) === true ? ' fault' : '';
  return withAge(`${pumpA || pumpB ? 'run' : 'stop'}${mark}`, readings);
}

/** Status word of the chromatograph: 0 fault, 2 calibration running, 4 data stale. */
export function chromatographState(readings: Readings): string {
  const word = readings['status'];
  const fault = bit(word, 0);
  if (fault === null) return 'unknown';
  if (fault) return withAge('stop fault', readings);
  if (bit(word, 4) === true) return 'run~';
  return withAge(bit(word, 2) === true ? 'calibrating' : 'run', readings);
}

const drawFilter = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M-34-16H34A10 16 0 0 1 34 16H-34A10 16 0 0 1-34-16Z" className={body(state)} />
    <path d="M-6-16V16" className="sh in" />
    <path d="M-30-7H-6M-30 0H-6M-30 7H-6" className="sdash in" />
    <path d="M8-16V16M13-16V16" className="sh in" />
    <path d="M-25 16V24A5 5 0 0 0-15 24V16M15 16V24A5 5 0 0 0 25 24V16" className={body(state)} />
    <Question state={state} />
  </>
);

const drawUltrasonic = ({ state }: DrawInput): ReactNode => (
  <>
    <rect x={-28} y={-12} width={56} height={24} className={body(state)} />
    <path d="M-18-12L-10-12L-14-4Z" className="sk in" />
    <path d="M18 12L10 12L14 4Z" className="sk in" />
    <path d="M-14-4L14 4" className="sdash in" />
    <Question state={state} />
  </>
);

const drawTurbine = ({ state }: DrawInput): ReactNode => (
  <>
    <rect x={-28} y={-12} width={56} height={24} className={body(state)} />
    <path d="M0 0C-8-9-19-9-19 0S-8 9 0 0C8-9 19-9 19 0S8 9 0 0Z" className="sl in" />
    <Question state={state} y={-1} />
  </>
);

const drawExchanger = ({ state }: DrawInput): ReactNode => (
  <>
    <circle r={20} className={body(state)} />
    <path d="M0-20V-11L-9-6L9 0L-9 6L0 11V20" className="sl in" />
    <Question state={state} x={28} />
  </>
);

const drawPigReceiver = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M-46-5L-30-14V14L-46 5Z" className={body(state)} />
    <rect x={-30} y={-14} width={66} height={28} className={body(state)} />
    <path d="M36-18V18M41-14V14M36 0H41" className="sl" />
    <Question state={state} />
  </>
);

const drawChromatograph = ({ state }: DrawInput): ReactNode => (
  <>
    <rect x={-20} y={-20} width={40} height={40} className={body(state)} />
    <circle r={17} className="s0" />
    <path d="M-12 8H-8L-6 0L-4 8H-1L2-9L5 8H8L10 3L12 8" className="sh" />
    {state.startsWith('calibrating') ? <LetterBox letter="C" at={[22, -20]} /> : null}
    <Strike state={state} reach={[22, 22]} />
    <Question state={state} y={-24} />
  </>
);

const drawTank = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M-16-17A16 7 0 0 1 16-17V17A16 7 0 0 1-16 17Z" className={body(state)} />
    <Strike state={state} reach={[19, 24]} />
    <Question state={state} />
  </>
);

export const filter = defineSymbol({
  id: 'filter-separator',
  states: ['run', 'stop', 'unknown'],
  state: runState,
  draw: drawFilter,
});
export const ultrasonic = defineSymbol({
  id: 'meter-ultrasonic',
  states: ['run', 'stop', 'unknown'],
  state: runState,
  draw: drawUltrasonic,
});
export const turbine = defineSymbol({
  id: 'meter-turbine',
  states: ['run', 'stop', 'unknown'],
  state: runState,
  draw: drawTurbine,
});
export const exchanger = defineSymbol({
  id: 'heat-exchanger',
  states: ['run', 'stop', 'unknown'],
  state: runState,
  draw: drawExchanger,
});
export const pigReceiver = defineSymbol({
  id: 'pig-receiver',
  states: ['run', 'stop', 'unknown', 'plain'],
  state: passiveState,
  draw: drawPigReceiver,
});
export const chromatograph = defineSymbol({
  id: 'chromatograph',
  states: ['run', 'calibrating', 'stop fault', 'unknown'],
  state: chromatographState,
  draw: drawChromatograph,
});
export const odoriser = defineSymbol({
  id: 'odoriser',
  states: ['run', 'stop', 'run fault', 'stop fault', 'unknown'],
  state: odoriserState,
  draw: drawTank,
});
