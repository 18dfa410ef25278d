import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BADGE_SHAPES } from '../../../../../renderer/alarms/badge/badge.tsx';
import { ALARM_PRIORITIES } from '../../../../../shared/model/alarm.ts';
import { sceneSchema } from '../../../../../shared/model/scene.ts';
import {
  areaOf,
  badgeArea,
  badgePlace,
  isMarkedBy,
  markedParts,
  subjectsOf,
} from '../../../../../shared/scene/marks/marked-area.ts';

const folder = new URL('../../../../../assets/demo-station/scenes/', import.meta.url);
const read = (name: string) => sceneSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
const scene = read('overview.json');
const marked = (tag: string | null, equipment: string | null): string[] =>
  scene.nodes.filter(node => isMarkedBy(subjectsOf(node), { tag, equipment })).map(node => node.symbol);

const VALVE = { bind: {}, id: 'XV-1', at: [100, 50] as [number, number], props: {}, symbol: 'valve' };

describe('alarms on the overview', () => {
  test('mark every place that prints the value, and no symbol that only uses it to know its state', () => {
    expect(marked('PT-1303', null)).toEqual(['value-block']);
    expect(marked('PT-1701', null).toSorted()).toEqual(['band-bar', 'value-block']);
  });

  test('mark a piece of equipment by its own alarms', () => {
    expect(marked('XI-1001', 'XV-1001')).toEqual(['valve']);
    expect(marked('SSV-1301A', null)).toEqual(['slam-shut']);
    expect(marked(null, null)).toEqual([]);
  });

  test('mark a ladder by the value that it prints, and not by what it knows of the devices', () => {
    const tags = read('regulation.json')
      .nodes.filter(node => node.symbol === 'ladder')
      .flatMap(node => subjectsOf(node).tags);
    expect(tags).toEqual(['PT-1303', 'PT-1353']);
  });

  test('mark equipment and numbers of a screen once, and neither words nor bubbles nor charts beside them', () => {
    const target = { tag: 'PDT-1201A', equipment: 'F-1201A' };
    const found = read('filtering.json').nodes.filter(node => isMarkedBy(subjectsOf(node), target));
    expect(found.map(node => node.symbol).toSorted()).toEqual(['filter-separator', 'row', 'value', 'value-block']);
  });

  test('frame a block and a gauge as large as they are drawn', () => {
    const drawn = { bind: { value: 'PT-1303' }, id: 'x', at: [100, 50] as [number, number] };
    expect(areaOf({ ...drawn, symbol: 'value-block', props: { width: 162, height: 206 } })).toEqual([94, 47, 174, 214]);
    const [, y, , height] = areaOf({ ...drawn, symbol: 'band-bar', props: { barY: 20 } }) ?? [];
    expect((y ?? 0) + (height ?? 0)).toBe(76);
  });

  test.each(readdirSync(folder))('have a frame within %s and the badge at its edge', name => {
    for (const node of read(name).nodes) {
      // A way to another screen is never in alarm.
      if (node.symbol === 'scene-button' || node.symbol === 'link') continue;
      const area = areaOf(node);
      expect(area, node.id).not.toBeNull();
      if (area === null) continue;
      const [x, y, width, height] = area;
      expect(x >= 0 && y >= 0 && x + width <= scene.size[0] && y + height <= scene.size[1], node.id).toBe(true);
      const [left, top, across, down] = badgeArea(node, area);
      expect(left <= x + width && left + across >= x && top <= y + height && top + down >= y, node.id).toBe(true);
    }
  });

  test('stand where the scene says, else where they hide no text of their own', () => {
    const area = areaOf(VALVE) ?? [0, 0, 0, 0];
    expect(badgePlace(VALVE, area).at).toEqual([79, 9]);
    expect(badgePlace({ ...VALVE, badge: 'lower-right' }, area).at).toEqual([121, 64]);
    const row = { ...VALVE, symbol: 'row', bind: { value: 'PT-1' } };
    const [x, , width] = badgeArea(row, areaOf(row) ?? [0, 0, 0, 0]);
    expect(x + width).toBeLessThanOrEqual(100);
  });

  test('leave a node that says so to what stands beside it', () => {
    expect(markedParts(VALVE)).toHaveLength(1);
    expect(markedParts({ ...VALVE, badge: 'none' })).toEqual([]);
  });

  test.each(ALARM_PRIORITIES)('of priority %i stay in the room that the lint keeps for them', priority => {
    const { ring, middleY } = BADGE_SHAPES[priority];
    const [left, top, width, height] = badgeArea({ ...VALVE, at: [0, 0] }, [0, 0, 50, 50]);
    for (const [x, y] of cornersOf(ring)) {
      expect(x - HALF_LINE >= left && x + HALF_LINE <= left + width).toBe(true);
      expect(y - middleY - HALF_LINE >= top && y - middleY + HALF_LINE <= top + height).toBe(true);
    }
  });
});

const HALF_LINE = 0.9;

/** Of a path of `M`, `L`, `H` and `V`; of arcs their ends, which are the highest and the lowest point of a circle. */
function cornersOf(path: string): readonly (readonly [number, number])[] {
  let at: readonly [number, number] = [0, 0];
  return [...path.matchAll(/([MLHVA])([^MLHVAZ]*)/g)].map(([, command = '', rest = '']) => {
    const [a = 0, b = 0] = [...rest.matchAll(/-?[\d.]+/g)].map(Number).slice(command === 'A' ? -2 : 0);
    at = command === 'H' ? [a, at[1]] : command === 'V' ? [at[0], a] : [a, b];
    return at;
  });
}
