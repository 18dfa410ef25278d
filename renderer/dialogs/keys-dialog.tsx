/**
 * Every key of the application, by the part of the screen that it belongs to; and what belongs to the window itself: whether it is for
 * fingers, and one more of it. Opened by `?` or from the top bar.
 */
import type { ReactNode } from 'react';
import { KEY_GROUPS } from '../../shared/text/keys/keys.ts';
import { openWindow } from '../navigation/open-window.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { TOUCH_CHOICES } from '../touch/touch-mode.ts';
import { Modal, useFirstFocus } from '../ui/modal.tsx';

export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { texts } = useTexts();
  const session = useSession();
  const words = texts.keys;
  const close = useFirstFocus<HTMLButtonElement>();
  return (
    <Modal title={words.title} testId="keys-dialog" onClose={onClose}>
      <div className="modal-body key-groups">
        {KEY_GROUPS.map(({ id, keys }) => (
          <section key={id}>
            <h3>{words.group[id]}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={does}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{words.does[does]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <footer className="actions">
        <button ref={close} type="button" className="button" data-testid="cancel" onClick={onClose}>
          {texts.dialog.close} <kbd>Esc</kbd>
        </button>
        <button
          type="button"
          className="button"
          title={texts.room.window.hint}
          data-testid="open-window"
          onClick={() => {
            onClose();
            openWindow(window, session.place.get());
          }}
        >
          {texts.room.window.open}
        </button>
        <TouchChoiceRow />
      </footer>
    </Modal>
  );
}

/** Not in the top bar: it is chosen once for a monitor. */
function TouchChoiceRow(): ReactNode {
  const { preferences } = useSession();
  const words = useTexts().texts.room.touch;
  const chosen = useObservable(preferences.touch);
  return (
    <fieldset className="touch-choice" data-testid="touch">
      <legend>{words.title}</legend>
      {TOUCH_CHOICES.map(name => (
        <label key={name} className="choice-row">
          <input
            type="radio"
            name="touch"
            checked={name === chosen}
            data-testid={`touch:${name}`}
            onChange={() => preferences.touch.set(name)}
          />
          <span>{words.choice[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}
