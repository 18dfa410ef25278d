/**
 * A screen in a window of its own: another monitor, another pair of eyes. The desktop application keeps where each stands; in a browser it
 * is a pop-up without bars, which knows nothing of this window.
 */
import { type Place, placeHash } from '../store/place.ts';

/** What is needed of the window. */
export interface Opener {
  readonly citygate?: unknown;
  readonly location: { readonly pathname: string };
  open(url: string, target: string, features: string): unknown;
}

/** As large as the smallest supported screen; the person makes it larger. */
const SIZE = 'popup,width=1366,height=768';

/** Opens `place` beside this window. Whether a browser has let it open it does not tell of a window that is on its own. */
export function openWindow(opener: Opener, place: Place): void {
  const { pathname } = opener.location;
  // Of the desktop application main opens it; a name of its own keeps windows from taking each other's.
  const features = opener.citygate === undefined ? `${SIZE},noopener` : SIZE;
  opener.open(`${pathname}${placeHash(place)}`, '_blank', features);
}
