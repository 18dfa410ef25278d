/** The pipes of a scene follow the states of its valves, and nothing else; unseen, they follow nothing. */
import { describe, expect, it } from 'vitest';
import { type PipeSession, pipeStates } from '../../../../renderer/mimic/pipes/pipe-states.ts';
import type { Look } from '../../../../renderer/mimic/quality-look.ts';
import { nodeSchema, type ServedScene } from '../../../../shared/model/scene.ts';

const SCENE: ServedScene = {
  id: 'small',
  title: { zh: '图', en: 'Screen' },
  level: 2,
  size: [300, 100],
  grid: 10,
  panels: [],
  rules: [],
  labels: [],
  nodes: [
    { id: 'in', symbol: 'tee', at: [0, 0], props: { boundary: 'source' } },
    { id: 'XV', symbol: 'valve', at: [100, 0], bind: { open: 'ZSO', closed: 'ZSC' } },
    { id: 'out', symbol: 'tee', at: [200, 0], props: { boundary: 'consumer' }, bind: { on: '~1' } },
    { id: 'P', symbol: 'value', at: [50, 50], bind: { value: 'PT' } },
  ].map(node => nodeSchema.parse(node)),
  pipes: [
    {
      id: 'run',
      path: [
        [0, 0],
        [200, 0],
      ],
      medium: 'gas',
      arrow: false,
    },
  ],
  handles: { ZSO: 1, ZSC: 2, '~1': 3, PT: 4 },
};

const GOOD: Look = { kind: 'good', value: 1, text: null, ageMs: 0, reason: 'none', isLinkLost: false };

/** A pipe that says itself whether it flows. */
const TOLD: ServedScene = {
  ...SCENE,
  pipes: SCENE.pipes.map(pipe => ({ ...pipe, flow: 'FT' })),
  handles: { ...SCENE.handles, FT: 5 },
};

/** A window in which every value is `looks` or 1 by default: valve at both ends, so that each test says what it is. */
function window(scene = SCENE) {
  const looks = new Map<number, Partial<Look>>([
    [1, { value: 1 }],
    [2, { value: 0 }],
    [3, { value: 1 }],
  ]);
  const listeners = new Map<number, Set<() => void>>();
  let isLinkLost = false;
  const session: PipeSession = {
    look: handle => ({ ...GOOD, isLinkLost, ...looks.get(handle) }),
    tags: {
      subscribe: (handle, listener) => {
        const set = listeners.get(handle) ?? new Set();
        listeners.set(handle, set.add(listener));
        return () => {
          set.delete(listener);
          if (set.size === 0) listeners.delete(handle);
        };
      },
    },
  };
  const waiting: (() => void)[] = [];
  let told = 0;
  const states = pipeStates(scene, session, run => waiting.push(run));
  const settle = (): void => {
    for (const run of waiting.splice(0)) run();
  };
  return {
    states,
    settle,
    followed: () => [...listeners.keys()].toSorted((a, b) => a - b),
    listen: () =>
      states.subscribe(() => {
        told += 1;
      }),
    told: () => told,
    asked: () => waiting.length,
    lose: () => {
      isLinkLost = true;
    },
    set: (handle: number, look: Partial<Look>) => {
      looks.set(handle, look);
      for (const listener of listeners.get(handle) ?? []) listener();
    },
    now: () => states.sections.map((_, i) => states.stateAt(i)),
  };
}

describe('pipes on screen', () => {
  it('ask for the values that decide about them, while somebody looks', () => {
    const w = window();
    expect(w.followed()).toEqual([]);
    const off = w.listen();
    expect(w.followed()).toEqual([1, 2, 3]);
    off();
    expect(w.followed()).toEqual([]);
  });

  it('change with the valve, once for all that one frame brings', () => {
    const w = window();
    w.listen();
    w.settle();
    expect(w.now()).toEqual(['flowing', 'flowing']);
    w.set(1, { value: 0 });
    w.set(2, { value: 1 });
    expect(w.asked()).toBe(1);
    w.settle();
    expect(w.now()).toEqual(['pressurised', 'isolated']);
    expect(w.told()).toBe(1);
  });

  it('tell nobody while no state becomes another', () => {
    const w = window();
    w.listen();
    w.settle();
    w.set(3, { value: 70 });
    w.settle();
    expect(w.told()).toBe(0);
  });

  it('do not know what an old position says about now', () => {
    const w = window();
    w.listen();
    w.set(1, { value: 1, kind: 'stale' });
    w.settle();
    expect(w.now()).toEqual(['unknown', 'unknown']);
  });

  it('stop at a consumer that takes nothing, and do not know one that is old', () => {
    const w = window();
    w.listen();
    w.set(3, { value: 0 });
    w.settle();
    expect(w.now()).toEqual(['pressurised', 'pressurised']);
    w.set(3, { value: 0, kind: 'stale' });
    w.settle();
    expect(w.now()).toEqual(['unknown', 'unknown']);
  });

  it('stay the last picture when the whole link is lost', () => {
    const w = window();
    w.listen();
    w.settle();
    w.lose();
    w.set(1, { value: 1, kind: 'stale' });
    w.set(3, { value: 1, kind: 'stale' });
    w.settle();
    expect(w.now()).toEqual(['flowing', 'flowing']);
    w.set(1, { value: 1, kind: 'stale', isLinkLost: false });
    w.settle();
    expect(w.now()).toEqual(['unknown', 'unknown']);
  });

  it('flow as they say themselves, and are not known where that is old or none', () => {
    const w = window(TOLD);
    w.listen();
    expect(w.followed()).toEqual([1, 2, 3, 5]);
    w.settle();
    expect(w.now()).toEqual(['flowing', 'flowing']);
    w.set(5, { value: 0 });
    w.settle();
    expect(w.now()).toEqual(['pressurised', 'pressurised']);
    for (const look of [
      { value: 0, kind: 'stale' },
      { value: 1, kind: 'stale' },
      { value: null, kind: 'bad' },
    ] as const) {
      w.set(5, look);
      w.settle();
      expect(w.now(), JSON.stringify(look)).toEqual(['unknown', 'unknown']);
    }
    w.set(5, { value: 1 });
    w.settle();
    expect(w.now()).toEqual(['flowing', 'flowing']);
  });
});
