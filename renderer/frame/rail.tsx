/**
 * Left rail: the screens that exist, each with its function key and the worst alarm of what it shows, and the areas with theirs.
 * Esc leads back to the overview when nothing else is open.
 */
import { type ReactNode, useEffect } from 'react';
import { AlarmBadge } from '../alarms/badge/alarm-badge.tsx';
import { ALARMS, communicationOf, OVERVIEW, type Place, TRENDS } from '../store/place.ts';
import { type Session, useObservable, useSession, useTexts } from '../store/session.ts';
import { openInTrends } from '../trend/pens/use-pens.ts';
import { RailAreas } from './rail-areas.tsx';

const ICONS: Record<Place['screen'], string> = {
  overview: 'M-13-8H-3M3-8H13M-13 8H-3M3 8H13M-3-8A3 3 0 1 0 3-8A3 3 0 1 0-3-8M-3 8A3 3 0 1 0 3 8A3 3 0 1 0-3 8M0-5V5',
  trends: 'M-13-11V11H13M-10 5L-4-2L1 3L6-6L12-3',
  alarms: 'M-9 7C-6 4-7-9 0-9S6 4 9 7ZM-3 10H3',
  communication: 'M-14 0H-7L-3-9L3 9L7 0H14',
};

const PLACES: Readonly<Record<string, Place>> = { F1: OVERVIEW, F8: TRENDS, F9: ALARMS, F11: communicationOf(null) };

export function Rail(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const place = useObservable(session.place);
  const overview = useObservable(session.station.model)?.description.scenes[0];
  useScreenKeys(session);
  return (
    <nav className="rail" aria-label={texts.screens}>
      <RailItem
        name={overview === undefined ? texts.screenNames.overview : pick(overview.title)}
        keyName="F1"
        screen="overview"
        isShown={place.screen === 'overview'}
        onOpen={() => goTo(session, OVERVIEW)}
      >
        <AlarmBadge of={marks => marks.station} />
      </RailItem>
      <RailItem
        name={texts.trends.rail}
        keyName="F8"
        screen="trends"
        isShown={place.screen === 'trends'}
        onOpen={() => goTo(session, TRENDS)}
      />
      <RailItem
        name={texts.alarms.rail}
        keyName="F9"
        screen="alarms"
        isShown={place.screen === 'alarms'}
        onOpen={() => goTo(session, ALARMS)}
      />
      <RailItem
        name={texts.communication.rail}
        keyName="F11"
        screen="communication"
        isShown={place.screen === 'communication'}
        onOpen={() => goTo(session, communicationOf(null))}
      >
        <AlarmBadge of={marks => marks.lost} />
      </RailItem>
      <RailAreas />
    </nav>
  );
}

interface RailItemProps {
  readonly name: string;
  readonly keyName: string;
  readonly screen: Place['screen'];
  readonly isShown: boolean;
  readonly onOpen: () => void;
  readonly children?: ReactNode;
}

function RailItem({ name, keyName, screen, isShown, onOpen, children }: RailItemProps): ReactNode {
  return (
    <button
      type="button"
      className="rail-item"
      aria-current={isShown ? 'page' : undefined}
      data-testid={`screen:${screen}`}
      onClick={onOpen}
    >
      <svg className="rail-icon" viewBox="-16 -16 32 32" aria-hidden="true">
        <path d={ICONS[screen]} />
      </svg>
      <b>{name}</b>
      <kbd>{keyName}</kbd>
      {children}
    </button>
  );
}

/** Shows a screen as it is without a trend over it. The screen that is shown already keeps its selection. */
function goTo(session: Session, place: Place): void {
  session.trended.set(null);
  if (session.place.get().screen !== place.screen) session.place.set(place);
}

/** The trend screen; with the tag of an open trend as a pen. */
function openTrends(session: Session): void {
  const tag = session.trended.get()?.tag;
  if (tag !== undefined && session.station.model.get()?.byName.has(tag) === true) openInTrends(session, tag);
  else goTo(session, TRENDS);
}

/** What lies on top goes first: a trend closes itself, then a card, then the screen. */
function closeTop(session: Session): void {
  if (session.trended.get() !== null) return;
  const place = session.place.get();
  const { carded, ringed } = session.alarms;
  if (carded.get() !== null) carded.set(null);
  else if (place.screen === 'alarms' && place.alarm !== null) session.place.set({ ...place, alarm: null });
  else if (ringed.get() !== null) ringed.set(null);
  else goTo(session, OVERVIEW);
}

/** A field or a form takes its own Esc: it is emptied, left or closed first, and only then the screen. */
const hasOwnEsc = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, form') !== null;

function useScreenKeys(session: Session): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const place = PLACES[event.key];
      // The browser's own help and full screen would take the keys.
      if (place !== undefined) event.preventDefault();
      // A dialog waits for an answer: nothing moves beneath it.
      if (session.dialog.get() !== null || event.isComposing) return;
      if (place === TRENDS) openTrends(session);
      else if (place !== undefined) goTo(session, place);
      else if (event.key === 'Escape' && !hasOwnEsc(event.target)) closeTop(session);
    };
    // Before the trend has taken its own Esc: it closes the trend or leads back, never both.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [session]);
}
