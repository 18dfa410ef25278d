/**
 * The frame of every dialog that gives an order about alarms: what it is about, what will happen, who
 * (suggested) and why or a comment, Cancel first. What the station refuses for some of the alarms stays to be read.
 */
import { type ReactNode, useReducer, useState } from 'react';
import type { AlarmActionAnswer } from '../../../shared/rpc/alarm-contract.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useTexts } from '../../store/session.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { type CommandForm, EMPTY_FORM, nextForm } from '../command-form.ts';
import { CommandButtons, keepCompositionIn, Refusal, WhoAndWhy } from '../command-parts.tsx';
import { useSuggestedWho } from '../suggested-who.ts';
import { useSender } from '../use-sender.ts';

export interface AlarmOrder {
  readonly who: string;
  readonly why: string;
}

interface AlarmCommandProps {
  readonly title: string;
  readonly subtitle: string;
  readonly testId: string;
  readonly act: string;
  readonly consequence: string;
  readonly isReasonNeeded: boolean;
  /** In words; null when nothing of the caller's own fields is missing. */
  readonly obstacle: string | null;
  /** Rejects with `CallError`. */
  readonly send: (order: AlarmOrder) => Promise<AlarmActionAnswer>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

type Refused = AlarmActionAnswer['refused'];

export function AlarmCommand(props: AlarmCommandProps): ReactNode {
  const { title, subtitle, testId, act, consequence, isReasonNeeded, onClose, children } = props;
  const { texts } = useTexts();
  const words = texts.alarms.dialog;
  const [form, dispatch] = useReducer(nextForm, { ...EMPTY_FORM, who: useSuggestedWho() });
  const [refused, setRefused] = useState<Refused>([]);
  const cancelRef = useFirstFocus<HTMLButtonElement>();
  const run = useSender({
    who: form.who,
    send: async () => {
      const order = { who: form.who.trim(), why: form.why.trim() };
      const answer = await props.send(order);
      setRefused(answer.refused);
      if (answer.refused.length === 0) onClose();
      else dispatch({ kind: 'refused', error: null });
    },
    dispatch,
    onDone: () => undefined,
  });
  const lacking = props.obstacle ?? lackingWords(form, isReasonNeeded, texts.dialog.lacking);
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
          <p className="consequence">{consequence}</p>
          <WhoAndWhy form={form} dispatch={dispatch} {...(isReasonNeeded ? {} : { why: words.comment })} />
          <Refusal error={form.error} />
          <RefusedList refused={refused} />
        </div>
        <CommandButtons
          act={act}
          obstacle={lacking}
          isSending={isSending}
          cancelRef={cancelRef}
          cancel={refused.length > 0 ? texts.dialog.close : texts.dialog.cancel}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
}

function lackingWords(
  { who, why }: CommandForm,
  isReasonNeeded: boolean,
  lacking: { readonly who: string; readonly why: string },
): string | null {
  if (who.trim() === '') return lacking.who;
  return isReasonNeeded && why.trim() === '' ? lacking.why : null;
}

function RefusedList({ refused }: { readonly refused: Refused }): ReactNode {
  const { texts, pick } = useTexts();
  if (refused.length === 0) return null;
  return (
    <div className="refusal" role="alert" data-testid="refused">
      <b>{fill(texts.alarms.dialog.refused, { count: String(refused.length) })}</b>
      {refused.slice(0, 12).map(({ id, text }) => (
        <p key={id}>
          {id} · {pick(text)}
        </p>
      ))}
    </div>
  );
}
