/** The digit of a pen in its colour: at the end of its line, in the list and in the table, so that colour is never the only key. */
import type { ReactNode } from 'react';

export function PenDigit({ slot }: { readonly slot: number }): ReactNode {
  return (
    <span className="pen-digit" style={{ background: `var(--pen${slot + 1})` }}>
      {slot + 1}
    </span>
  );
}
