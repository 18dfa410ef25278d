/** A button that does something with an alarm. One that is not possible stays in its place, dashed, and says why. */
import type { ReactNode } from 'react';
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
  const why = isLocal ? own : (held ?? own);
  const look = why === null ? (isMain ? 'button is-solid' : 'button') : 'button is-off';
  return (
    <button
      type="button"
      className={`${look} is-small`}
      aria-disabled={why !== null}
      data-testid={testId}
      onClick={() => {
        if (why === null) onAct();
      }}
    >
      <span>
        {label}
        {keyName === undefined || why !== null ? null : <kbd>{keyName}</kbd>}
      </span>
      {why === null ? null : <span className="why-not">{why}</span>}
    </button>
  );
}
