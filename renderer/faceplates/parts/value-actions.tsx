/** What can be done today with the value that a faceplate is about; none of it reaches a device. Beneath every tab. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';

/** Of equipment the value that says most: an instrument's own, else the standard flow, else the outlet pressure. */
const MAIN_ROLES = ['value', 'standard', 'outlet'];

interface ActionsProps {
  readonly asset: ServedAsset;
  /** The tab leads to the trend screen itself, with the tag that is chosen there. */
  readonly hasTrend: boolean;
}

export function ValueActions({ asset, hasTrend }: ActionsProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.faceplate;
  const model = useObservable(session.station.model);
  const role = MAIN_ROLES.find(name => asset.tags[name] !== undefined);
  const tag = role === undefined ? undefined : model?.byName.get(asset.tags[role] ?? '');
  const isInstrument = asset.type === 'analog';
  if (tag === undefined || (hasTrend && !isInstrument)) return null;
  return (
    <footer className="plate-actions">
      {hasTrend ? null : (
        <button type="button" className="button is-small" onClick={() => openInTrends(session, tag.name)}>
          {words.trend.open} <kbd>F8</kbd>
        </button>
      )}
      {isInstrument ? (
        <OrderButton
          className="button is-small"
          isRoomy={true}
          data-testid="plate-substitute"
          onAct={() => session.dialog.set({ kind: 'override', tag: tag.name })}
        >
          {words.command.substitute}
        </OrderButton>
      ) : null}
    </footer>
  );
}
