/** Beside the pens, for a while after something was removed there: what it was, and the way to have it back. */
import { type ReactNode, useEffect, useReducer } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { EMPTY_FORM, nextForm } from '../../dialogs/command-form.ts';
import { Refusal } from '../../dialogs/command-parts.tsx';
import { useSender } from '../../dialogs/use-sender.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { bringBack, type Removed, UNDO_MS } from './removed.ts';

export function UndoLine(): ReactNode {
  const { removed } = useSession();
  const shown = useObservable(removed);
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => removed.set(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [removed, shown]);
  return shown === null ? null : <Offer key={keyOf(shown)} shown={shown} />;
}

const keyOf = (one: Removed): string => (one.kind === 'preset' ? one.preset.id : one.annotation.id);

function Offer({ shown }: { readonly shown: Removed }): ReactNode {
  const { client, removed } = useSession();
  const { texts, pick } = useTexts();
  const words = texts.trends.keep.undo;
  const [form, dispatch] = useReducer(nextForm, EMPTY_FORM);
  const run = useSender({
    who: shown.who,
    send: () => bringBack(client, shown),
    dispatch,
    onDone: () => removed.set(null),
  });
  const name = shown.kind === 'preset' ? pick(shown.preset.name) : shown.annotation.text;
  return (
    <div className="keep-undo" role="status" data-testid="trend-undo">
      <p title={name}>{fill(words[shown.kind], { name })}</p>
      <OrderButton className="button is-small" data-testid="trend-undo-act" onAct={run}>
        {words.act}
      </OrderButton>
      <Refusal error={form.error} />
    </div>
  );
}
