/** Shelved alarms, and those that are suppressed by design or out of service: why, by whom, how long still, and the way back. */
import { type ReactNode, useMemo } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { isIn } from '../alarm-order.ts';
import { kindOf, shortKindOf, subjectOf } from '../alarm-texts.ts';
import { Badge } from '../badge/badge.tsx';
import { useAlarmFacts, useAllAlarms, useZone } from '../use-alarms.ts';
import { type HiddenRow, hiddenRows } from './hidden-rows.ts';

interface HiddenTableProps {
  readonly tab: 'shelved' | 'hidden';
  readonly selected: string | null;
  readonly onOpen: (id: string) => void;
}

export function HiddenTable({ tab, selected, onOpen }: HiddenTableProps): ReactNode {
  const areas = useObservable(useSession().preferences.areas);
  const words = useTexts().texts.alarms;
  const all = useAllAlarms();
  const rows = useMemo(() => hiddenRows(all.filter(isIn(areas)), tab), [all, tab, areas]);
  return (
    <div className="hidden-table" data-testid={`table:${tab}`}>
      <table className="rows">
        <thead>
          <tr>
            <th className="glyph" />
            <th>{words.column.tag}</th>
            <th>{words.column.text}</th>
            <th>{words.column.hiddenBy}</th>
            <th>{words.column.process}</th>
            <th>{words.column.reason}</th>
            <th>{words.column.by}</th>
            <th className="r">{words.column.until}</th>
            <th className="r">{words.column.left}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <HiddenTableRow key={row.status.id} row={row} isSelected={row.status.id === selected} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? (
        <p className="alarm-empty">{tab === 'shelved' ? words.noneShelved : words.noneHidden}</p>
      ) : null}
    </div>
  );
}

interface RowProps {
  readonly row: HiddenRow;
  readonly isSelected: boolean;
  readonly onOpen: (id: string) => void;
}

function HiddenTableRow({ row, isSelected, onOpen }: RowProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.alarms;
  const { status, kind, hold } = row;
  const { description } = useAlarmFacts(status.id);
  const isActive = status.record.state.process === 'alarm';
  return (
    <tr
      className="row"
      tabIndex={0}
      aria-selected={isSelected}
      data-testid={`hidden:${status.id}`}
      onClick={() => onOpen(status.id)}
      onKeyDown={event => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(status.id);
      }}
    >
      <td className="glyph">
        <Badge priority={status.priority} look={isActive ? 'acknowledged' : 'none'} isFlashing={false} />
      </td>
      <td>
        <b>{subjectOf(status.id)}</b>{' '}
        <span className="type-box" title={kindOf(status.id)}>
          {shortKindOf(status.id)}
        </span>
      </td>
      <td className="cut">{description === undefined ? '' : pick(description.texts.message)}</td>
      <td>{words.hidden[kind]}</td>
      <td>{isActive ? words.state.present : words.state.gone}</td>
      <td className="cut">
        <ReasonText row={row} />
      </td>
      <td translate="no">{hold?.by ?? '–'}</td>
      <EndCells row={row} />
      <td className="r">
        <BackButton row={row} />
      </td>
    </tr>
  );
}

function ReasonText({ row: { hold, because } }: { readonly row: HiddenRow }): ReactNode {
  const words = useTexts().texts.alarms.suppressedBy;
  const causes = because.map(({ kind, of }) => fill(words[kind], { of })).join(' · ');
  return (
    <>
      {causes}
      {hold === null ? null : <span translate="no">{causes === '' ? hold.reason : ` · ${hold.reason}`}</span>}
    </>
  );
}

function EndCells({ row: { hold } }: { readonly row: HiddenRow }): ReactNode {
  const session = useSession();
  const zone = useZone();
  useObservable(session.second);
  if (hold === null) {
    return (
      <>
        <td className="r">–</td>
        <td className="r">–</td>
      </>
    );
  }
  const { date, time } = zone.at(hold.until);
  return (
    <>
      <td className="r">{`${date.slice(5)} ${time.slice(0, 5)}`}</td>
      <td className="r">{remainingText(hold.until - session.client.stationNow())}</td>
    </>
  );
}

/** Suppression by design ends by itself. */
function BackButton({ row: { status, kind } }: { readonly row: HiddenRow }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.action;
  if (kind === 'suppressed') return null;
  const order = kind === 'shelved' ? 'unshelve' : 'return-to-service';
  return (
    <OrderButton
      className="button is-small"
      data-testid={`back:${status.id}`}
      onAct={() => session.dialog.set({ kind: order, alarm: status.id })}
    >
      {words[order]}
    </OrderButton>
  );
}
