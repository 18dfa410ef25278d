/** What can be done from the card: acknowledge, go to the object on its screen, its trend, shelve; what is forbidden says why. */
import { type ReactNode, useEffect, useState } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { Scene } from '../../../shared/model/scene.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { SequenceButton } from '../../events/sequence-button.tsx';
import { showSequence } from '../../events/show-sequence.ts';
import { CallError } from '../../host/call-book.ts';
import { isMarkedBy, subjectsOf } from '../../mimic/marked-area.ts';
import { OVERVIEW } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import type { RingTarget } from '../desk/alarm-center.ts';
import { type AlarmCommand, obstacleOf, shownCommands } from '../desk/alarm-commands.ts';
import { CommandButton } from '../desk/command-button.tsx';
import { isPlainKey } from '../desk/use-alarm-keys.ts';

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
  useCardKeys({
    g: isOnScreen ? show : undefined,
    t: trend,
    q: () => showSequence(session, { at: status.record.raisedAt, alarm: status.id }),
    ' ': () => void session.alarms.desk.acknowledge([status.id]),
  });
  return (
    <footer className="card-actions">
      {shownCommands(status, description.isLatching).map(command => (
        <CommandButton
          key={command}
          label={words[command]}
          {...(command === 'acknowledge' ? { isMain: true, keyName: 'Space' } : {})}
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
      <SequenceButton alarm={status.id} at={status.record.raisedAt} />
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

/** Space presses what has the focus, if it can be pressed. */
const isPressed = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, summary, [role="button"], [role="row"]') !== null;

/** Keys of the card, wherever the focus is. */
function useCardKeys(keys: Readonly<Record<string, (() => void) | undefined>>): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (session.dialog.get() !== null || event.repeat || !isPlainKey(event)) return;
      const run = keys[event.key.toLowerCase()];
      if (run === undefined || (event.key === ' ' && isPressed(event.target))) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
