/** Substitutes or forces a value: which tag, which value beside the live one, until when, who and why. */
import { type ReactNode, useReducer } from 'react';
import type { DialogTexts } from '../../../shared/text/dialogs.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { CommandButtons, keepCompositionIn, Refusal, WhoAndWhy } from '../command-parts.tsx';
import { useSuggestedWho } from '../suggested-who.ts';
import { useSender } from '../use-sender.ts';
import { EndFields } from './end-fields.tsx';
import { KindFields, ValueField } from './override-fields.tsx';
import { EMPTY_OVERRIDE, nextOverride, type Obstacle, obstacleIn, overrideOrder } from './override-form.ts';
import { TagChoice } from './tag-choice.tsx';

interface OverrideProps {
  /** Chosen already. */
  readonly tagName?: string | undefined;
  readonly onClose: () => void;
}

export function OverrideDialog({ tagName, onClose }: OverrideProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.dialog.override;
  const [form, dispatch] = useReducer(nextOverride, {
    ...EMPTY_OVERRIDE,
    who: useSuggestedWho(),
    tag: session.station.model.get()?.byName.get(tagName ?? '') ?? null,
  });
  const cancelRef = useFirstFocus<HTMLButtonElement>();
  useObservable(session.second);
  const zone = zoneClock(useObservable(session.station.model)?.description.timeZone ?? 'UTC');
  const now = session.client.stationNow();
  const obstacle = obstacleIn(form, now, zone);
  const isSending = form.phase === 'sending';
  const run = useSender({
    who: form.who,
    send: async () => {
      // Read again at the moment of sending: an hour begins now, and not when the form was drawn last.
      const order = overrideOrder(form, session.client.stationNow(), zone);
      if (order !== null) await session.client.call('tags.override', order);
    },
    dispatch,
    onDone: onClose,
  });
  return (
    <Modal title={words.title} testId="override-dialog" isLocked={isSending} onClose={onClose}>
      <form
        className="modal-form"
        onKeyDown={keepCompositionIn}
        onSubmit={event => {
          event.preventDefault();
          if (obstacle === null) run();
        }}
      >
        <div className="modal-body">
          <TagChoice tag={form.tag} onChoose={tag => dispatch({ kind: 'tag', tag })} />
          <KindFields kind={form.overrideKind} dispatch={dispatch} />
          <ValueField form={form} dispatch={dispatch} />
          <EndFields end={form.end} zone={zone} now={now} dispatch={dispatch} />
          <WhoAndWhy form={form} dispatch={dispatch} />
          <p className="consequence">{words.consequence}</p>
          <Refusal error={form.error} />
        </div>
        <CommandButtons
          act={words.act}
          obstacle={obstacle === null ? null : obstacleText(obstacle, texts.dialog)}
          isSending={isSending}
          cancelRef={cancelRef}
          cancel={texts.dialog.cancel}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
}

function obstacleText(obstacle: Obstacle, { lacking, override }: DialogTexts): string {
  switch (obstacle) {
    case 'tick':
    case 'who':
    case 'why':
      return lacking[obstacle];
    default:
      return override.obstacle[obstacle];
  }
}
