/** What the trend screen asks the host for beside its history: the values of its pens, as long as it is on screen. */
import { afterEach, expect, test, vi } from 'vitest';
import { TrendBoard } from '../../../../../renderer/trend/board/trend-board.ts';
import { catalogEn } from '../../../../../shared/text/catalog-en.ts';
import { windowRig } from '../../window-rig.ts';
import { tagOf } from '../pens/made-tags.ts';

afterEach(() => void vi.unstubAllGlobals());

test('a mimic asks for the same before and after the trends were looked at, which ask for pens and set points', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const [drawn, pen, setPoint] = [tagOf('PT-1101'), tagOf('FI-1401'), tagOf('FC-1401')];
  const { session, connect, settle, asked } = windowRig({ tags: [drawn, pen, setPoint] });
  await connect();
  const mimic = () => session.tags.subscribe(drawn.handle, () => undefined);
  const trends = () => new TrendBoard(session, catalogEn).setPens([{ slot: 0, tag: pen, isHidden: false, setPoint }]);
  for (let turn = 0; turn < 2; turn++) {
    const leave = mimic();
    await settle();
    expect(asked()).toEqual(['PT-1101']);
    leave();
    const leaveTrends = trends();
    await settle();
    expect(asked()).toEqual(['FC-1401', 'FI-1401']);
    leaveTrends();
  }
});
