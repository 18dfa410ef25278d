/** An alarm named in a table of the page: its id, what it says, and a press that opens its card beside the page. */
import type { ReactNode } from 'react';
import { alarmOf } from '../../store/place.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { useAlarmFacts } from '../use-alarms.ts';

/** A cell of a table. An alarm that the project has no more is its id alone, and no card. */
export function AlarmName({ id }: { readonly id: string }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const { description } = useAlarmFacts(id);
  return (
    <td className="named">
      {description === undefined ? (
        <b>{id}</b>
      ) : (
        <button
          type="button"
          title={texts.alarms.openCard}
          data-testid={`named:${id}`}
          onClick={() => session.place.set(alarmOf(id, 'performance'))}
        >
          <b>{id}</b>
          <span>{pick(description.texts.message)}</span>
        </button>
      )}
    </td>
  );
}
