/**
 * The command zone, apart from the values. Until commands are in use all of it is there and disabled, with the reason: whoever
 * looks for a button finds it in its place and reads why it does nothing.
 */
import { type ReactNode, useId } from 'react';
import { useTexts } from '../../store/session.ts';

interface ZoneProps {
  /** Names of the buttons, in order. */
  readonly buttons: readonly string[];
  /** Before the buttons: an entry, a chain. */
  readonly children?: ReactNode;
}

export function CommandZone({ buttons, children }: ZoneProps): ReactNode {
  const words = useTexts().texts.faceplate.command;
  const reason = useId();
  return (
    <section className="command-zone" aria-label={words.title} data-testid="command-zone">
      {children}
      {buttons.length === 0 ? null : (
        <div className="command-buttons">
          {buttons.map(name => (
            <OffButton key={name} name={name} reason={reason} />
          ))}
        </div>
      )}
      <p id={reason} className="why-not" data-testid="command-reason">
        {words.gate}
      </p>
    </section>
  );
}

function OffButton({ name, reason }: { readonly name: string; readonly reason?: string }): ReactNode {
  const { gate } = useTexts().texts.faceplate.command;
  return (
    <button type="button" className="button is-off" aria-disabled="true" aria-describedby={reason} title={gate}>
      {name}
    </button>
  );
}

/** Select, confirm, execute, feedback: where a command is. None is under way. */
export function CommandChain(): ReactNode {
  const words = useTexts().texts.faceplate.command;
  return (
    <ol className="command-chain">
      {words.steps.map(step => (
        <li key={step}>
          <svg viewBox="0 0 22 22" aria-hidden="true">
            <circle cx={11} cy={11} r={9} />
          </svg>
          {step}
        </li>
      ))}
    </ol>
  );
}

interface EntryProps {
  readonly value: ReactNode;
  /** What is allowed, in words. */
  readonly range: string;
  /** Name of a button beside the entry, where it is the only command of the plate. */
  readonly act?: string;
}

/** Where a set point will be typed: the present one, the range, an entry that takes nothing yet. */
export function SetPointEntry({ value, range, act }: EntryProps): ReactNode {
  const words = useTexts().texts.faceplate.command;
  return (
    <div className="setpoint-entry">
      <span>{words.setpoint}</span>
      <b>{value}</b>
      <input type="text" disabled aria-label={words.setpoint} placeholder="–" />
      {act === undefined ? null : <OffButton name={act} />}
      <small>{range}</small>
    </div>
  );
}
