/** State of a symbol in words, as large as it matters; an old one says that it is old. */
import type { ReactNode } from 'react';
import { SYMBOL_STATE_WORDS } from '../../../shared/text/catalog.ts';
import { useTexts } from '../../store/session.ts';

export function StateWords({ state }: { readonly state: string }): ReactNode {
  const { texts } = useTexts();
  const parts = state.replace('~', ' stale').split(' ');
  const words = SYMBOL_STATE_WORDS.filter(word => parts.includes(word)).map(word => texts.symbolState[word]);
  return (
    <b className={state.endsWith('~') ? 'state-words is-old' : 'state-words'} data-testid="plate-state">
      {words.join(' · ')}
    </b>
  );
}
