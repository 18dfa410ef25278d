/**
 * Fire and gas: gas detector, flame detector, ESD button. A detector that is quiet is light, one that has found something is
 * dark; gas at its first limit only is half and half. None is ever red: red belongs to alarms, which frame the symbol.
 */
import type { ReactNode } from 'react';
import { type DrawInput, defineSymbol, type Readings, truth, withAge } from '../../define-symbol.ts';
import { body, Question } from '../marks.tsx';

/**
 * `clear`, `gas` (at H or above), `high` (at HH or above) by the limits of the tag. Without limits, or without a value, nobody
 * knows.
 */
export function gasState(readings: Readings): string {
  const reading = readings['value'];
  const { H, HH } = reading?.limits ?? {};
  if (reading === undefined || reading.value === null || H === undefined) return 'unknown';
  const isHigh = HH !== undefined && reading.value >= HH;
  return withAge(isHigh ? 'high' : reading.value >= H ? 'gas' : 'clear', readings);
}

/** `clear` or `fire`, from the detector's contact. */
export function flameState(readings: Readings): string {
  const fire = truth(readings['fire']);
  return fire === null ? 'unknown' : withAge(fire ? 'fire' : 'clear', readings);
}

/** `ready` or `pressed`, from the button's contact. */
export function buttonState(readings: Readings): string {
  const pressed = truth(readings['pressed']);
  return pressed === null ? 'unknown' : withAge(pressed ? 'pressed' : 'ready', readings);
}

/** A round head on a base: gas is heavier or lighter than air, the head looks down. */
const drawGas = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M-7 12H7V17H-7Z" className="s0" />
    {state.startsWith('gas') ? (
      <>
        <path d="M0-13A13 13 0 0 0 0 13Z" className="s light" />
        <path d="M0-13A13 13 0 0 1 0 13Z" className="s dark" />
      </>
    ) : (
      <circle r={13} className={body(state)} />
    )}
    <text y={4.5} className="st on-body">
      GD
    </text>
    <Question state={state} x={-20} y={-5} />
  </>
);

const FLAME = 'M0 10C-9 6-5-2-1-10C-1-4 6-3 5 3C5 7 3 9 0 10Z';

const drawFlame = ({ state }: DrawInput): ReactNode => (
  <>
    <path d="M0-19L19 0L0 19L-19 0Z" className={body(state)} />
    <path d={FLAME} className={state.startsWith('fire') ? 's light' : 'sl in'} />
    <Question state={state} x={21} y={-8} />
  </>
);

/** A mushroom head in its frame: ready it stands out, pressed it is dark, crossed and within. */
const drawButton = ({ state }: DrawInput): ReactNode => {
  const isPressed = state.startsWith('pressed');
  return (
    <>
      <rect x={-18} y={-18} width={36} height={36} className="s0" />
      <circle r={isPressed ? 10 : 14} className={body(state)} />
      {isPressed ? (
        <path d="M-18-18L-7-7M18-18L7-7M-18 18L-7 7M18 18L7 7" className="sl" />
      ) : (
        <circle r={7} className="sl in" />
      )}
      <Question state={state} x={25} y={-8} />
    </>
  );
};

export const gasDetector = defineSymbol({
  id: 'gas-detector',
  states: ['clear', 'gas', 'high', 'unknown'],
  state: gasState,
  draw: drawGas,
});
export const flameDetector = defineSymbol({
  id: 'flame-detector',
  states: ['clear', 'fire', 'unknown'],
  state: flameState,
  draw: drawFlame,
});
export const esdButton = defineSymbol({
  id: 'esd-button',
  states: ['ready', 'pressed', 'unknown'],
  state: buttonState,
  draw: drawButton,
});
