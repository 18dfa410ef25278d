/** The screens of the demo station call one state by one word. */
import { expect, it } from 'vitest';
import { demoProject } from '../simulator/demo-plant.ts';

/** Words of the rows that show one tag or one expression, by screen. */
function wordsOf(rows: { readonly screen: string; readonly words: string }[]): readonly string[] {
  return new Set(rows.map(({ words }) => words)).size > 1 ? rows.map(({ screen, words }) => `${screen}: ${words}`) : [];
}

it('on every screen that shows it, in both languages', () => {
  const rows = demoProject.scenes.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ symbol }) => symbol === 'state-row')
      .map(({ bind, props }) => ({ screen: id, state: bind['a'], words: JSON.stringify([props['off'], props['on']]) })),
  );
  const byState = Map.groupBy(rows, ({ state }) => state);
  expect(byState.size).toBeGreaterThan(20);
  expect([...byState.values()].flatMap(wordsOf)).toEqual([]);
});
