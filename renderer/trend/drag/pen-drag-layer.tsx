/** What is dragged under the hand, and what became of it in words; and the key that makes a pen of the value that is looked at. */
import { type ReactNode, type RefObject, useEffect } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { useKeys } from '../../alarms/desk/use-keys.ts';
import { type Session, useObservable, useSession, useTexts } from '../../store/session.ts';
import { addPen } from '../pens/use-pens.ts';
import type { DropZone } from './pen-drags.ts';

/** The words stay for so long, ms. */
const TOLD_MS = 4_000;

export function PenDragLayer(): ReactNode {
  const session = useSession();
  const { drags } = session;
  const drag = useObservable(drags.drag);
  const words = useTexts().texts.trends.keep.drag;
  const told = useTold(session);
  usePenKey(session);
  if (drag === null) {
    return told === '' ? null : (
      <p className="pen-told" role="status" data-testid="pen-told">
        {told}
      </p>
    );
  }
  const { tag, x, y, over } = drag;
  return (
    <div
      className={over === null ? 'pen-dragged' : 'pen-dragged is-over'}
      style={{ left: x, top: y }}
      data-testid="pen-dragged"
    >
      {over === null ? fill(words.dropHere, { tag }) : tag}
    </div>
  );
}

/** Whoever changed the pens from elsewhere is told which one it is. */
function useTold(session: Session): string {
  const words = useTexts().texts.trends.keep.drag;
  const pen = useObservable(session.drags.told);
  useEffect(() => {
    if (pen === null) return undefined;
    const timer = setTimeout(() => session.drags.told.set(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [session, pen]);
  return pen === null ? '' : fill(words[pen.what], { tag: pen.tag, pen: String(pen.slot + 1) });
}

/** The value that is under the pointer or has the focus becomes a pen; the screen stays. */
function usePenKey(session: Session): void {
  const hovered = useObservable(session.hovered);
  useKeys({ p: hovered === null ? undefined : () => addPen(session, hovered.tag) });
}

/** Lets tags be dropped on an element while it is on screen. */
export function useDropZone(element: RefObject<Element | null>, zone: DropZone | null): void {
  const { drags } = useSession();
  useEffect(
    () => (element.current === null || zone === null ? undefined : drags.addZone(element.current, zone)),
    [drags, element, zone],
  );
}
