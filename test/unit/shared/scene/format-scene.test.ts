/** A scene's file is written in one way. */
import { expect, it } from 'vitest';
import { formatScene } from '../../../../shared/scene/format-scene.ts';

it('sorts keys at every depth, the schema first, and gives each node a line', () => {
  const scene = {
    title: { zh: '图', en: 'Screen' },
    nodes: [
      { symbol: 'tee', id: 'b', at: [1, 2] },
      { symbol: 'tee', id: 'a', at: [3, 4], props: { strong: true } },
    ],
    labels: [],
    id: 'small',
    $schema: 's.json',
  };
  expect(formatScene(scene)).toBe(`{
  "$schema": "s.json",
  "id": "small",
  "labels": [],
  "nodes": [
    {"at": [1, 2], "id": "b", "symbol": "tee"},
    {"at": [3, 4], "id": "a", "props": {"strong": true}, "symbol": "tee"}
  ],
  "title": {"en": "Screen", "zh": "图"}
}
`);
});

it('changes nothing that it has written, and no meaning', () => {
  const scene = {
    pipes: [
      {
        id: 'p',
        path: [
          [0, 0.5],
          [1, 0],
        ],
      },
    ],
    size: [1, 2],
    note: '"\\n',
  };
  const once = formatScene(scene);
  expect(JSON.parse(once)).toEqual(scene);
  expect(formatScene(JSON.parse(once))).toBe(once);
});
