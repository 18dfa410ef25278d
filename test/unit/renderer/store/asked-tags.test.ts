/** What a window asks the host for: what is looked at, and nothing while nobody can look. */
import { expect, test } from 'vitest';
import { followHandles } from '../../../../renderer/mimic/live.tsx';
import type { StationDescription } from '../../../../shared/model/station.ts';
import { tagOf } from '../trend/pens/made-tags.ts';
import { windowRig } from '../window-rig.ts';

const P = tagOf('PT-1101');
const Q = tagOf('FI-1401');
const nothing = (): void => undefined;

async function connected() {
  const rig = windowRig({ tags: [P, Q] });
  await rig.connect();
  return rig;
}

test('a window asks for what is looked at, and no longer than that', async () => {
  const { session, settle, asked } = await connected();
  const offs = [P, Q].map(({ handle }) => session.tags.subscribe(handle, nothing));
  await settle();
  expect(asked()).toEqual(['FI-1401', 'PT-1101']);
  offs[1]?.();
  await settle();
  expect(asked()).toEqual(['PT-1101']);
});

test('a leaf of a mimic that is left asks for nothing any more', async () => {
  const { session, settle, asked } = await connected();
  const leave = followHandles(session, [P.handle, undefined, Q.handle], nothing);
  await settle();
  expect(asked()).toEqual(['FI-1401', 'PT-1101']);
  leave();
  await settle();
  expect(asked()).toEqual([]);
});

test('a hidden window asks for nothing, whatever comes on its screen, and for all of it when it is seen again', async () => {
  const { session, settle, asked, setHidden } = await connected();
  session.tags.subscribe(P.handle, nothing);
  await settle();
  setHidden(true);
  expect(asked()).toEqual([]);
  session.tags.subscribe(Q.handle, nothing);
  await settle();
  expect(asked()).toEqual([]);
  setHidden(false);
  expect(asked()).toEqual(['FI-1401', 'PT-1101']);
});

test('of a derived point that another run of the station does not have nothing is asked', async () => {
  const gone: StationDescription['assets'][number] = {
    id: 'XV-1101',
    type: 'valve',
    name: { zh: '阀', en: 'valve' },
    tags: {},
    handles: { '~1': 900 },
    setPoints: [],
    tests: [],
    permissives: [],
    parts: [],
    bits: [],
  };
  const rig = windowRig({ tags: [P], assets: [gone] });
  await rig.connect();
  rig.session.tags.subscribe(900, nothing);
  rig.session.tags.subscribe(P.handle, nothing);
  await rig.settle();
  expect(rig.asked()).toEqual(['PT-1101', '~1']);
  await rig.meetAnother({ tags: [P] });
  expect(rig.asked()).toEqual(['PT-1101']);
});
