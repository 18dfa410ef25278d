/** Left rail: the screens that exist, each with its function key. */
import { type ReactNode, useEffect } from 'react';
import { useObservable, useSession, useTexts } from '../store/session.ts';

const OVERVIEW_ICON =
  'M-13-8H-3M3-8H13M-13 8H-3M3 8H13M-3-8A3 3 0 1 0 3-8A3 3 0 1 0-3-8M-3 8A3 3 0 1 0 3 8A3 3 0 1 0-3 8M0-5V5';

export function Rail({ sceneId }: { readonly sceneId: string | null }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const scenes = useObservable(session.station.model)?.description.scenes ?? [];
  const overview = scenes[0];
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F1') return;
      event.preventDefault();
      session.trended.set(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session]);
  return (
    <nav className="rail" aria-label={texts.screens}>
      {overview === undefined ? null : (
        <button
          type="button"
          className="rail-item"
          aria-current={overview.id === sceneId ? 'page' : undefined}
          data-testid={`screen:${overview.id}`}
          onClick={() => session.trended.set(null)}
        >
          <svg viewBox="-16 -16 32 32" aria-hidden="true">
            <path d={OVERVIEW_ICON} />
          </svg>
          <b>{pick(overview.title)}</b>
          <kbd>F1</kbd>
        </button>
      )}
    </nav>
  );
}
