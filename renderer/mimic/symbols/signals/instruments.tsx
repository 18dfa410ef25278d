/**
 * Instrument bubble, mode box and state lamp. The bubble says by its frame where the instrument is (ISA-5.1): alone in the field,
 * with a line on a panel, in a square on a shared display, in a square with a diamond in logic.
 */
import type { ReactNode } from 'react';
import { BUBBLE, leadLine, pathOf } from '../../../../shared/scene/own-lines.ts';
import { useTexts } from '../../../store/session.ts';
import {
  bit,
  type DrawInput,
  defineSymbol,
  numberProp,
  type PropValue,
  type Readings,
  stringProp,
  textProp,
  truth,
  withAge,
} from '../../define-symbol.ts';
import { body, Question } from '../marks.tsx';

type Props = Readonly<Record<string, PropValue>>;

/** `unknown` when what is bound gives no value, else `plain`. */
export function instrumentState(readings: Readings): string {
  const reading = readings['value'];
  if (reading === undefined) return 'plain';
  return reading.value === null ? 'unknown' : withAge('plain', readings);
}

/**
 * The letter for the number of a mode: `letters` has one for each, `-` for the normal mode that needs none. Without a value, and
 * for a number that has no letter, the mode is unknown.
 */
export function modeState(readings: Readings, props: Props = {}): string {
  const value = readings['mode']?.value ?? null;
  const letters = typeof props['letters'] === 'string' ? Array.from(props['letters']) : [];
  const letter = value === null ? undefined : letters[value];
  if (letter === undefined) return 'unknown';
  return withAge(letter === '-' ? 'normal' : letter, readings);
}

/** `on` or `off`: a contact, or the bit `bit` of a status word. */
export function lampState(readings: Readings, props: Props = {}): string {
  const index = props['bit'];
  const on = typeof index === 'number' ? bit(readings['on'], index) : truth(readings['on']);
  return on === null ? 'unknown' : withAge(on ? 'on' : 'off', readings);
}

function Frame({ kind }: { readonly kind: string }): ReactNode {
  if (kind === 'shared') return <rect x={-14} y={-14} width={28} height={28} className="s0" />;
  if (kind !== 'logic') return null;
  return (
    <>
      <rect x={-14} y={-14} width={28} height={28} className="s0" />
      <path d="M0-14L14 0L0 14L-14 0Z" className="sl" />
    </>
  );
}

function drawInstrument({ node, state }: DrawInput): ReactNode {
  const kind = stringProp(node, 'mounted') ?? 'field';
  const lead = numberProp(node, 'lead') ?? 0;
  return (
    <>
      {lead === 0 ? null : <path d={pathOf(leadLine(lead))} className="hair" />}
      <Frame kind={kind} />
      {kind === 'logic' ? null : <circle r={BUBBLE} className={`${body(state)} thin`} />}
      {kind === 'panel' ? <path d="M-14 0H-11M11 0H14" className="sl" /> : null}
      <text y={4.5} className="st on-body">
        {stringProp(node, 'letters')}
      </text>
      <Question state={state} x={20} y={-8} />
    </>
  );
}

/** Empty in the normal mode: what is as it should be takes no attention. */
function drawMode({ state }: DrawInput): ReactNode {
  const plain = state.replace('~', '');
  if (plain === 'normal') return null;
  return (
    <>
      <rect width={16} height={16} className={plain === 'unknown' ? 'modebox unknown' : 'modebox'} />
      <text x={8} y={12.5} className="t12 b" textAnchor="middle">
        {plain === 'unknown' ? '?' : plain}
      </text>
    </>
  );
}

function LampName({ node, isOn }: Pick<DrawInput, 'node'> & { readonly isOn: boolean }): ReactNode {
  const { pick } = useTexts();
  const label = textProp(node, 'label');
  return (
    <text x={22} className={isOn ? 't13 b' : 't13 txt'}>
      {label === undefined ? '' : pick(label)}
    </text>
  );
}

/** Origin: the base line of the name, the lamp before it. */
const drawLamp = ({ node, state }: DrawInput): ReactNode => (
  <>
    <circle cx={6} cy={-4.5} r={6} className={body(state)} />
    {state.startsWith('on') ? <circle cx={6} cy={-4.5} r={9} className="sh" /> : null}
    {state.startsWith('unknown') ? (
      <text x={6} className="st">
        ?
      </text>
    ) : null}
    <LampName node={node} isOn={state.startsWith('on')} />
  </>
);

export const instrument = defineSymbol({
  id: 'instrument',
  states: ['plain', 'unknown'],
  state: instrumentState,
  draw: drawInstrument,
});
export const modeBox = defineSymbol({
  id: 'mode-box',
  states: ['normal', 'M', 'unknown'],
  state: modeState,
  draw: drawMode,
});
export const stateLamp = defineSymbol({
  id: 'state-lamp',
  states: ['on', 'off', 'unknown'],
  state: lampState,
  draw: drawLamp,
});
