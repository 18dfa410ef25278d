/** A station as a window knows it, with these screens and nothing else. */
import type { StationModel } from '../../../renderer/store/station-store.ts';

export const stationModel = (scenes: readonly string[], generation: number): StationModel => ({
  description: {
    id: 's',
    name: { zh: '站', en: 'S' },
    version: '1',
    timeZone: 'UTC',
    gasDayStart: '08:00',
    demo: true,
    areas: [],
    devices: [],
    assets: [],
    scenes: scenes.map(id => ({ id, title: { zh: id, en: id }, level: id === 'overview' ? 1 : 2 })),
    startedAt: 1,
    now: 1,
  },
  byName: new Map(),
  byHandle: new Map(),
  generation,
});
