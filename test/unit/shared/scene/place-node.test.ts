/** Nodes lie where they are drawn: ports and boxes are mirrored, enlarged, turned and moved. */
import { describe, expect, it } from 'vitest';
import { placeBox, placePort, placePorts } from '../../../../shared/scene/place-node.ts';
import { SYMBOL_CATALOGUE, symbolRules } from '../../../../shared/scene/symbol-catalogue.ts';

describe('a port', () => {
  it('lies on the scene where its symbol is drawn, and leads away from it', () => {
    const relief = { symbol: 'relief', at: [100, 200] as [number, number] };
    expect(placePort(relief, 'in')).toEqual({ at: [100, 215], toward: [0, 1] });
    expect(placePort({ ...relief, mirror: true }, 'out')).toEqual({ at: [85, 200], toward: [-1, 0] });
    expect(placePort({ ...relief, turn: 90 }, 'out')).toEqual({ at: [100, 215], toward: [0, 1] });
    expect(placePort({ ...relief, turn: 180 }, 'out')).toEqual({ at: [85, 200], toward: [-1, 0] });
    expect(placePort({ ...relief, turn: 270 }, 'out')).toEqual({ at: [100, 185], toward: [0, -1] });
    expect(placePort({ ...relief, mirror: true, turn: 90 }, 'out')).toEqual({ at: [100, 185], toward: [0, -1] });
  });

  it('of a tee may be left in any direction', () => {
    expect(placePort({ symbol: 'tee', at: [3, 4] }, 'in')).toEqual({ at: [3, 4], toward: null });
  });

  it('is none when the symbol has none of that name, or nothing has the symbol', () => {
    expect(placePort({ symbol: 'tee', at: [3, 4] }, 'constructor')).toBeNull();
    expect(placePort({ symbol: 'no-such', at: [3, 4] }, 'in')).toBeNull();
    expect([...placePorts({ symbol: 'value', at: [0, 0] })]).toEqual([]);
  });
});

describe('an enlarged node', () => {
  const relief = { symbol: 'relief', at: [100, 200] as [number, number], scale: 2 as const };
  it('has its ports as much farther out, and its box as much larger', () => {
    expect(placePort(relief, 'in')).toEqual({ at: [100, 230], toward: [0, 1] });
    expect(placePort({ ...relief, mirror: true, turn: 90 }, 'out')).toEqual({ at: [100, 170], toward: [0, -1] });
    expect(placeBox({ at: [100, 100], scale: 1.5 }, [-16, -36, 32, 45])).toEqual([76, 46, 48, 67.5]);
  });
});

describe('every symbol of the catalogue', () => {
  it.each(Object.keys(SYMBOL_CATALOGUE))('%s has room, and its ports lie in or beside it', id => {
    const rules = symbolRules(id);
    if (rules === undefined) throw new Error(id);
    const [x, y, width, height] = rules.box;
    expect(width > 0 && height > 0).toBe(true);
    const places = Object.values(rules.ports ?? {});
    expect(new Set(places.map(String)).size).toBe(places.length);
    for (const [px, py] of places) {
      expect(px >= x - 4 && px <= x + width + 4 && py >= y - 4 && py <= y + height + 4).toBe(true);
    }
  });
});

describe('a box', () => {
  it('is turned about the origin of its symbol and stays upright', () => {
    expect(placeBox({ at: [100, 100] }, [-16, -36, 32, 45])).toEqual([84, 64, 32, 45]);
    expect(placeBox({ at: [100, 100], turn: 90 }, [-16, -36, 32, 45])).toEqual([91, 84, 45, 32]);
    expect(placeBox({ at: [100, 100], mirror: true }, [-16, -31, 58, 60])).toEqual([58, 69, 58, 60]);
  });
});
