/**
 * The one place that knows the browser's <dialog>: modal, in the window's own top layer, with its focus kept inside and given
 * back. Esc closes unless `isLocked`. A click beside it does nothing: what was typed is not lost by a slip of the hand.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';

interface ModalProps {
  readonly title: string;
  /** Small print beside the title. */
  readonly subtitle?: string;
  readonly testId: string;
  /** A command is on its way: the answer must be seen. */
  readonly isLocked?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Modal({ title, subtitle, testId, isLocked = false, onClose, children }: ModalProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    if (!element.open) element.showModal();
    // Closed, not only taken out of the page: the browser gives the focus back to where it was.
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-labelledby={`${testId}-title`}
      data-testid={testId}
      onCancel={event => {
        if (isLocked) event.preventDefault();
      }}
      onClose={() => {
        // The event comes late: a dialog that is open again has nothing to close.
        if (dialog.current?.open === false) onClose();
      }}
    >
      <header className="modal-head">
        <h2 id={`${testId}-title`}>{title}</h2>
        {subtitle === undefined ? null : <span>{subtitle}</span>}
      </header>
      {children}
    </dialog>
  );
}

/** Puts the focus on an element of a dialog once it is open. Give it to the button that does no harm. */
export function useFirstFocus<E extends HTMLElement>() {
  const first = useRef<E>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
}
