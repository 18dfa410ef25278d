/** What can be done from the card: acknowledge, go to the object on its screen, its trend, shelve; what is forbidden says why. */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { SequenceButton } from '../../events/sequence-button.tsx';
import { showSequence } from '../../events/show-sequence.ts';
import type { WayTo } from '../../navigation/scene-for.ts';
import { showAlarm, soughtOf, useWayTo } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
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
  const way = useWayTo()(soughtOf(description));
  const act = (command: AlarmCommand): void => {
    if (command === 'acknowledge') void session.alarms.desk.acknowledge([status.id]);
    else if (command !== 'comment') session.dialog.set({ kind: command, alarm: status.id });
  };
  const show = (): void => showAlarm(session, description.id);
  const trend = (): void => {
    if (description.tag !== null) openInTrends(session, description.tag);
  };
  const sequence = (): void => showSequence(session, { at: status.record.raisedAt, alarm: status.id });
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
  useKeys({ ...Object.fromEntries(actions), g: way === null ? undefined : show, t: trend, q: sequence });
  const button = (command: AlarmCommand): ReactNode => (
    <CommandButton
      key={command}
      label={words[command]}
      isMain={command === 'acknowledge'}
      {...keyHint(keyOf(command))}
      obstacle={obstacleOf(command, status, description)}
      testId={`card:${command}`}
      onAct={() => act(command)}
    />
  );
  return (
    <footer className="card-actions">
      {commands.filter(isAnswer).map(button)}
      <ScreenButton way={way} onShow={show} />
      <SequenceButton alarm={status.id} at={status.record.raisedAt} />
      {description.tag === null ? null : <TrendButton onOpen={trend} />}
      {commands.filter(command => !isAnswer(command)).map(button)}
    </footer>
  );
}

/** What answers an alarm stands first, what hides it last. */
const isAnswer = (command: AlarmCommand): boolean => command === 'acknowledge' || command === 'reset';

function TrendButton({ onOpen }: { readonly onOpen: () => void }): ReactNode {
  const words = useTexts().texts.alarms.action;
  return (
    <button type="button" className="button is-small" data-testid="card:trend" onClick={onOpen}>
      <span>
        {words.trend}
        <kbd>T</kbd>
      </span>
    </button>
  );
}

function ScreenButton({ way, onShow }: { readonly way: WayTo | null; readonly onShow: () => void }): ReactNode {
  const words = useTexts().texts.alarms.action;
  return (
    <button
      type="button"
      className={way === null ? 'button is-small is-off' : 'button is-small'}
      aria-disabled={way === null}
      data-testid="card:screen"
      onClick={() => {
        if (way !== null) onShow();
      }}
    >
      <span>
        {way?.isDrawn === false ? words.areaScreen : words.screen}
        {way === null ? null : <kbd>G</kbd>}
      </span>
      {way === null ? <span className="why-not">{words.onNoScreen}</span> : null}
    </button>
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
