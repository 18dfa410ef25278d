/** The views of the support screen, keys 1 to 4 in their order, and communication beside them, which has a key of its own. */
import type { ReactNode } from 'react';
import { useKeys } from '../alarms/desk/use-keys.ts';
import { openScreen } from '../navigation/go-to.ts';
import { communicationOf, SUPPORT_TABS, type SupportTab, supportOf } from '../store/place.ts';
import { useSession, useTexts } from '../store/session.ts';
import { ViewTab } from '../ui/view-tab.tsx';

export function SupportTabs({ tab }: { readonly tab: SupportTab }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const go = (name: SupportTab): void => session.place.set(supportOf(name));
  useKeys(Object.fromEntries(SUPPORT_TABS.map((name, i) => [String(i + 1), () => go(name)])));
  return (
    <div className="tabs" role="tablist">
      {SUPPORT_TABS.map((name, i) => (
        <ViewTab key={name} name={name} isChosen={name === tab} keyName={String(i + 1)} onChoose={() => go(name)}>
          {texts.support.tab[name]}
        </ViewTab>
      ))}
      <ViewTab
        name="communication"
        isChosen={false}
        keyName="F11"
        onChoose={() => openScreen(session, communicationOf(null))}
      >
        {texts.communication.title}
      </ViewTab>
    </div>
  );
}
