/**
 * Block valve (gate, ball, globe) with its actuator and the arrow of its fail position, and the blowdown valve. Position from
 * two limit switches, what is wrong and whether it is local from the status word.
 */
import type { ReactNode } from 'react';
import type { SceneNode } from '../../../shared/model/scene.ts';
import { bit, type DrawInput, defineSymbol, type Readings, stringProp, truth, withAge } from '../define-symbol.ts';
import { LetterBox, Strike, Upright } from './marks.tsx';

/** Status word of a valve (station tag list): 0 remote, 1 fault, 6 command discrepancy. */
const REMOTE_BIT = 0;
const FAULT_BIT = 1;
const DISCREPANCY_BIT = 6;

/**
 * `open`, `closed`, `travel` (neither limit made) or `unknown` (a limit not known, or both made); ` fault` follows when
 * the status word reports a fault or a discrepancy, ` local` when the valve is not remote; `~` follows when the position is old.
 */
export function valveState(readings: Readings): string {
  const open = truth(readings['open']);
  const closed = truth(readings['closed']);
  const hasFault = bit(readings['status'], FAULT_BIT) === true || bit(readings['status'], DISCREPANCY_BIT) === true;
  const isLocal = bit(readings['status'], REMOTE_BIT) === false;
  const mark = `${hasFault ? ' fault' : ''}${isLocal ? ' local' : ''}`;
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
        <text x={-21} y={-8} className="st q">
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

export function Actuator({ node, kind }: { readonly node: SceneNode; readonly kind: string }): ReactNode {
  const stem = <path d="M0 0V-18" className="sl" />;
  switch (kind) {
    case 'EH':
      return (
        <>
          {stem}
          <Upright node={node} at={[0, -27.5]}>
            <rect x={-12} y={-8.5} width={24} height={17} className="s0" />
            <text y={4.5} className="st">
              EH
            </text>
          </Upright>
        </>
      );
    case 'M':
      return (
        <>
          {stem}
          <circle cx={0} cy={-27} r={9} className="s0" />
          <Upright node={node} at={[0, -27]}>
            <text y={4.5} className="st">
              M
            </text>
          </Upright>
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
    case 'diaphragm':
      return (
        <>
          {stem}
          <path d="M-12-18A12 12 0 0 1 12-18Z" className="s0" />
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

/** On the stem: an arrow away from the body fails open, towards it fails closed; two bars keep the last position. */
const FAIL_MARKS: Readonly<Record<string, ReactNode>> = {
  open: <path d="M-4.5-11L0-17.5L4.5-11Z" className="sk" />,
  closed: <path d="M-4.5-16.5L0-10L4.5-16.5Z" className="sk" />,
  last: <path d="M-5-15.5H5M-5-12H5" className="sl" />,
};

export const FailMark = ({ to }: { readonly to: string | undefined }): ReactNode =>
  to === undefined ? null : FAIL_MARKS[to];

interface LettersProps extends Pick<DrawInput, 'node' | 'state'> {
  readonly service: string;
}

/** Beside the actuator: BD for blowdown, L for local. */
function Letters({ node, state, service }: LettersProps): ReactNode {
  return (
    <>
      {service === '' ? null : (
        <Upright node={node} at={[-23, -27.5]}>
          <text y={4.5} className="t12 b" textAnchor="middle">
            {service}
          </text>
        </Upright>
      )}
      {state.includes('local') ? (
        <Upright node={node} at={[26, -27]}>
          <LetterBox letter="L" at={[-8, -8]} />
        </Upright>
      ) : null}
    </>
  );
}

function drawBody({ node, state }: Pick<DrawInput, 'node' | 'state'>, kind: string, service = ''): ReactNode {
  const body = stringProp(node, 'body') ?? 'ball';
  const hasDot = body === 'globe' && !state.startsWith('unknown') && !state.startsWith('travel');
  return (
    <>
      <Actuator node={node} kind={kind} />
      <ValveBody state={state} ball={body === 'ball'} />
      {hasDot ? <circle r={3.5} className="sk" /> : null}
      <Strike state={state} reach={[18, 13]} />
      <Letters node={node} state={state} service={service} />
    </>
  );
}

const drawValve = ({ node, state }: DrawInput): ReactNode => (
  <>
    {drawBody({ node, state }, stringProp(node, 'actuator') ?? 'hand')}
    <FailMark to={stringProp(node, 'fail')} />
  </>
);

const drawBlowdown = ({ node, state }: DrawInput): ReactNode => (
  <>
    {drawBody({ node, state }, stringProp(node, 'actuator') ?? 'piston', 'BD')}
    <FailMark to={stringProp(node, 'fail') ?? 'open'} />
  </>
);

const VALVE_STATES = ['open', 'closed', 'travel', 'open fault', 'open local', 'unknown'];

export const valve = defineSymbol({
  id: 'valve',
  states: VALVE_STATES,
  state: valveState,
  draw: drawValve,
});
export const blowdown = defineSymbol({
  id: 'blowdown',
  states: VALVE_STATES,
  state: valveState,
  draw: drawBlowdown,
});
