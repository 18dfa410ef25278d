/** Areas of responsibility of this screen: whose alarms are counted and heard here. Filters of the list change none of that. */
import { type ReactNode, useState } from 'react';
import { useAreaNames } from '../../alarms/use-alarms.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';

export function AreasDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const words = texts.alarms.areas;
  const names = useAreaNames();
  const { areas } = session.preferences;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(areas.get() ?? names.keys()));
  const cancel = useFirstFocus<HTMLButtonElement>();
  const isEmpty = chosen.size === 0;
  const save = (): void => {
    areas.set(chosen.size === names.size ? null : [...chosen]);
    onClose();
  };
  const toggle = (id: string, isIn: boolean): void => {
    setChosen(before => new Set(isIn ? [...before, id] : [...before].filter(other => other !== id)));
  };
  return (
    <Modal title={words.title} testId="areas-dialog" onClose={onClose}>
      <div className="modal-body">
        <p className="consequence">{words.consequence}</p>
        <div className="area-choices">
          {[...names].map(([id, name]) => (
            <label key={id} className="choice-row">
              <input
                type="checkbox"
                checked={chosen.has(id)}
                data-testid={`area:${id}`}
                onChange={event => toggle(id, event.currentTarget.checked)}
              />
              <span>{pick(name)}</span>
            </label>
          ))}
        </div>
      </div>
      <footer className="actions">
        <button ref={cancel} type="button" className="button is-solid" data-testid="cancel" onClick={onClose}>
          {texts.dialog.cancel}
        </button>
        <button type="button" className="button" onClick={() => setChosen(new Set(names.keys()))}>
          {words.choose}
        </button>
        <button
          type="button"
          className={isEmpty ? 'button is-off' : 'button'}
          aria-disabled={isEmpty}
          data-testid="act"
          onClick={() => {
            if (!isEmpty) save();
          }}
        >
          {words.act}
          {isEmpty ? <span className="why-not">{words.none}</span> : null}
        </button>
      </footer>
    </Modal>
  );
}
