/** Every key of the application, by the part of the screen that it belongs to. Opened by `?` or from the top bar; changes nothing. */
import type { ReactNode } from 'react';
import { KEY_GROUPS } from '../../shared/text/keys/keys.ts';
import { useTexts } from '../store/session.ts';
import { Modal, useFirstFocus } from '../ui/modal.tsx';

export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { texts } = useTexts();
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
      </footer>
    </Modal>
  );
}
