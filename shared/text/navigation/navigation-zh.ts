/** Chinese texts of navigation; see navigation.ts. */
import type { NavigationTexts } from './navigation.ts';

export const navigationZh: NavigationTexts = {
  back: '后退 Alt+←',
  forward: '前进 Alt+→',
  noScene: '本站没有画面“{id}”',
};
