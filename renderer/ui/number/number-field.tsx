/**
 * A field for a number, the only one of the screens: takes what people type (read by number-entry.ts), says what is wrong beside it,
 * and opens its own pad where the window is for fingers. The machine's keyboard then stays away.
 */
import { type ReactNode, useState } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { NumberPad } from './number-pad.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Range and present value, in words. */
  readonly facts: ReactNode;
  /** Why the number is not taken as it is; null when it is, or while there is none. */
  readonly problem: string | null;
  readonly onChange: (text: string) => void;
}

export function NumberField({ label, value, unit, facts, problem, onChange }: NumberFieldProps): ReactNode {
  const isForFingers = useObservable(useSession().preferences.fingers);
  const words = useTexts().texts.room.pad;
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="number-field">
      <label className="field">
        <span>{label}</span>
        <span className="value-entry">
          <input
            type="text"
            inputMode={isForFingers ? 'none' : 'decimal'}
            value={value}
            autoComplete="off"
            aria-invalid={problem !== null}
            data-testid="field:value"
            onFocus={() => setOpen(isForFingers)}
            onClick={() => setOpen(isForFingers)}
            onChange={event => onChange(event.currentTarget.value)}
          />
          <span className="unit">{unit}</span>
          <button
            type="button"
            className="button is-small"
            aria-expanded={isOpen}
            title={words.title}
            data-testid="pad-open"
            onClick={() => setOpen(!isOpen)}
          >
            {words.open}
          </button>
          {isOpen ? null : facts}
        </span>
        {problem === null || isOpen ? null : (
          <strong className="field-problem" data-testid="value-problem">
            {problem}
          </strong>
        )}
      </label>
      {isOpen ? (
        <NumberPad
          value={value}
          unit={unit}
          facts={facts}
          problem={problem}
          onChange={onChange}
          onDone={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}
