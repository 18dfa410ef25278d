/**
 * What can be done with the alarm under the keyboard, with the page in sight and with an area: buttons and keys. Never everything
 * at once. The horn's test and the areas of responsibility stand beside.
 */
import type { ReactNode, RefObject } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import type { AlarmHoldKind } from '../../dialogs/dialog-request.ts';
import { showAlarm } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import { type AlarmCommand, type AlarmObstacle, obstacleOf, pageToAcknowledge } from '../desk/alarm-commands.ts';
import { CommandButton } from '../desk/command-button.tsx';
import { useKeys } from '../desk/use-keys.ts';
import { useAlarmFacts, useAlarmStatus } from '../use-alarms.ts';
import type { RowsHandle } from './alarm-rows.tsx';
import type { OrderedRow } from './frozen-order.ts';

interface ListActionsProps {
  /** Null while no row is chosen: then nothing is done to any. */
  readonly current: string | null;
  readonly rows: readonly OrderedRow[];
  readonly list: RefObject<RowsHandle | null>;
  readonly onOpen: (id: string) => void;
}

interface ListAction {
  readonly name: 'acknowledge' | 'comment' | 'page' | 'area' | 'card' | AlarmHoldKind;
  /** As it is printed, and by the names of `keyName`; undefined where the row itself takes it. */
  readonly keys: readonly [shown: string, name?: string | undefined];
  readonly obstacle: AlarmObstacle | null;
  readonly run: () => void;
}

export function ListActions({ current, rows, list, onOpen }: ListActionsProps): ReactNode {
  const words = useTexts().texts.alarms.action;
  const status = useAlarmStatus(current ?? '');
  const { description } = useAlarmFacts(current ?? '');
  const orders = useOrders(current ?? '', list);
  const session = useSession();
  const hasCard = useHasCard();
  const ofAlarm = (name: AlarmCommand & ListAction['name'], keys: ListAction['keys']): ListAction => ({
    ...{ name, keys },
    obstacle: obstacleOf(name, status, description),
    run: orders[name],
  });
  const actions: readonly ListAction[] = [
    ofAlarm('acknowledge', ['Space', hasCard ? undefined : ' ']),
    ofAlarm('comment', ['C', 'c']),
    { name: 'page', keys: ['Shift+Space', 'shift+ '], obstacle: null, run: orders.page },
    { name: 'area', keys: ['R', 'r'], obstacle: null, run: orders.area },
    ofAlarm('shelve', ['S', 's']),
    ofAlarm('remove-from-service', ['O', 'o']),
    ofAlarm('take-equipment-out', ['E', 'e']),
    {
      name: 'card',
      keys: ['Enter'],
      obstacle: current === null ? 'none-chosen' : null,
      run: () => onOpen(current ?? ''),
    },
  ];
  // The card's while one is open, which is of the same alarm; by hand the mark in the row leads there.
  const { tag } = description ?? { tag: null };
  useKeys({
    g: current === null || hasCard ? undefined : () => showAlarm(session, current),
    t: tag === null || hasCard ? undefined : () => openInTrends(session, tag),
  });
  useKeys(
    Object.fromEntries(
      actions.flatMap(({ keys: [, name], obstacle, run }) =>
        name === undefined || obstacle !== null ? [] : [[name, run] as const],
      ),
    ),
  );
  return (
    <footer className="alarm-actions">
      {actions.map(({ name, keys: [shown], obstacle, run }) => (
        <CommandButton
          key={name}
          label={words[name]}
          keyName={shown}
          isMain={name === 'acknowledge'}
          obstacle={obstacle}
          isLocal={name === 'card'}
          testId={`action:${name}`}
          onAct={run}
        />
      ))}
      <ListSide count={rows.length} />
    </footer>
  );
}

/** Space is the card's while one is open: two alarms must not hear the same press. */
function useHasCard(): boolean {
  const place = useObservable(useSession().place);
  return place.screen === 'alarms' && place.alarm !== null;
}

/** What each action does, for the alarm of this id. */
function useOrders(id: string, list: RefObject<RowsHandle | null>) {
  const { alarms, dialog } = useSession();
  const pageOf = (): readonly string[] => list.current?.page() ?? [];
  return {
    // A row that was chosen and has gone out of sight since is shown first.
    acknowledge: () => (pageOf().includes(id) ? void alarms.desk.acknowledge([id]) : list.current?.show(id)),
    comment: () => dialog.set({ kind: 'acknowledge', ids: [id] }),
    page: () => {
      const { ids, leftOut } = pageToAcknowledge(pageOf().map(row => alarms.book.status(row)));
      if (ids.length + leftOut > 0) dialog.set({ kind: 'acknowledge', ids, leftOut });
    },
    area: () => dialog.set({ kind: 'acknowledge-area', area: alarms.filter.get().area }),
    shelve: () => dialog.set({ kind: 'shelve', alarm: id }),
    'remove-from-service': () => dialog.set({ kind: 'remove-from-service', alarm: id }),
    'take-equipment-out': () => dialog.set({ kind: 'take-equipment-out', alarm: id }),
  };
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
