/** A button that does something with an alarm. One that is not possible stays in its place, dashed, and says why. */
import type { ReactNode } from 'react';
import { OrderButton } from '../../replay/order-button.tsx';
import { useHeld } from '../../replay/use-held.ts';
import { useTexts } from '../../store/session.ts';
import type { AlarmObstacle } from './alarm-commands.ts';

interface CommandButtonProps {
  readonly label: string;
  readonly keyName?: string;
  readonly obstacle?: AlarmObstacle | null;
  /** The one solid button of its group. */
  readonly isMain?: boolean;
  /** Asks the station for nothing, and so is possible without it. */
  readonly isLocal?: boolean;
  readonly testId: string;
  readonly onAct: () => void;
}

export function CommandButton(props: CommandButtonProps): ReactNode {
  const { label, keyName, obstacle = null, isMain = false, isLocal = false, testId, onAct } = props;
  const { texts } = useTexts();
  const held = useHeld();
  const own = obstacle === null ? null : texts.alarms.obstacle[obstacle];
  const isPossible = own === null && (isLocal || held === null);
  return (
    <OrderButton
      className={isMain && isPossible ? 'button is-solid is-small' : 'button is-small'}
      obstacle={own}
      isRoomy={true}
      isLocal={isLocal}
      data-testid={testId}
      onAct={onAct}
    >
      <span>
        {label}
        {keyName === undefined || !isPossible ? null : <kbd>{keyName}</kbd>}
      </span>
    </OrderButton>
  );
}
