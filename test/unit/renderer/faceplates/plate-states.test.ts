/** What a faceplate says of its equipment: who controls, which modes, which asset, how it changed, how its ladder is scaled. */
import { describe, expect, it } from 'vitest';
import { assetById, assetOfNode, instrumentOf } from '../../../../renderer/faceplates/asset-of.ts';
import { fingerWide } from '../../../../renderer/faceplates/asset-target.tsx';
import { readPlatePlaces } from '../../../../renderer/faceplates/desk/plate-places.ts';
import type { Looks } from '../../../../renderer/faceplates/parts/use-asset.ts';
import { worstLook } from '../../../../renderer/faceplates/parts/use-asset.ts';
import { hourChange } from '../../../../renderer/faceplates/types/hour-change.ts';
import { modesOf } from '../../../../renderer/faceplates/types/modes.ts';
import { controllingOf } from '../../../../renderer/faceplates/types/regulator-state.ts';
import { TABS_OF } from '../../../../renderer/faceplates/types/tab-body.tsx';
import { ladderRange, leastSpan } from '../../../../renderer/mimic/ladder-range.ts';
import type { Look, LookKind } from '../../../../renderer/mimic/quality-look.ts';
import { niceRange } from '../../../../renderer/mimic/scale.ts';
import { ASSET_TYPES, assetSchema, type ServedAsset, type StatusBit } from '../../../../shared/model/asset.ts';
import type { TagDefinition } from '../../../../shared/model/tag.ts';

const look = (value: number | null, kind: LookKind = 'good'): Look => ({
  kind,
  value,
  text: null,
  ageMs: 0,
  reason: 'none',
  isLinkLost: false,
});
const asset = (id: string, part: object = {}): ServedAsset => ({
  ...assetSchema.parse({ id, type: 'valve', name: { zh: '阀', en: 'Valve' }, tags: {}, ...part }),
  bits: [],
  handles: {},
});
const BITS: readonly StatusBit[] = [
  { bit: 0, is: 'remote', text: { zh: '远控', en: 'Remote' } },
  { bit: 1, is: 'fault', text: { zh: '故障', en: 'Fault' } },
];

describe('controllingOf', () => {
  it.each([
    ['the worker, with the monitor wide open', { slamShut: 'armed', monitor: 'wide', worker: 'control' }, 'worker'],
    [
      'the monitor, when the worker has failed open',
      { slamShut: 'armed', monitor: 'control', worker: 'wide' },
      'monitor',
    ],
    ['nobody behind a closed slam-shut', { slamShut: 'tripped', monitor: 'control', worker: 'wide' }, 'shut'],
    ['none of a run that is locked up', { slamShut: 'armed~', monitor: 'wide~', worker: 'locked~' }, 'none'],
    ['not known while the worker is not', { slamShut: 'armed', monitor: 'wide', worker: 'unknown' }, 'unknown'],
  ] as const)('says %s', (_what, states, controlling) => {
    expect(controllingOf(states)).toBe(controlling);
  });
});

describe('modesOf', () => {
  const modes = (looks: Looks, part: object = {}) => modesOf({ type: 'valve', bits: BITS, ...part }, looks);

  it('tells remote from local, and a fault', () => {
    expect(modes({ status: look(1) })).toEqual(['remote']);
    expect(modes({ status: look(2) })).toEqual(['local', 'fault']);
  });

  it('says nothing of a status word that is not known', () => {
    expect(modes({ status: look(null, 'bad') })).toEqual([]);
  });

  it('says that a value was entered by somebody', () => {
    expect(modes({ status: look(1), open: look(1, 'forced') })).toContain('forced');
  });

  it('says duty or standby, and whether a meter is in use', () => {
    expect(modes({}, { duty: 'standby', bits: [] })).toEqual(['standby']);
    expect(modes({ running: look(500) }, { type: 'meter-run', bits: [] })).toEqual(['inUse']);
    expect(modes({ running: look(0) }, { type: 'meter-run', bits: [] })).toEqual(['idle']);
  });
});

describe('which asset', () => {
  const run = asset('PCV-1302A', {
    setPoints: [{ of: 'PCV-1301A', kind: 'monitor', value: 0.38, unit: 'MPa', source: { zh: '表', en: 'list' } }],
  });
  const assets = [asset('XV-1'), run];

  it('is the one that a node names, else the one of its id or name', () => {
    expect(assetOfNode({ id: 'a', asset: 'XV-1' }, assets)?.id).toBe('XV-1');
    expect(assetOfNode({ id: 'XV-1' }, assets)?.id).toBe('XV-1');
    expect(assetOfNode({ id: 'a', name: 'XV-1' }, assets)?.id).toBe('XV-1');
    expect(assetOfNode({ id: 'XV-1', asset: 'XV-2' }, assets)).toBeUndefined();
  });

  it('is the run for a regulator that is set in it', () => {
    expect(assetOfNode({ id: 'PCV-1301A' }, assets)?.id).toBe('PCV-1302A');
  });

  it('is an instrument of its own for a tag that no asset is about', () => {
    const tag = { name: 'PT-9', handle: 4, description: { zh: '压力', en: 'Pressure' } } as TagDefinition;
    expect(instrumentOf(tag, assets)).toMatchObject({ id: 'PT-9', type: 'analog', handles: { 'PT-9': 4 } });
    expect(assetById('PT-9', assets, new Map([['PT-9', tag]]))?.tags).toEqual({ value: 'PT-9' });
    expect(assetById('PT-8', assets, new Map())).toBeUndefined();
  });
});

describe('small figures of a faceplate', () => {
  it('takes the worst quality for the head', () => {
    expect(worstLook({ a: look(1), b: look(1, 'stale'), c: look(1, 'uncertain') })?.kind).toBe('stale');
    expect(worstLook({})).toBeNull();
  });

  it('measures the change from the value in force an hour ago, and says nothing without one', () => {
    expect(hourChange({ t: [0, 50, 100], v: [3, 4, 6] }, 60)).toBe(2);
    expect(hourChange({ t: [70, 100], v: [3, 6] }, 60)).toBeNull();
    expect(hourChange({ t: [0, 100], v: [Number.NaN, 6] }, 60)).toBeNull();
  });

  it('gives the normal band the middle of the ladder, within the range of the instrument', () => {
    const [low, high] = ladderRange({ limits: { LL: 2.2, L: 2.5, H: 3.8, HH: 3.95 }, low: 0, high: 6 });
    expect([low < 2.2, high > 3.95, low >= 0, high <= 6]).toEqual([true, true, true, true]);
    expect(ladderRange({ limits: { H: 3 }, low: 0, high: 6 })).toEqual([0, 6]);
    expect(ladderRange({ limits: {}, low: null, high: null })).toEqual([0, 100]);
  });

  it('gives the last hour a scale on which the noise of a steady value stays small', () => {
    const least = leastSpan({ limits: { LL: 0.27, L: 0.31, H: 0.39, HH: 0.42 }, low: 0, high: 1 });
    const [low, high] = niceRange(0.3545, 0.3555, least);
    expect([low < 0.3545, high > 0.3555, 0.001 / (high - low) < 0.02]).toEqual([true, true, true]);
    // What moves by more has the scale that it needs.
    expect(niceRange(0.28, 0.41, least)).toEqual(niceRange(0.28, 0.41));
  });

  it('has at most five tabs for every type of equipment', () => {
    expect(ASSET_TYPES.filter(type => TABS_OF[type].length > 5 || TABS_OF[type].length === 0)).toEqual([]);
  });

  it('makes a symbol as large as a finger around its middle', () => {
    expect(fingerWide([-16, -36, 32, 45])).toEqual([-23, -36.5, 46, 46]);
    expect(fingerWide([0, 0, 80, 60])).toEqual([0, 0, 80, 60]);
  });

  it('takes from the storage only places that are places', () => {
    expect(readPlatePlaces('{"valve":{"x":0.5,"y":1},"motor":{"x":7,"y":0},"unit":3,"vessel":null}')).toEqual({
      valve: { x: 0.5, y: 1 },
    });
    expect([readPlatePlaces('{'), readPlatePlaces(null), readPlatePlaces('[]')]).toEqual([{}, {}, {}]);
  });
});
