/** The views of the support screen, keys 1 to 4 in their order, and communication beside them, which has a key of its own. */
import type { ReactNode } from 'react';
import { useKeys } from '../alarms/desk/use-keys.ts';
import { openScreen } from '../navigation/go-to.ts';
import { communicationOf, SUPPORT_TABS, type SupportTab, supportOf } from '../store/place.ts';
import { useSession, useTexts } from '../store/session.ts';

export function SupportTabs({ tab }: { readonly tab: SupportTab }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const go = (name: SupportTab): void => session.place.set(supportOf(name));
  useKeys(Object.fromEntries(SUPPORT_TABS.map((name, i) => [String(i + 1), () => go(name)])));
  return (
    <div className="tabs" role="tablist">
      {SUPPORT_TABS.map((name, i) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          data-testid={`tab:${name}`}
          onClick={() => go(name)}
        >
          {texts.support.tab[name]}
          <kbd>{i + 1}</kbd>
        </button>
      ))}
      <button
        type="button"
        role="tab"
        aria-selected={false}
        data-testid="tab:communication"
        onClick={() => openScreen(session, communicationOf(null))}
      >
        {texts.communication.title}
        <kbd>F11</kbd>
      </button>
    </div>
  );
}
