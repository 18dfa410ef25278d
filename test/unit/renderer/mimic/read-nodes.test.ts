/** Over every mimic of the demo station the Tab key goes as one reads, and nothing comes to lie under what it lay upon. */
import { describe, expect, test } from 'vitest';
import { loadProject } from '../../../../main/project/load-project.ts';
import { readNodes } from '../../../../renderer/mimic/read-nodes.ts';
import type { SceneNode } from '../../../../shared/model/scene.ts';
import { areaOf } from '../../../../shared/scene/marks/marked-area.ts';
import { DEMO_STATION } from '../../support/project-copy.ts';

const { scenes } = await loadProject(DEMO_STATION);

type Pair = readonly [SceneNode, SceneNode];
const names = (pairs: readonly Pair[]): readonly string[] => pairs.map(([a, b]) => `${a.id} before ${b.id}`);

/** Every two of them, the earlier first. */
const pairsOf = (nodes: readonly SceneNode[]): readonly Pair[] =>
  nodes.flatMap((a, i) => nodes.slice(i + 1).map((b): Pair => [a, b]));

const right = (node: SceneNode): number => (areaOf(node)?.[0] ?? 0) + (areaOf(node)?.[2] ?? 0);
const left = (node: SceneNode): number => areaOf(node)?.[0] ?? 0;

function isBeside(a: SceneNode, b: SceneNode): boolean {
  const [, aTop = 0, , aHeight = 0] = areaOf(a) ?? [];
  const [, bTop = 0, , bHeight = 0] = areaOf(b) ?? [];
  return aTop < bTop + bHeight - 8 && bTop < aTop + aHeight - 8;
}

/** Symbols that stand with their middle on a line of the process. */
const ON_LINES = ['valve', 'slam-shut', 'monitor', 'regulator', 'filter-separator', 'heat-exchanger'];
const isOnLine = ({ symbol }: SceneNode): boolean => ON_LINES.includes(symbol) || symbol.startsWith('meter-');

describe.each(scenes.map(scene => [scene.id, scene] as const))('the nodes of %s', (_id, scene) => {
  const read = readNodes(scene);

  test('are all there, once', () => {
    expect(read.map(({ id }) => id).toSorted()).toEqual(scene.nodes.map(({ id }) => id).toSorted());
  });

  test('are read from left to right along each line', () => {
    const wrong = pairsOf(read.filter(isOnLine)).filter(([a, b]) => a.at[1] === b.at[1] && left(a) >= right(b));
    expect(names(wrong)).toEqual([]);
  });

  test('are read from top to bottom where they stand above each other', () => {
    const wrong = pairsOf(read).filter(([a, b]) => a.at[0] === b.at[0] && a.at[1] - b.at[1] > 52);
    expect(names(wrong)).toEqual([]);
  });

  test('do not leave a panel before it has been read', () => {
    for (const [x, y, width, height] of scene.panels) {
      const isOn = ({ at }: SceneNode): boolean => at[0] > x && at[0] < x + width && at[1] > y && at[1] < y + height;
      const places = read.flatMap((node, i) => (isOn(node) ? [i] : []));
      expect(Math.max(...places) - Math.min(...places), `${x} ${y}`).toBe(places.length - 1);
    }
  });

  test('do not come to lie under others', () => {
    const lies = ([a, b]: Pair): boolean => left(a) < right(b) - 8 && left(b) < right(a) - 8 && isBeside(a, b);
    const before = new Set(names(pairsOf(scene.nodes).filter(lies)));
    // The number beside the tank keeps room for a longer unit than it has.
    const now = names(pairsOf(read).filter(lies)).filter(pair => pair !== 'tank-level before tank');
    expect(now.filter(pair => !before.has(pair))).toEqual([]);
  });
});
