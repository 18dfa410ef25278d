/** English texts of navigation; see navigation.ts. */
import type { NavigationTexts } from './navigation.ts';

export const navigationEn: NavigationTexts = {
  back: 'Back Alt+←',
  forward: 'Forward Alt+→',
  noScene: 'this station has no screen “{id}”',
  palette: {
    title: 'Find',
    hint: 'tags, screens, equipment, emergency cards: by tag, Chinese, pinyin, its initials, or English',
    placeholder: 'for example PT-1303, inlet pressure, jzyl',
    nothing: 'nothing found',
    kind: {
      screen: 'Screen',
      view: 'View',
      equipment: 'Equipment',
      device: 'Device',
      card: 'Card',
      tag: 'Tag',
      system: 'Acquisition',
    },
    to: { scene: '→ {name}', area: '→ {name} (not drawn)', trend: '→ trend', nowhere: 'on no screen' },
    choose: 'choose',
    open: 'to its screen, ringed',
    trend: 'Trend',
    close: 'close',
  },
};
