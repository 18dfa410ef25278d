/**
 * The state of a symbol as a short word beside it, by the symbol's own state function, so that word and drawing never say different
 * things. What has to be noticed (in control, tripped, lifted) is a solid chip. Origin: base line, at the `anchor`.
 */
import type { ReactNode } from 'react';
import { textWidth } from '../../../../shared/scene/text-width.ts';
import { SHORT_STATES } from '../../../../shared/text/mimic/mimic.ts';
import { NO_VALUE } from '../../../../shared/units/format.ts';
import { useTexts } from '../../../store/session.ts';
import { type DrawInput, defineSymbol, type PropValue, type Readings, stringProp } from '../../define-symbol.ts';
import { monitorState, reliefState, slamShutState, workerState } from '../regulation.tsx';
import { valveState } from '../valve.tsx';
import { runState } from '../vessels.tsx';

type StateOf = (readings: Readings, props: Readonly<Record<string, PropValue>>) => string;

const STATES: Readonly<Record<string, StateOf>> = {
  valve: valveState,
  'slam-shut': slamShutState,
  monitor: monitorState,
  regulator: workerState,
  relief: reliefState,
  vessel: runState,
};

const NOTEWORTHY: readonly string[] = ['control', 'tripped', 'lifted', 'travel'];
const SIZE = 12;

/** `unknown` where nothing is known, also for a kind of symbol that has no state. */
export const stateWordState: StateOf = (readings, props) => {
  const kind = props['of'];
  const stateOf = typeof kind === 'string' ? STATES[kind] : undefined;
  return stateOf?.(readings, props) ?? 'unknown';
};

function StateWord({ node, state }: DrawInput): ReactNode {
  const { texts } = useTexts();
  const isStale = state.endsWith('~');
  const plain = state.replace('~', '').split(' ')[0] ?? '';
  const word = SHORT_STATES.find(name => name === plain);
  const shown = word === undefined ? NO_VALUE : texts.mimic.shortState[word];
  const isChip = NOTEWORTHY.includes(plain);
  const anchor = stringProp(node, 'anchor') ?? 'middle';
  const width = textWidth(shown, SIZE, isChip) + 10;
  const left = anchor === 'middle' ? -width / 2 : anchor === 'end' ? 5 - width : -5;
  return (
    <>
      {isStale ? <rect x={left} y={-12} width={width} height={16} className="hatch" /> : null}
      {isChip && !isStale ? <rect x={left} y={-12} width={width} height={16} className="chip" /> : null}
      <text
        className={isStale ? 't12 txt halo' : isChip ? 't12 b inv' : 't12 txt'}
        textAnchor={anchor === 'start' ? 'start' : anchor === 'end' ? 'end' : 'middle'}
        data-testid={`state:${node.id}`}
        data-quality={word === undefined ? 'bad' : isStale ? 'stale' : 'good'}
      >
        {shown}
      </text>
    </>
  );
}

export const stateWord = defineSymbol({
  id: 'state-word',
  states: [...SHORT_STATES, 'unknown'],
  inWords: false,
  state: stateWordState,
  draw: input => <StateWord {...input} />,
});
