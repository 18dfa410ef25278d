/**
 * What can be done with the alarm under the keyboard, with the page in sight and with an area: buttons and keys. Never everything
 * at once. The horn's test and the areas of responsibility stand beside.
 */
import { type ReactNode, useEffect } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { obstacleOf } from '../desk/alarm-commands.ts';
import { CommandButton } from '../desk/command-button.tsx';
import { isPlainKey } from '../desk/use-alarm-keys.ts';
import { useAlarmFacts, useAlarmStatus } from '../use-alarms.ts';
import type { OrderedRow } from './frozen-order.ts';

interface ListActionsProps {
  readonly current: string | null;
  readonly rows: readonly OrderedRow[];
  /** Rows that are wholly in sight now. */
  readonly pageOf: () => readonly string[];
  readonly onOpen: (id: string) => void;
}

interface ListAction {
  readonly keyName: string;
  readonly isPossible: boolean;
  readonly run: () => void;
}

export function ListActions({ current, rows, pageOf, onOpen }: ListActionsProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.alarms;
  const id = current ?? '';
  const status = useAlarmStatus(id);
  const { description } = useAlarmFacts(id);
  const obstacle = (command: Parameters<typeof obstacleOf>[0]) => obstacleOf(command, status, description);
  const page = (): void => {
    const waiting = pageOf().filter(row => session.alarms.book.status(row)?.isUnacknowledged === true);
    if (waiting.length > 0) session.dialog.set({ kind: 'acknowledge', ids: waiting });
  };
  const area = (): void => session.dialog.set({ kind: 'acknowledge-area', area: session.alarms.filter.get().area });
  const ask = (kind: 'shelve' | 'remove-from-service'): void => session.dialog.set({ kind, alarm: id });
  useListKeys([
    {
      keyName: 'C',
      isPossible: obstacle('comment') === null,
      run: () => session.dialog.set({ kind: 'acknowledge', ids: [id] }),
    },
    { keyName: 'Shift+ ', isPossible: true, run: page },
    { keyName: 'R', isPossible: true, run: area },
    { keyName: 'S', isPossible: obstacle('shelve') === null, run: () => ask('shelve') },
    { keyName: 'O', isPossible: obstacle('remove-from-service') === null, run: () => ask('remove-from-service') },
  ]);
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
        onAct={() => session.dialog.set({ kind: 'acknowledge', ids: [id] })}
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
  return (
    <div className="list-side">
      <button
        type="button"
        className="button is-small"
        data-testid="areas"
        onClick={() => session.dialog.set({ kind: 'areas' })}
      >
        {areas === null ? words.areas.all : fill(words.areas.some, { count: String(areas.length) })}
      </button>
      <button
        type="button"
        className="button is-small"
        title={words.sound.testHint}
        data-testid="horn-test"
        onClick={() => session.alarms.horn.test()}
      >
        {words.sound.test}
      </button>
      <span className="dim">{fill(words.shown, { count: String(count) })}</span>
    </div>
  );
}

/** Keys of the list, wherever the focus is on its screen. */
function useListKeys(actions: readonly ListAction[]): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (session.dialog.get() !== null || event.repeat || !isPlainKey(event)) return;
      const name = event.shiftKey ? `Shift+${event.key}` : event.key.toUpperCase();
      const action = actions.find(({ keyName, isPossible }) => keyName === name && isPossible);
      if (action === undefined) return;
      event.preventDefault();
      action.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
