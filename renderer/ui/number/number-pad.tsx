/**
 * Number pad for fingers: range, unit and present value above, what is wrong with the number beneath it, keys of 12 mm and more. It
 * stands in the flow of its form, so that it never covers what is typed or the value beside it, and takes no focus.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../../store/session.ts';
import { PAD_DIGITS, type PadKey, pressPad } from './pad-keys.ts';

interface NumberPadProps {
  readonly value: string;
  readonly unit: string;
  /** Range and present value. */
  readonly facts: ReactNode;
  /** Why the number is not taken as it is; null when it is. */
  readonly problem: string | null;
  readonly onChange: (text: string) => void;
  readonly onDone: () => void;
}

export function NumberPad({ value, unit, facts, problem, onChange, onDone }: NumberPadProps): ReactNode {
  const words = useTexts().texts.room.pad;
  const pad = useRef<HTMLDivElement>(null);
  // A form is longer than a small screen.
  useEffect(() => {
    // Some browsers give back a promise, which is no clean-up.
    pad.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const key = (name: PadKey, face: ReactNode = name, label?: string): ReactNode => (
    <button
      key={name}
      type="button"
      className="button"
      aria-label={label}
      data-testid={`pad:${name}`}
      // The field keeps the focus, and its caret.
      onPointerDown={event => event.preventDefault()}
      onClick={() => onChange(pressPad(value, name))}
    >
      {face}
    </button>
  );
  return (
    <div ref={pad} className="number-pad" role="group" aria-label={words.title} data-testid="number-pad">
      <p className="pad-facts">{facts}</p>
      <p className="pad-value">
        <b translate="no">{value === '' ? '–' : value}</b> <span className="unit">{unit}</span>
      </p>
      <p className="pad-problem" role="status">
        {problem}
      </p>
      <div className="pad-keys">
        {PAD_DIGITS.map(digit => key(digit))}
        {key('sign', '±', words.sign)}
        {key('0')}
        {key('.')}
        {key('back', '⌫', words.back)}
        {key('clear', words.clear)}
        <button type="button" className="button is-solid" data-testid="pad:done" onClick={onDone}>
          {words.done}
        </button>
      </div>
    </div>
  );
}
