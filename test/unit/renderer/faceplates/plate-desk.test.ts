/** The desk of faceplates: what opens, what stays, what is asked for, what is remembered. */
import { describe, expect, it } from 'vitest';
import { createPlateDesk } from '../../../../renderer/faceplates/desk/plate-desk.ts';
import type { PlatePlaces } from '../../../../renderer/faceplates/desk/plate-places.ts';
import { observable } from '../../../../renderer/store/observable.ts';
import type { StationModel } from '../../../../renderer/store/station-store.ts';
import { assetSchema, type ServedAsset } from '../../../../shared/model/asset.ts';

const asset = (id: string, handle: number): ServedAsset => ({
  ...assetSchema.parse({ id, type: 'valve', name: { zh: '阀', en: 'Valve' }, tags: { open: `ZSO-${id}` } }),
  bits: [],
  handles: { [`ZSO-${id}`]: handle },
});

function desk() {
  const asked = new Map<number, number>();
  const timers: { run: () => void; isOff: boolean }[] = [];
  const plates = observable<PlatePlaces>({});
  const model = observable<StationModel | null>({
    description: {
      id: 's',
      name: { zh: '站', en: 'Station' },
      version: '0',
      timeZone: 'UTC',
      gasDayStart: '08:00',
      demo: false,
      areas: [],
      devices: [],
      scenes: [],
      assets: ['A', 'B', 'C', 'D'].map((id, i) => asset(id, i)),
      startedAt: 0,
      now: 0,
    },
    byName: new Map(),
    byHandle: new Map(),
    generation: 1,
  });
  const made = createPlateDesk({
    tags: {
      subscribe: handle => {
        asked.set(handle, (asked.get(handle) ?? 0) + 1);
        return () => asked.set(handle, (asked.get(handle) ?? 0) - 1);
      },
    },
    station: { model },
    preferences: { plates },
    timers: {
      after: (_ms, run) => {
        const timer = { run, isOff: false };
        timers.push(timer);
        return () => {
          timer.isOff = true;
        };
      },
    },
  });
  const pass = (): void => {
    for (const { run, isOff } of timers.splice(0)) if (!isOff) run();
  };
  return { ...made, asked, plates, pass, ids: () => made.open.get().map(plate => plate.id) };
}

describe('the desk of faceplates', () => {
  it('opens what the project has and nothing else', () => {
    const at = desk();
    at.show('A', null);
    at.show('NO-SUCH', null);
    expect(at.ids()).toEqual(['A']);
    expect(at.isRefused.get()).toBe(false);
  });

  it('says for some seconds that a fourth is not opened because all are pinned', () => {
    const at = desk();
    for (const id of ['A', 'B', 'C']) {
      at.show(id, null);
      at.change(id, { isPinned: true });
    }
    at.show('D', null);
    expect([at.ids(), at.isRefused.get()]).toEqual([['A', 'B', 'C'], true]);
    at.pass();
    expect(at.isRefused.get()).toBe(false);
  });

  it('asks for the tags while the pointer is near and some seconds after, once', () => {
    const at = desk();
    at.warm('B');
    at.warm('B');
    expect(at.asked.get(1)).toBe(1);
    at.pass();
    expect(at.asked.get(1)).toBe(0);
  });

  it('remembers for its type where a plate was put', () => {
    const at = desk();
    at.show('A', null);
    at.move('A', { x: 0.2, y: 0.8 });
    expect(at.plates.get()).toEqual({ valve: { x: 0.2, y: 0.8 } });
    expect(at.open.get()[0]?.moved).toEqual({ x: 0.2, y: 0.8 });
  });

  it('keeps pinned ones alone when another screen is shown', () => {
    const at = desk();
    at.show('A', null);
    at.show('B', null);
    at.change('A', { isPinned: true });
    at.leave();
    expect(at.ids()).toEqual(['A']);
  });
});
