/** Chinese texts of navigation; see navigation.ts. */
import type { NavigationTexts } from './navigation.ts';

export const navigationZh: NavigationTexts = {
  back: '后退 Alt+←',
  forward: '前进 Alt+→',
  noScene: '本站没有画面“{id}”',
  palette: {
    title: '查找',
    hint: '位号、画面、设备、应急处置卡：中文、拼音、拼音首字母或英文',
    placeholder: '例：PT-1303、进站压力、jzyl、inlet',
    nothing: '没有找到',
    kind: {
      screen: '画面',
      view: '视图',
      equipment: '设备',
      device: '通信设备',
      card: '处置卡',
      tag: '位号',
      system: '采集',
    },
    to: { scene: '→ {name}', area: '→ {name}（画面未画出）', trend: '→ 趋势', nowhere: '没有画面' },
    choose: '选择',
    open: '转到画面并圈出',
    trend: '趋势',
    close: '关闭',
  },
};
