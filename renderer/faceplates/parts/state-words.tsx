/** State of a symbol in words, as large as it matters, in the quality of the values that it follows from. */
import type { ReactNode } from 'react';
import { SHORT_STATES } from '../../../shared/text/mimic/mimic.ts';
import type { Look } from '../../mimic/quality-look.ts';
import { stateWords } from '../../mimic/state-words.ts';
import { useTexts } from '../../store/session.ts';
import { Derived } from './derived.tsx';

interface WordsProps {
  readonly state: string;
  /** `derivedLook` of the values that `state` follows from. */
  readonly from: Look | null;
  /** As beside the symbol on a screen, where there is room for a word only. */
  readonly isShort?: boolean;
}

export function StateWords({ state, from, isShort = false }: WordsProps): ReactNode {
  const { texts } = useTexts();
  const plain = state.replace('~', '');
  const short = isShort ? SHORT_STATES.find(name => name === plain) : undefined;
  return (
    <b className="state-words">
      <Derived from={from} testId="plate-state">
        {short === undefined ? stateWords(plain, texts) : texts.mimic.shortState[short]}
      </Derived>
    </b>
  );
}
