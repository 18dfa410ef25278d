/**
 * What can be done with the alarm under the keyboard, with the page in sight and with an area: buttons and keys. Never everything
 * at once. The horn's test and the areas of responsibility stand beside.
 */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import type { AlarmHoldKind } from '../../dialogs/dialog-request.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { type AlarmCommand, obstacleOf } from '../desk/alarm-commands.ts';
import { CommandButton } from '../desk/command-button.tsx';
import { useKeys } from '../desk/use-keys.ts';
import { useAlarmFacts, useAlarmStatus } from '../use-alarms.ts';
import type { OrderedRow } from './frozen-order.ts';

interface ListActionsProps {
  readonly current: string | null;
  readonly rows: readonly OrderedRow[];
  /** Rows that are wholly in sight now. */
  readonly pageOf: () => readonly string[];
  readonly onOpen: (id: string) => void;
}

export function ListActions({ current, rows, pageOf, onOpen }: ListActionsProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.alarms;
  const id = current ?? '';
  const status = useAlarmStatus(id);
  const { description } = useAlarmFacts(id);
  const obstacle = (command: AlarmCommand) => obstacleOf(command, status, description);
  const page = (): void => {
    const waiting = pageOf().filter(row => session.alarms.book.status(row)?.isUnacknowledged === true);
    if (waiting.length > 0) session.dialog.set({ kind: 'acknowledge', ids: waiting });
  };
  const area = (): void => session.dialog.set({ kind: 'acknowledge-area', area: session.alarms.filter.get().area });
  const ask = (kind: AlarmHoldKind): void => session.dialog.set({ kind, alarm: id });
  const comment = (): void => session.dialog.set({ kind: 'acknowledge', ids: [id] });
  const possible = (command: AlarmCommand, run: () => void) => (obstacle(command) === null ? run : undefined);
  useKeys({
    c: possible('comment', comment),
    'shift+ ': page,
    r: area,
    s: possible('shelve', () => ask('shelve')),
    o: possible('remove-from-service', () => ask('remove-from-service')),
    e: possible('take-equipment-out', () => ask('take-equipment-out')),
  });
  return (
    <footer className="alarm-actions">
      <CommandButton
        label={words.action.acknowledge}
        keyName="Space"
        isMain
        obstacle={obstacle('acknowledge')}
        testId="action:acknowledge"
        onAct={() => void session.alarms.desk.acknowledge([id])}
      />
      <CommandButton
        label={words.action.comment}
        keyName="C"
        obstacle={obstacle('comment')}
        testId="action:comment"
        onAct={comment}
      />
      <CommandButton label={words.action.page} keyName="Shift+Space" testId="action:page" onAct={page} />
      <CommandButton label={words.action.area} keyName="R" testId="action:area" onAct={area} />
      <CommandButton
        label={words.action.shelve}
        keyName="S"
        obstacle={obstacle('shelve')}
        testId="action:shelve"
        onAct={() => ask('shelve')}
      />
      <CommandButton
        label={words.action['remove-from-service']}
        keyName="O"
        obstacle={obstacle('remove-from-service')}
        testId="action:out-of-service"
        onAct={() => ask('remove-from-service')}
      />
      <CommandButton
        label={words.action['take-equipment-out']}
        keyName="E"
        obstacle={obstacle('take-equipment-out')}
        testId="action:equipment-out"
        onAct={() => ask('take-equipment-out')}
      />
      <CommandButton
        label={words.action.card}
        keyName="Enter"
        obstacle={current === null ? 'none-chosen' : null}
        testId="action:card"
        onAct={() => onOpen(id)}
      />
      <ListSide count={rows.length} />
    </footer>
  );
}

function ListSide({ count }: { readonly count: number }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms;
  const areas = useObservable(session.preferences.areas);
  const choose = (): void => session.dialog.set({ kind: 'areas' });
  const test = (): void => session.alarms.horn.test();
  useKeys({ w: choose, h: test });
  return (
    <div className="list-side">
      <button type="button" className="button is-small" data-testid="areas" onClick={choose}>
        <span>
          {areas === null ? words.areas.all : fill(words.areas.some, { count: String(areas.length) })}
          <kbd>W</kbd>
        </span>
      </button>
      <button
        type="button"
        className="button is-small"
        title={words.sound.testHint}
        data-testid="horn-test"
        onClick={test}
      >
        <span>
          {words.sound.test}
          <kbd>H</kbd>
        </span>
      </button>
      <span className="dim">{fill(words.shown, { count: String(count) })}</span>
    </div>
  );
}
