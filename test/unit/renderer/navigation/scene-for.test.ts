/** Which screen an alarm leads to. */
import { describe, expect, test } from 'vitest';
import { type DrawnScene, drawnIn, type Sought, sceneFor } from '../../../../renderer/navigation/scene-for.ts';
import { nodeSchema } from '../../../../shared/model/scene.ts';

interface Drawn {
  readonly areas?: readonly string[];
  readonly tags?: readonly string[];
  readonly equipment?: readonly string[];
}

const scene = (id: string, level: number, { areas = [], tags = [], equipment = [] }: Drawn = {}): DrawnScene => ({
  id,
  level,
  areas,
  tags: new Set(tags),
  equipment: new Set(equipment),
});

const sought = (tag: string | null, equipment: string | null = null, area: string | null = null): Sought => ({
  tag,
  equipment,
  area,
});

const SCENES = [
  scene('overview', 1, { tags: ['PT-1303', 'PT-1101'], equipment: ['XV-1001', 'FE-1401A'] }),
  scene('filtering', 2, { areas: ['1000', '1100'], tags: ['PT-1101', 'GD-1801'], equipment: ['XV-1001'] }),
  scene('regulation', 2, { areas: ['1300'], tags: ['PT-1303'] }),
  scene('distribution', 2, { areas: ['1700'], tags: ['PT-1303', 'PT-1701'] }),
  scene('safety', 2, { areas: ['1000', '1800'], tags: ['GD-1801'], equipment: ['XV-1001'] }),
  scene('meter-run', 3, { tags: ['VD-1401A'], equipment: ['FE-1401A'] }),
];

const to = (what: Sought, assets: Parameters<typeof sceneFor>[1]['assets'] = []) =>
  sceneFor(what, { scenes: SCENES, assets });

describe('the screen of an object', () => {
  test('is its unit rather than the overview', () => {
    expect(to(sought('PT-1101'))).toEqual({ scene: 'filtering', isDrawn: true });
  });

  test('is a detail rather than the overview', () => {
    expect(to(sought('VD-1401A', 'FE-1401A'))).toEqual({ scene: 'meter-run', isDrawn: true });
  });

  test('is the one of its area where several units draw it', () => {
    expect(to(sought('PT-1303', null, '1300'))).toMatchObject({ scene: 'regulation' });
    expect(to(sought('PT-1303', null, '1700'))).toMatchObject({ scene: 'distribution' });
    expect(to(sought('GD-1801', null, '1800'))).toMatchObject({ scene: 'safety' });
  });

  test('is the one that its asset names before all others, whether the asset is known by its name or by a tag', () => {
    const assets = [{ id: 'XV-1001', scene: 'safety', tags: { status: 'XI-1001' } }];
    expect(to(sought('XI-1001', 'XV-1001', '1000'))).toMatchObject({ scene: 'filtering' });
    expect(to(sought('XI-1001', 'XV-1001', '1000'), assets)).toEqual({ scene: 'safety', isDrawn: true });
    expect(to(sought('XI-1001'), assets)).toEqual({ scene: 'safety', isDrawn: false });
  });

  test('is not the one that its asset names when only another one draws it', () => {
    const assets = [{ id: 'PT-1701', scene: 'regulation', tags: {} }];
    expect(to(sought('PT-1701'), assets)).toEqual({ scene: 'distribution', isDrawn: true });
  });

  test('is that of its area when nothing draws it, and then there is nothing to ring', () => {
    expect(to(sought('XI-1102', null, '1100'))).toEqual({ scene: 'filtering', isDrawn: false });
  });

  test('is none for what no screen and no area has', () => {
    expect(to(sought('CONSOLE', null, '9900'))).toBeNull();
    expect(to(sought(null))).toBeNull();
  });
});

describe('what a scene draws', () => {
  const nodes = [
    { id: 'n1', symbol: 'value', at: [0, 0], bind: { value: 'PT-1101' } },
    { id: 'n2', symbol: 'valve', at: [0, 0], asset: 'XV-1001', bind: { open: 'ZSO-1001' } },
  ].map(node => nodeSchema.parse(node));
  const drawn = drawnIn({ id: 's', level: 2, nodes });

  test('are the values that it prints and the equipment of its symbols, by the name of the asset too', () => {
    expect(drawn.tags.has('PT-1101')).toBe(true);
    expect(drawn.equipment.has('XV-1001')).toBe(true);
  });

  test('is not what a symbol only needs to know its state', () => {
    expect(drawn.tags.has('ZSO-1001')).toBe(false);
  });
});
