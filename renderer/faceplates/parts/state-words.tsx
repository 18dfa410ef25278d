/** State of a symbol in words, as large as it matters, in the quality of the values that it follows from. */
import type { ReactNode } from 'react';
import type { Look } from '../../mimic/quality-look.ts';
import { stateWords } from '../../mimic/state-words.ts';
import { useTexts } from '../../store/session.ts';
import { Derived } from './derived.tsx';

interface WordsProps {
  readonly state: string;
  /** `derivedLook` of the values that `state` follows from. */
  readonly from: Look | null;
}

export function StateWords({ state, from }: WordsProps): ReactNode {
  const { texts } = useTexts();
  return (
    <b className="state-words">
      <Derived from={from} testId="plate-state">
        {stateWords(state.replace('~', ''), texts)}
      </Derived>
    </b>
  );
}
