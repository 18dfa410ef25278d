/** A screen in a window of its own, in the desktop application and in a browser. */
import { expect, test } from 'vitest';
import { openWindow } from '../../../../renderer/navigation/open-window.ts';
import { alarmOf, OVERVIEW, sceneOf } from '../../../../renderer/store/place.ts';

function asked(pathname: string, citygate?: unknown) {
  const calls: string[][] = [];
  const opener = {
    location: { pathname },
    open: (...args: string[]) => void calls.push(args),
    ...(citygate === undefined ? {} : { citygate }),
  };
  return { opener, calls };
}

test('a browser is asked for a pop-up with the address of the screen, which knows nothing of this window', () => {
  const { opener, calls } = asked('/');
  openWindow(opener, sceneOf('metering'));
  openWindow(opener, alarmOf('PT-1303/HH'));
  expect(calls.map(([url]) => url)).toEqual(['/#/scenes/metering', '/#/alarms/active/PT-1303%2FHH']);
  expect(calls[0]?.slice(1)).toEqual(['_blank', 'popup,width=1366,height=768,noopener']);
});

test('the desktop application is asked for its own page', () => {
  const { opener, calls } = asked('/index.html', {});
  openWindow(opener, OVERVIEW);
  expect(calls).toEqual([['/index.html#/', '_blank', 'popup,width=1366,height=768']]);
});
