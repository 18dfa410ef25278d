import { expect, test } from 'vitest';
import { bridgeArcs, bridgedPath } from '../../../../renderer/mimic/pipes/bridged-path.ts';
import type { ScenePipe } from '../../../../shared/model/scene.ts';
import { bridgesOf } from '../../../../shared/scene/cross-lines.ts';

const pipe = (id: string, path: ScenePipe['path'], over?: string[]): ScenePipe => ({
  id,
  path,
  medium: 'water',
  arrow: false,
  ...(over === undefined ? {} : { over }),
});
const supply = pipe('supply', [
  [0, 50],
  [200, 50],
]);
const back = (over?: string[]) =>
  pipe(
    'back',
    [
      [100, 0],
      [100, 90],
    ],
    over,
  );

test('a pipe without bridges is drawn straight from point to point', () => {
  expect(
    bridgedPath(
      [
        [0, 0],
        [10, 0],
        [10, 20],
      ],
      [],
    ),
  ).toBe('M0 0L10 0L10 20');
  expect(bridgesOf(back(), [supply, back()])).toEqual([]);
});

test('a pipe that is led over another has a half circle there', () => {
  const over = back(['supply']);
  expect(bridgesOf(over, [supply, over])).toEqual([[100, 50]]);
  expect(bridgedPath(over.path, [[100, 50]])).toBe('M100 0L100 44A6 6 0 0 1 100 56L100 90');
});

test('the arcs of a pipe lie in its order and on the same side, whichever way it runs', () => {
  const bridges = [
    [30, 50],
    [60, 50],
  ] as const;
  expect(
    bridgedPath(
      [
        [0, 50],
        [100, 50],
      ],
      bridges,
    ),
  ).toBe('M0 50L24 50A6 6 0 0 1 36 50L54 50A6 6 0 0 1 66 50L100 50');
  expect(
    bridgedPath(
      [
        [100, 50],
        [0, 50],
      ],
      bridges,
    ),
  ).toBe('M100 50L66 50A6 6 0 0 0 54 50L36 50A6 6 0 0 0 24 50L0 50');
});

test('there is no bridge without room for it, and none where the other one only ends', () => {
  const near = pipe(
    'near',
    [
      [100, 46],
      [100, 90],
    ],
    ['supply'],
  );
  expect(bridgesOf(near, [supply, near])).toEqual([]);
  const end = pipe('end', [
    [0, 50],
    [100, 50],
  ]);
  expect(bridgesOf(back(['end']), [end])).toEqual([]);
});

test('the arcs are drawn once more by themselves, so that no gap of a dashed line hides them', () => {
  const over = back(['supply']);
  expect(bridgeArcs(over.path, [[100, 50]])).toBe('M100 44A6 6 0 0 1 100 56');
  expect(bridgeArcs(over.path, [])).toBe('');
});
