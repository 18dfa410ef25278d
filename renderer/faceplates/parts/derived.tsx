/** A word or a number that follows from values, in the quality of those: the marks and the age that they have themselves. */
import type { ReactNode } from 'react';
import { type Look, present } from '../../mimic/quality-look.ts';
import { Marked } from '../../ui/reading.tsx';

interface DerivedProps {
  /** `derivedLook` of what was used; null when nothing of it is bound. */
  readonly from: Look | null;
  readonly testId?: string;
  readonly children?: ReactNode;
}

export function Derived({ from, testId, children }: DerivedProps): ReactNode {
  const id = testId === undefined ? {} : { testId };
  if (from === null) return <span data-testid={testId}>{children}</span>;
  return (
    <Marked shown={present(from, 0)} {...id}>
      {children}
    </Marked>
  );
}
