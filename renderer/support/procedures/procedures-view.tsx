/** The emergency cards: all of them left, with the alarms that call for each; the chosen one right. Opened from alarms that name it. */
import { type ReactNode, useCallback } from 'react';
import type { Procedure } from '../../../shared/support/procedure.ts';
import { MarkBadge } from '../../alarms/badge/alarm-badge.tsx';
import { useRowKeys } from '../../communication/use-row-keys.ts';
import { supportOf } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { ProcedureCard } from './procedure-card.tsx';
import { useCalls } from './use-calls.ts';

export function ProceduresView({ chosen }: { readonly chosen: string | null }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.support.procedures;
  const procedures = useObservable(session.support.served)?.procedures ?? null;
  const open = useCallback((id: string) => session.place.set(supportOf('procedures', id)), [session]);
  if (procedures === null) {
    const isKnown = session.support.served.get() !== null;
    return <p className="support-none">{isKnown ? words.none : texts.alarms.loading}</p>;
  }
  const card = procedures.cards.find(({ id }) => id === chosen);
  return (
    <div className="procedures" data-testid="procedures">
      <CardTable cards={procedures.cards} chosen={chosen} onOpen={open} />
      {card === undefined ? (
        <p className="support-none">{chosen === null ? words.choose : words.unknown}</p>
      ) : (
        <ProcedureCard key={card.id} card={card} note={procedures.note} />
      )}
    </div>
  );
}

interface TableProps {
  readonly cards: readonly Procedure[];
  readonly chosen: string | null;
  readonly onOpen: (id: string) => void;
}

function CardTable({ cards, chosen, onOpen }: TableProps): ReactNode {
  const words = useTexts().texts.support.procedures;
  const calls = useCalls();
  const selected = chosen ?? cards[0]?.id ?? null;
  const { rowRef, onKeyDown } = useRowKeys({
    ids: cards.map(({ id }) => id),
    selected,
    onEnter: onOpen,
    hasFocus: true,
  });
  return (
    <table className="rows procedure-list no-print" aria-label={words.title} onKeyDown={onKeyDown}>
      <tbody>
        {cards.map(card => (
          <CardRow
            key={card.id}
            card={card}
            isChosen={card.id === chosen}
            isTabStop={card.id === selected}
            call={calls.get(card.id)}
            rowRef={rowRef(card.id)}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly card: Procedure;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly call: ReturnType<ReturnType<typeof useCalls>['get']>;
  readonly rowRef: (row: HTMLTableRowElement | null) => void;
  readonly onOpen: (id: string) => void;
}

function CardRow({ card, isChosen, isTabStop, call, rowRef, onOpen }: RowProps): ReactNode {
  const { pick } = useTexts();
  return (
    <tr
      ref={rowRef}
      tabIndex={isTabStop ? 0 : -1}
      aria-selected={isChosen}
      data-testid={`procedure:${card.id}`}
      onClick={() => onOpen(card.id)}
      onFocus={() => onOpen(card.id)}
    >
      <td className="procedure-id">
        <b>{card.id}</b>
      </td>
      <td>{pick(card.title)}</td>
      <td className="procedure-call">
        {call === undefined ? null : (
          <>
            <MarkBadge mark={call.mark} /> {call.count}
          </>
        )}
      </td>
    </tr>
  );
}
