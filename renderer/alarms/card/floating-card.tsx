/** The card over a mimic, opened from a badge: on the side of the view where the badge is not, so that it never covers its object. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useObservable, useSession } from '../../store/session.ts';
import { AlarmCard } from './alarm-card.tsx';

export function FloatingCard(): ReactNode {
  const { carded } = useSession().alarms;
  const id = useObservable(carded);
  return id === null ? null : <Floating key={id} id={id} onClose={() => carded.set(null)} />;
}

function Floating({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const [side, setSide] = useState<'left' | 'right'>('right');
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const badge = opener?.getBoundingClientRect();
    if (badge !== undefined && badge.width < window.innerWidth / 2 && badge.left > window.innerWidth / 2)
      setSide('left');
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof SVGElement || opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div ref={panel} className={`floating-card is-${side}`} tabIndex={-1} data-testid="floating-card">
      <AlarmCard id={id} onClose={onClose} />
    </div>
  );
}
