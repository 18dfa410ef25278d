/** The mark that leads to an object on its screen, ringed there. It stands beside names of tags and equipment on every surface. */
import type { ReactNode } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import { useSession, useTexts } from '../store/session.ts';
import type { Sought } from './scene-for.ts';
import { showObject } from './show-object.ts';

export function RingButton({ name, target }: { readonly name: string; readonly target: Sought }): ReactNode {
  const session = useSession();
  const label = fill(useTexts().texts.alarms.card.ring, { name });
  return (
    <button
      type="button"
      className="ring-button"
      title={label}
      aria-label={label}
      data-testid={`ring-to:${name}`}
      onClick={event => {
        // It may stand in a row that is pressed as well.
        event.stopPropagation();
        showObject(session, target);
      }}
    >
      <RingIcon />
    </button>
  );
}

export const RingIcon = (): ReactNode => (
  <svg viewBox="0 0 16 16" aria-hidden="true">
    <path d="M2 2H14V14H2ZM6 6H10V10H6Z" />
  </svg>
);
