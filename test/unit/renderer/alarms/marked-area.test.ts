import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areaOf, badgePlace, isMarkedBy, subjectsOf } from '../../../../renderer/mimic/marked-area.ts';
import { sceneSchema } from '../../../../shared/model/scene.ts';

const file = new URL('../../../../assets/demo-station/scenes/overview.json', import.meta.url);
const scene = sceneSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
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

  test('have a frame within the scene and the badge at its edge', () => {
    for (const node of scene.nodes) {
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
