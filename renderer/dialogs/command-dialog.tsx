/** A dialog for one command: what will happen, who and why, Cancel first. Enter in a field gives the command once all is there. */
import { type ReactNode, useReducer } from 'react';
import type { CommandTexts } from '../../shared/text/dialogs.ts';
import { useTexts } from '../store/session.ts';
import { Modal, useFirstFocus } from '../ui/modal.tsx';
import { EMPTY_FORM, lackingIn, nextForm } from './command-form.ts';
import { CommandButtons, keepCompositionIn, Refusal, WhoAndWhy } from './command-parts.tsx';
import { useSuggestedWho } from './suggested-who.ts';
import { useSender } from './use-sender.ts';

export interface By {
  readonly who: string;
  readonly why: string;
}

interface CommandDialogProps {
  /** With all blanks filled. */
  readonly texts: CommandTexts;
  readonly subtitle: string;
  readonly testId: string;
  /** Rejects with `CallError`. */
  readonly send: (by: By) => Promise<unknown>;
  readonly onClose: () => void;
  /** What the command is about, before what it does. */
  readonly children?: ReactNode;
}

export function CommandDialog({ texts, subtitle, testId, send, onClose, children }: CommandDialogProps): ReactNode {
  const { dialog } = useTexts().texts;
  const [form, dispatch] = useReducer(nextForm, { ...EMPTY_FORM, who: useSuggestedWho() });
  const cancelRef = useFirstFocus<HTMLButtonElement>();
  const run = useSender({
    who: form.who,
    send: () => send({ who: form.who.trim(), why: form.why.trim() }),
    dispatch,
    onDone: onClose,
  });
  const lacking = lackingIn(form, false);
  const isSending = form.phase === 'sending';
  return (
    <Modal title={texts.title} subtitle={subtitle} testId={testId} isLocked={isSending} onClose={onClose}>
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
          <p className="consequence">{texts.consequence}</p>
          <WhoAndWhy form={form} dispatch={dispatch} />
          <Refusal error={form.error} />
        </div>
        <CommandButtons
          act={texts.act}
          obstacle={lacking === null ? null : dialog.lacking[lacking]}
          isSending={isSending}
          cancelRef={cancelRef}
          cancel={dialog.cancel}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
}
