/** Chinese texts of the room; see room.ts. */
import type { RoomTexts } from './room.ts';

export const roomZh: RoomTexts = {
  which: '选哪一个？',
  close: '关闭',
  touch: { title: '触摸操作', choice: { auto: '自动', on: '始终', off: '关闭' } },
  window: {
    open: '新窗口',
    hint: '在新窗口中打开本画面；Shift+F1 … F11 打开任一画面',
    ways: 'Shift+按键、右键或长按：在新窗口中打开',
  },
  pad: { title: '数字键盘', open: '键盘', sign: '正负号', back: '退一格', clear: '清除', done: '完成' },
};
