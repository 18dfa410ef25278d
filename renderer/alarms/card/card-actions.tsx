/** What can be done from the card: acknowledge, go to the object on its screen, its trend, shelve; what is forbidden says why. */
import { type ReactNode, useEffect, useState } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { Scene } from '../../../shared/model/scene.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { CallError } from '../../host/call-book.ts';
import { isMarkedBy, subjectsOf } from '../../mimic/marked-area.ts';
import { OVERVIEW } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import type { RingTarget } from '../desk/alarm-center.ts';
import { type AlarmCommand, obstacleOf, shownCommands } from '../desk/alarm-commands.ts';
import { CommandButton } from '../desk/command-button.tsx';
import { useKeys } from '../desk/use-keys.ts';

interface ActionsProps {
  readonly status: AlarmStatus;
  readonly description: AlarmDescription;
}

export function CardActions({ status, description }: ActionsProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.action;
  const target: RingTarget = { tag: description.tag, equipment: description.equipment };
  const isOnScreen = useIsOnScreen(target);
  const act = (command: AlarmCommand): void => {
    if (command === 'acknowledge') void session.alarms.desk.acknowledge([status.id]);
    else if (command !== 'comment') session.dialog.set({ kind: command, alarm: status.id });
  };
  const show = (): void => {
    session.alarms.carded.set(null);
    session.place.set(OVERVIEW);
    session.alarms.ringed.set(target);
  };
  const trend = (): void => {
    if (description.tag !== null) openInTrends(session, description.tag);
  };
  const commands = shownCommands(status, description);
  // Beside the list its own keys act on its row, which may be another alarm.
  const place = useObservable(session.place);
  const isBesideList = place.screen === 'alarms' && place.tab === 'active';
  const keyOf = (command: AlarmCommand): string | undefined =>
    isBesideList && command !== 'acknowledge' && command !== 'reset' ? undefined : KEYS[command];
  const actions = commands.flatMap(command => {
    const key = keyOf(command);
    const isPossible = obstacleOf(command, status, description) === null;
    return key === undefined || !isPossible ? [] : [[key.toLowerCase(), () => act(command)] as const];
  });
  useKeys({ ...Object.fromEntries(actions), g: isOnScreen ? show : undefined, t: trend });
  return (
    <footer className="card-actions">
      {commands.map(command => (
        <CommandButton
          key={command}
          label={words[command]}
          isMain={command === 'acknowledge'}
          {...keyHint(keyOf(command))}
          obstacle={obstacleOf(command, status, description)}
          testId={`card:${command}`}
          onAct={() => act(command)}
        />
      ))}
      <button
        type="button"
        className={isOnScreen ? 'button is-small' : 'button is-small is-off'}
        aria-disabled={!isOnScreen}
        data-testid="card:screen"
        onClick={() => {
          if (isOnScreen) show();
        }}
      >
        <span>
          {words.screen}
          {isOnScreen ? <kbd>G</kbd> : null}
        </span>
        {isOnScreen ? null : <span className="why-not">{words.onNoScreen}</span>}
      </button>
      {description.tag === null ? null : (
        <button type="button" className="button is-small" data-testid="card:trend" onClick={trend}>
          <span>
            {words.trend}
            <kbd>T</kbd>
          </span>
        </button>
      )}
    </footer>
  );
}

const KEYS: Readonly<Partial<Record<AlarmCommand, string>>> = {
  acknowledge: ' ',
  reset: 'Z',
  shelve: 'S',
  unshelve: 'S',
  'remove-from-service': 'O',
  'return-to-service': 'O',
  'take-equipment-out': 'E',
  'return-equipment': 'E',
};

const keyHint = (key: string | undefined): { readonly keyName?: string } =>
  key === undefined ? {} : { keyName: key === ' ' ? 'Space' : key };

/** Whether a mimic draws what the alarm is about. */
function useIsOnScreen(target: RingTarget): boolean {
  const session = useSession();
  const id = useObservable(session.station.model)?.description.scenes[0]?.id;
  const [scene, setScene] = useState<Scene | null>(null);
  useEffect(() => {
    if (id === undefined) return undefined;
    let isWanted = true;
    const read = async (): Promise<void> => {
      try {
        const found = await session.client.call('scenes.read', { id });
        if (isWanted) setScene(found);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
      }
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [session, id]);
  return scene?.nodes.some(node => isMarkedBy(subjectsOf(node), target)) ?? false;
}
