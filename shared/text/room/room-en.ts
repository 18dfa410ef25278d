/** English texts of the room; see room.ts. */
import type { RoomTexts } from './room.ts';

export const roomEn: RoomTexts = {
  which: 'Which one?',
  close: 'Close',
  touch: { title: 'For fingers', choice: { auto: 'by itself', on: 'always', off: 'never' } },
  window: {
    open: 'New window',
    hint: 'this screen in a window of its own: Shift+F1 … F11 opens any',
    ways: 'Shift with the key, the right button or a long press: in a new window',
  },
  pad: { title: 'Number pad', open: 'Pad', sign: 'sign', back: 'last digit away', clear: 'Clear', done: 'Done' },
};
