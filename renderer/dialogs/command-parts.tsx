/** What all dialogs that give a command have in common: fields for who and why, the refusal, and the two buttons. */
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import type { ErrorBody } from '../../shared/rpc/error.ts';
import { useHeld } from '../replay/use-held.ts';
import { useTexts } from '../store/session.ts';
import { type CommandAction, type CommandForm, isOutcomeUnknown, LONGEST_WHO, LONGEST_WHY } from './command-form.ts';

interface WhoAndWhyProps {
  readonly form: CommandForm;
  readonly dispatch: (action: CommandAction) => void;
  /** Label of the second field, where it is not the reason. */
  readonly why?: string;
}

/** What is suggested for `who` comes with the form (`useSuggestedWho`), and the next key replaces it. */
export function WhoAndWhy({ form, dispatch, why }: WhoAndWhyProps): ReactNode {
  const { dialog } = useTexts().texts;
  return (
    <div className="who-why">
      <WhoField text={form.who} onText={text => dispatch({ kind: 'who', text })} />
      <LineField
        name="why"
        label={why ?? dialog.why}
        most={LONGEST_WHY}
        text={form.why}
        onText={text => dispatch({ kind: 'why', text })}
      />
    </div>
  );
}

interface WhoFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** Somebody's name, as every dialog asks for it. */
export function WhoField(props: WhoFieldProps): ReactNode {
  const { dialog } = useTexts().texts;
  return <LineField name="who" label={dialog.who} most={LONGEST_WHO} {...props} />;
}

interface LineFieldProps extends WhoFieldProps {
  readonly name: 'who' | 'why';
  readonly label: string;
  /** Characters. */
  readonly most: number;
}

function LineField({ name, label, most, text, onText, inputRef }: LineFieldProps): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        ref={inputRef}
        type="text"
        value={text}
        maxLength={most}
        autoComplete="off"
        spellCheck={false}
        data-testid={`field:${name}`}
        onChange={event => onText(event.currentTarget.value)}
      />
    </label>
  );
}

/** What the station said, in the operator's language, with how to mend it. */
export function Refusal({ error }: { readonly error: ErrorBody | null }): ReactNode {
  const { texts, pick } = useTexts();
  if (error === null) return null;
  const { message, hint, zh } = error;
  return (
    <div className="refusal" role="alert" data-testid="refusal">
      <b>{texts.dialog.refused}</b>
      <p>{pick({ zh: zh.message, en: message })}</p>
      <p>{pick({ zh: zh.hint, en: hint })}</p>
      {isOutcomeUnknown(error) ? <p>{texts.dialog.outcomeUnknown}</p> : null}
    </div>
  );
}

interface CommandButtonsProps {
  readonly act: string;
  /** Why it cannot be done yet, in words; null when it can. */
  readonly obstacle: string | null;
  readonly isSending: boolean;
  /** Gets the focus when the dialog opens. */
  readonly cancelRef: Ref<HTMLButtonElement>;
  readonly cancel: string;
  readonly onCancel: () => void;
  /** Given, the button does it and Enter in a field does not: for what must not happen by the way. */
  readonly onAct?: () => void;
}

/** Cancel is solid and first; the action is an outline, dashed with the reason while it is not possible. */
export function CommandButtons(props: CommandButtonsProps): ReactNode {
  const { act, obstacle, isSending, cancelRef, cancel, onCancel, onAct } = props;
  const { dialog } = useTexts().texts;
  const why = useHeld() ?? obstacle;
  const isPossible = why === null && !isSending;
  return (
    <footer className="actions">
      <button ref={cancelRef} type="button" className="button is-solid" data-testid="cancel" onClick={onCancel}>
        {cancel}
      </button>
      <button
        type={onAct === undefined ? 'submit' : 'button'}
        className={isPossible ? 'button' : 'button is-off'}
        aria-disabled={!isPossible}
        data-testid="act"
        onClick={event => {
          if (!isPossible) event.preventDefault();
          else onAct?.();
        }}
      >
        {act}
        {isSending ? <span className="why-not">{dialog.sending}</span> : null}
        {why === null || isSending ? null : <span className="why-not">{why}</span>}
      </button>
    </footer>
  );
}

/** Enter that ends the choice of a character of an input method means the character, not the form. */
export function keepCompositionIn(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.nativeEvent.isComposing) event.preventDefault();
}
