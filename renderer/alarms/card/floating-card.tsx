/** The card over a mimic, opened from a badge: on the side of the view where the badge is not, so that it never covers its object. */
import { type ReactNode, useLayoutEffect, useState } from 'react';
import { useObservable, useSession } from '../../store/session.ts';
import { AlarmCard } from './alarm-card.tsx';

export function FloatingCard(): ReactNode {
  const { carded } = useSession().alarms;
  const id = useObservable(carded);
  return id === null ? null : <Floating key={id} id={id} onClose={() => carded.set(null)} />;
}

function Floating({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const [side, setSide] = useState<'left' | 'right'>('right');
  useLayoutEffect(() => {
    const badge = document.activeElement?.getBoundingClientRect();
    if (badge !== undefined && badge.width < window.innerWidth / 2 && badge.left > window.innerWidth / 2)
      setSide('left');
  }, []);
  return (
    <div className={`floating-card is-${side}`} data-testid="floating-card">
      <AlarmCard id={id} onClose={onClose} />
    </div>
  );
}
