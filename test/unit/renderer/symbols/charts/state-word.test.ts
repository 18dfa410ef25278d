/** A word beside a symbol says what the symbol shows, and the numbers that scenes repeat are those of the equipment list. */
import { expect, test } from 'vitest';
import { loadProject } from '../../../../../main/project/load-project.ts';
import { setPointOf } from '../../../../../renderer/mimic/symbols/charts/set-point.tsx';
import { stateWordState } from '../../../../../renderer/mimic/symbols/charts/state-word.tsx';
import { DEMO_STATION } from '../../../support/project-copy.ts';

const { assets, scenes } = await loadProject(DEMO_STATION);
const fresh = (value: number) => ({ value, isStale: false });

test('the word is the state of the kind of symbol that it stands beside', () => {
  expect(stateWordState({ closed: fresh(1) }, { of: 'slam-shut' })).toBe('tripped');
  expect(stateWordState({ travel: fresh(0) }, { of: 'regulator' })).toBe('locked');
  expect(stateWordState({ open: fresh(1), closed: fresh(0) }, { of: 'valve' })).toBe('open');
  expect(stateWordState({ running: { value: 1, isStale: true } }, { of: 'vessel' })).toBe('run~');
  expect(stateWordState({}, { of: 'relief' })).toBe('unknown');
  expect(stateWordState({}, {})).toBe('unknown');
});

test('every device whose set point a scene prints is in the equipment list', () => {
  const devices = scenes
    .flatMap(scene => scene.nodes)
    .flatMap(({ props: { device } }) => (typeof device === 'string' ? [device] : []));
  expect(devices.length).toBeGreaterThan(0);
  for (const device of devices) expect(setPointOf(assets, device), device).toBeDefined();
});

test('a monitor is judged by the set point of the equipment list, and so is each distance from the header', () => {
  const known = new Set(assets.flatMap(asset => asset.setPoints).map(({ value }) => value));
  for (const { id, nodes } of scenes) {
    for (const node of nodes) {
      const set = node.props['setMpa'];
      if (set !== undefined) expect(known, `${id} ${node.id}`).toContain(set);
      const distance = /^=([\d.]+) - \[PT-/.exec(node.bind['value'] ?? '');
      if (distance !== null) expect(known, `${id} ${node.id}`).toContain(Number(distance[1]));
    }
  }
});
