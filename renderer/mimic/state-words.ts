/** The state of a symbol in words, for the pointer, for screen readers and for the legend. Pure. */
import { type Catalog, SYMBOL_STATE_WORDS } from '../../shared/text/catalog.ts';

/** Empty for what has no state that needs a word. */
export function stateWords(state: string, texts: Catalog): string {
  const parts = state.replace('~', ' stale').split(' ');
  const known = SYMBOL_STATE_WORDS.filter(word => parts.includes(word));
  return known.map(word => texts.symbolState[word]).join(' · ');
}
