/** English texts of navigation; see navigation.ts. */
import type { NavigationTexts } from './navigation.ts';

export const navigationEn: NavigationTexts = {
  back: 'Back Alt+←',
  forward: 'Forward Alt+→',
  noScene: 'this station has no screen “{id}”',
};
