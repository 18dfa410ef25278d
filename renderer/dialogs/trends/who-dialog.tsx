/** Frame of the dialogs that keep something under a name: its own fields, who (suggested), what will happen. */
import { type ReactNode, useReducer } from 'react';
import { useTexts } from '../../store/session.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { EMPTY_FORM, nextForm } from '../command-form.ts';
import { CommandButtons, keepCompositionIn, Refusal, WhoField } from '../command-parts.tsx';
import { useSuggestedWho } from '../suggested-who.ts';
import { useSender } from '../use-sender.ts';

interface WhoDialogProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly testId: string;
  readonly act: string;
  /** Null: nothing would happen yet. */
  readonly consequence: string | null;
  /** In words; null when nothing of the caller's own fields is missing. */
  readonly obstacle: string | null;
  /** Rejects with `CallError`. */
  readonly send: (who: string) => Promise<unknown>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function WhoDialog(props: WhoDialogProps): ReactNode {
  const { title, subtitle = '', testId, act, consequence, obstacle, onClose, children } = props;
  const { dialog } = useTexts().texts;
  const [form, dispatch] = useReducer(nextForm, { ...EMPTY_FORM, who: useSuggestedWho() });
  const cancelRef = useFirstFocus<HTMLButtonElement>();
  const who = form.who.trim();
  const run = useSender({
    who,
    send: () => props.send(who),
    dispatch,
    onDone: onClose,
  });
  const lacking = obstacle ?? (who === '' ? dialog.lacking.who : null);
  const isSending = form.phase === 'sending';
  return (
    <Modal title={title} subtitle={subtitle} testId={testId} isLocked={isSending} onClose={onClose}>
      <form
        className="modal-form"
        onKeyDown={keepCompositionIn}
        onSubmit={event => {
          event.preventDefault();
          if (lacking === null) run();
        }}
      >
        <div className="modal-body">
          {children}
          <WhoField text={form.who} onText={text => dispatch({ kind: 'who', text })} />
          {consequence === null ? null : <p className="consequence">{consequence}</p>}
          <Refusal error={form.error} />
        </div>
        <CommandButtons
          act={act}
          obstacle={lacking}
          isSending={isSending}
          cancelRef={cancelRef}
          cancel={dialog.cancel}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
}
