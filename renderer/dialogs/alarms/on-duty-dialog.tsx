/**
 * Who is on duty at this screen until the end of the shift, and the only place where somebody goes on duty. No order to the station: it
 * puts the name into what is ordered then.
 */
import { type FormEvent, type ReactNode, useState } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { onDuty } from '../../alarms/desk/duty.ts';
import { useZone } from '../../alarms/use-alarms.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { keepCompositionIn, WhoField } from '../command-parts.tsx';
import { nextShiftEnd, typedTime } from '../overrides/override-end.ts';

export function OnDutyDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.alarms.duty;
  const zone = useZone();
  const now = session.client.stationNow();
  const until = nextShiftEnd(now, zone);
  const { duty, lastWho } = session.preferences;
  const [name, setName] = useState(onDuty(duty.get(), now) ?? '');
  const input = useFirstFocus<HTMLInputElement>();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    duty.set(name.trim() === '' ? null : { name: name.trim(), until });
    // Whoever comes or goes, the name of before is not suggested any more.
    lastWho.set(null);
    onClose();
  };
  return (
    <Modal title={words.title} testId="on-duty-dialog" onClose={onClose}>
      <form className="modal-form" onKeyDown={keepCompositionIn} onSubmit={save}>
        <div className="modal-body">
          <WhoField inputRef={input} text={name} onText={setName} />
          <p className="consequence">{fill(words.until, { time: typedTime(until, zone).time })}</p>
        </div>
        <footer className="actions">
          <button type="button" className="button" data-testid="cancel" onClick={onClose}>
            {texts.dialog.cancel}
          </button>
          <button type="submit" className="button is-solid" data-testid="act">
            {name.trim() === '' ? words.leave : words.act}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
