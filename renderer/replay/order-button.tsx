/**
 * A button that gives the station an order, or asks who and why for one. The one place that knows how it looks while none is taken: dashed,
 * with the reason in it or, where it has no room for one, as its hint; pressed all the same it points to the bar that says so.
 */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { useSession } from '../store/session.ts';
import { useHeld } from './use-held.ts';

interface OrderButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'type' | 'disabled'> {
  readonly onAct: () => void;
  /** Why it is not possible for a reason of its own, empty where that needs no words; null when it is. */
  readonly obstacle?: string | null;
  /** Look while it is possible; the same with a dash otherwise. */
  readonly className: string;
  /** The reason is printed in it. */
  readonly isRoomy?: boolean;
  /** Asks the station for nothing, and so is possible in any time and without it. */
  readonly isLocal?: boolean;
}

export function OrderButton(props: OrderButtonProps): ReactNode {
  const { onAct, obstacle = null, className, isRoomy = false, isLocal = false, title, children, ...rest } = props;
  const { replay } = useSession();
  const held = useHeld();
  const why = isLocal ? obstacle : (held ?? obstacle);
  return (
    <button
      {...rest}
      type="button"
      className={why === null ? className : `${className} is-held`}
      title={why !== null && !isRoomy ? why : title}
      aria-disabled={why !== null}
      onClick={event => {
        // In a row a press would choose the row as well.
        event.stopPropagation();
        if (why === null) onAct();
        else if (replay.state.get() !== null) replay.refuse();
      }}
    >
      {children}
      {isRoomy && why !== null && why !== '' ? <span className="why-not">{why}</span> : null}
    </button>
  );
}
