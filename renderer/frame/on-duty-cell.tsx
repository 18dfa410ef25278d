/** Who acts at this screen until the end of the shift, in the top bar; a press gives or changes the name. */
import type { ReactNode } from 'react';
import { onDuty } from '../alarms/desk/duty.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';

export function OnDutyCell(): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.duty;
  const duty = useObservable(session.preferences.duty);
  useObservable(session.second);
  const name = onDuty(duty, session.client.stationNow());
  return (
    <button
      type="button"
      className="on-duty"
      title={words.hint}
      data-testid="on-duty"
      onClick={() => session.dialog.set({ kind: 'on-duty' })}
    >
      <span>{words.label}</span>
      {name === null ? <em>{words.nobody}</em> : <b translate="no">{name}</b>}
    </button>
  );
}
