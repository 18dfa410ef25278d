/** What a press on something found does: opens the screen with the object ringed, or the trend of the tag. */
import type { Session } from '../../store/session.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import { openPlace } from '../go-to.ts';
import { showObject, wayTo } from '../show-object.ts';
import type { Entry } from './entries.ts';

/** Its screen; the trend of a tag that is on none. False when there is neither. */
export function openEntry(session: Session, { target }: Entry): boolean {
  if (target.kind === 'place') openPlace(session, target.place);
  else if (!showObject(session, target.sought)) return openTrendOf(session, target.tag);
  return true;
}

export function openEntryTrend(session: Session, { target }: Entry): boolean {
  return target.kind === 'object' && openTrendOf(session, target.tag);
}

function openTrendOf(session: Session, tag: string | null): boolean {
  if (tag === null) return false;
  openInTrends(session, tag);
  return true;
}

/** Where `openEntry` leads, for whoever is about to press: a scene, a trend, or nowhere. */
export type Destination =
  | { readonly kind: 'scene'; readonly scene: string; readonly isDrawn: boolean }
  | { readonly kind: 'trend' | 'place' | 'nowhere' };

export function destinationOf(session: Session, { target }: Entry): Destination {
  if (target.kind === 'place') return { kind: 'place' };
  const way = wayTo(session, target.sought);
  if (way !== null) return { kind: 'scene', ...way };
  return { kind: target.tag === null ? 'nowhere' : 'trend' };
}
