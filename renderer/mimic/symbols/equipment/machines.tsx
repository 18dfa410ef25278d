/**
 * Machines and electrical equipment: pump, fan, water heater, sources and converters of electricity. They run light and stand
 * dark; a fault is struck through and says nothing about whether they run.
 */
import type { ReactNode } from 'react';
import {
  bit,
  type DrawInput,
  defineSymbol,
  type PropValue,
  type Readings,
  stringProp,
  truth,
  withAge,
} from '../../define-symbol.ts';
import { body, LetterBox, Question, Strike } from '../marks.tsx';
import { passiveState } from '../vessels.tsx';

type Props = Readonly<Record<string, PropValue>>;

/**
 * `run`, `stop`, `unknown` or, without a `running` role, `plain`; ` fault` follows when the contact `fault` is made. With the
 * prop `invert` the contact says that it stands (mains lost).
 */
export function machineState(readings: Readings, props: Props = {}): string {
  const mark = truth(readings['fault']) === true ? ' fault' : '';
  const state = passiveState(readings, props);
  if (state === 'plain') return withAge(`plain${mark}`, readings);
  const plain = state.replace('~', '');
  if (plain === 'unknown') return `unknown${mark}`;
  const isRunning = (plain === 'run') !== (props['invert'] === true);
  return withAge(`${isRunning ? 'run' : 'stop'}${mark}`, readings);
}

/** Status word of a water heater: 0 running, 1 fault, 2 flame-out lock-out, 3 remote. */
export function heaterState(readings: Readings): string {
  const word = readings['status'];
  const running = bit(word, 0);
  if (running === null) return 'unknown';
  const fault = bit(word, 1) === true || bit(word, 2) === true ? ' fault' : '';
  const local = bit(word, 3) === false ? ' local' : '';
  return withAge(`${running ? 'run' : 'stop'}${fault}${local}`, readings);
}

const drawPump = ({ state }: DrawInput): ReactNode => (
  <>
    <circle r={11} className={body(state)} />
    <path d="M-5-9L11 0L-5 9" className="sl in" />
    <Strike state={state} reach={[14, 14]} />
    <Question state={state} y={-15} />
  </>
);

const drawFan = ({ state }: DrawInput): ReactNode => (
  <>
    <circle r={14} className={body(state)} />
    <path
      d="M0 0C-4-10 4-14 8-9C8-4 4-1 0 0C10-4 14 4 9 8C4 8 1 4 0 0C4 10-4 14-8 9C-8 4-4 1 0 0C-10 4-14-4-9-8C-4-8-1-4 0 0Z"
      className="sl in"
    />
    <Strike state={state} reach={[17, 17]} />
    <Question state={state} y={-18} />
  </>
);

const drawHeater = ({ state }: DrawInput): ReactNode => (
  <>
    <rect x={-22} y={-20} width={44} height={40} className={body(state)} />
    <path d="M-22-6H22" className="sh in" />
    <path d="M0 14C-8 8-3 2 0-2C3 2 8 8 0 14Z" className="sl in" />
    <Strike state={state} reach={[25, 23]} />
    {state.includes('local') ? <LetterBox letter="L" at={[26, -20]} /> : null}
    <Question state={state} y={-9} />
  </>
);

const WAVE = 'M-6 0C-4-6-2-6 0 0S4 6 6 0';

/** Drawn in a body of 36: what makes, turns or keeps electricity. */
const INSIDE: Readonly<Record<string, ReactNode>> = {
  mains: <path d={WAVE} className="sl in" />,
  generator: (
    <>
      <text y={2} className="st on-body">
        G
      </text>
      <path d="M-6 8C-4 4-2 4 0 8S4 12 6 8" className="sl in" />
    </>
  ),
  ups: (
    <>
      <path d="M-18 18L18-18" className="sh in" />
      <path d="M-13-9C-11-13-9-13-7-9S-3-5-1-9" className="sl in" />
      <path d="M2 8H13M2 12H5M8 12H13" className="sl in" />
    </>
  ),
  rectifier: (
    <>
      <path d="M-18 18L18-18" className="sh in" />
      <path d="M-13-9C-11-13-9-13-7-9S-3-5-1-9" className="sl in" />
      <path d="M2 9H13M2 13H13" className="sl in" />
    </>
  ),
  battery: <path d="M-18 0H-8M-8-10V10M-3-5V5M2-10V10M7-5V5M7 0H18" className="sl in" />,
  anode: <path d="M0-18V4M-10 4H10M-6 9H6M-2 14H2" className="sl" />,
};

function drawElectric({ node, state }: DrawInput): ReactNode {
  const kind = stringProp(node, 'kind') ?? 'ups';
  const isRound = kind === 'mains' || kind === 'generator';
  return (
    <>
      {isRound ? <circle r={18} className={body(state)} /> : null}
      {isRound || kind === 'anode' ? null : <rect x={-18} y={-18} width={36} height={36} className={body(state)} />}
      {INSIDE[kind]}
      <Strike state={state} reach={[21, 21]} />
      <Question state={state} x={27} />
    </>
  );
}

const MACHINE_STATES = ['run', 'stop', 'run fault', 'stop fault', 'unknown', 'plain'];

export const pump = defineSymbol({
  id: 'pump',
  states: MACHINE_STATES,
  state: machineState,
  draw: drawPump,
});
export const fan = defineSymbol({
  id: 'fan',
  states: MACHINE_STATES,
  state: machineState,
  draw: drawFan,
});
export const heater = defineSymbol({
  id: 'heater',
  states: ['run', 'stop', 'run fault', 'stop fault', 'run local', 'unknown'],
  state: heaterState,
  draw: drawHeater,
});
export const electric = defineSymbol({
  id: 'electric',
  states: MACHINE_STATES,
  state: machineState,
  draw: drawElectric,
});
