import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areaOf, badgePlace, isMarkedBy, subjectsOf } from '../../../../renderer/mimic/marked-area.ts';
import { sceneSchema } from '../../../../shared/model/scene.ts';

const folder = new URL('../../../../assets/demo-station/scenes/', import.meta.url);
const read = (name: string) => sceneSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
const scene = read('overview.json');
const marked = (tag: string | null, equipment: string | null): string[] =>
  scene.nodes.filter(node => isMarkedBy(subjectsOf(node), { tag, equipment })).map(node => node.symbol);

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

  test.each(readdirSync(folder))('have a frame within %s and the badge at its edge', name => {
    for (const node of read(name).nodes) {
      const area = areaOf(node);
      expect(area, node.id).not.toBeNull();
      if (area === null) continue;
      const [x, y, width, height] = area;
      expect(x >= 0 && y >= 0 && x + width <= scene.size[0] && y + height <= scene.size[1], node.id).toBe(true);
      const [badgeX, badgeY] = badgePlace(node, area);
      expect(badgeX === x || badgeX === x + width, node.id).toBe(true);
      expect(badgeY >= y && badgeY <= y + height, node.id).toBe(true);
    }
  });
});
