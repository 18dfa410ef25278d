/** How many values people have substituted or forced: in the top bar of every screen, for as long as there are any. */
import type { ReactNode } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import { countKinds } from '../communication/overrides/override-order.ts';
import { OVERRIDES } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';

export function OverrideCount(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const overrides = useObservable(session.station.overrides);
  if (overrides.length === 0) return null;
  const { force, substitute } = countKinds(overrides);
  const words = fill(texts.communication.register.active, { force: String(force), substitute: String(substitute) });
  return (
    <button
      type="button"
      className="override-count"
      title={words}
      aria-label={words}
      data-testid="override-count"
      onClick={() => session.place.set(OVERRIDES)}
    >
      {force === 0 ? null : <b>F {force}</b>}
      {substitute === 0 ? null : <b>S {substitute}</b>}
    </button>
  );
}
