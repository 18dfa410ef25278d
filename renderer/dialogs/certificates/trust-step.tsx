/** The decision about one certificate: thumbprint before the eyes, a tick that it was compared, who and why. */
import { type ReactNode, useReducer } from 'react';
import type { CertificateInfo } from '../../../shared/model/opcua.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { useFirstFocus } from '../../ui/modal.tsx';
import { EMPTY_FORM, lackingIn, nextForm } from '../command-form.ts';
import { CommandButtons, Refusal, WhoAndWhy } from '../command-parts.tsx';
import { useSuggestedWho } from '../suggested-who.ts';
import { useSender } from '../use-sender.ts';
import { CertificateCard } from './certificate-card.tsx';

interface TrustStepProps {
  readonly channel: string;
  readonly isTrust: boolean;
  /** Null: nobody can decide about it any more. */
  readonly info: CertificateInfo | null;
  readonly isInUse: boolean;
  /** Called with true while the command is on its way. */
  readonly onLock: (isLocked: boolean) => void;
  readonly onBack: () => void;
}

export function TrustStep({ channel, isTrust, info, isInUse, onLock, onBack }: TrustStepProps): ReactNode {
  const session = useSession();
  const { dialog } = useTexts().texts;
  const words = dialog.certificates;
  const [form, dispatch] = useReducer(nextForm, { ...EMPTY_FORM, who: useSuggestedWho() });
  const cancelRef = useFirstFocus<HTMLButtonElement>();
  const lacking = lackingIn(form, isTrust);
  const obstacle = info === null ? words.gone : lacking === null ? null : dialog.lacking[lacking];
  const run = useSender({
    who: form.who,
    send: async () => {
      const order = { channel, thumbprint: info?.sha256 ?? '', who: form.who.trim(), why: form.why.trim() };
      onLock(true);
      try {
        await session.client.call(isTrust ? 'certificates.trust' : 'certificates.distrust', order);
      } finally {
        onLock(false);
      }
    },
    dispatch,
    onDone: onBack,
  });
  const consequence = isTrust ? words.trust.consequence : isInUse ? words.distrustInUse : words.distrust.consequence;
  return (
    <div className="modal-form" data-testid="trust-step">
      <div className="modal-body">
        {info === null ? <p>{words.gone}</p> : <CertificateCard info={info} seen={isTrust ? 'seen' : 'since'} />}
        {isTrust ? <p className="compare">{words.compare}</p> : null}
        <p className="consequence">{fill(consequence, { channel })}</p>
        {isTrust ? (
          <label className="tick">
            <input
              type="checkbox"
              checked={form.isTicked}
              data-testid="compared"
              onChange={event => dispatch({ kind: 'tick', isTicked: event.currentTarget.checked })}
            />
            <span>{words.compared}</span>
          </label>
        ) : null}
        <WhoAndWhy form={form} dispatch={dispatch} />
        <Refusal error={form.error} />
      </div>
      <CommandButtons
        act={words[isTrust ? 'trust' : 'distrust'].act}
        obstacle={obstacle}
        isSending={form.phase === 'sending'}
        cancelRef={cancelRef}
        cancel={dialog.back}
        onCancel={onBack}
        onAct={run}
      />
    </div>
  );
}
