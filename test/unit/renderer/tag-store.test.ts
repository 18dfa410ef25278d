import { beforeEach, describe, expect, test } from 'vitest';
import { createTagStore, type TagStore } from '../../../renderer/store/tag-store.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import type { TagStreamItem } from '../../../shared/rpc/contract.ts';

let frames: (() => void)[] = [];
let store: TagStore;

const frame = (): void => {
  const due = frames;
  frames = [];
  for (const run of due) run();
};
const item = (handles: number[], value: number): TagStreamItem => ({
  snapshot: false,
  handles: Uint32Array.from(handles),
  t: Float64Array.from(handles, () => 1_000),
  v: Float64Array.from(handles, () => value),
  q: Uint16Array.from(handles, () => GOOD),
  lastV: Float64Array.from(handles, () => Number.NaN),
  lastT: Float64Array.from(handles, () => Number.NaN),
});

beforeEach(() => {
  frames = [];
  store = createTagStore(run => frames.push(run));
});

describe('flush', () => {
  test('many items before a frame are one call per listener, with the newest sample', () => {
    const seen: number[] = [];
    store.subscribe(4, () => seen.push(store.sample(4).v));
    store.apply(item([4, 5], 1));
    store.apply(item([4], 2));
    expect(seen).toEqual([]);
    expect(frames).toHaveLength(1);
    frame();
    expect(seen).toEqual([2]);
  });

  test('only listeners of changed handles are called', () => {
    const seen: string[] = [];
    store.subscribe(1, () => seen.push('one'));
    store.subscribe(2, () => seen.push('two'));
    store.apply(item([2], 7));
    frame();
    expect(seen).toEqual(['two']);
  });

  test('samples nobody looks at are kept but ask for no frame', () => {
    store.apply(item([9], 3));
    expect(frames).toHaveLength(0);
    expect(store.sample(9).v).toBe(3);
  });

  test('touching everybody makes a lost link visible without a new sample', () => {
    const seen: number[] = [];
    store.subscribe(1, () => seen.push(1));
    store.subscribe(2, () => seen.push(2));
    store.touchAll();
    frame();
    expect(seen).toEqual([1, 2]);
  });
});

describe('visible handles', () => {
  test('are counted: a handle leaves with its last subscriber', () => {
    let changes = 0;
    store.onVisible(() => changes++);
    const one = store.subscribe(3, () => undefined);
    const two = store.subscribe(3, () => undefined);
    expect(store.visible()).toEqual([3]);
    expect(changes).toBe(1);
    one();
    one();
    expect(store.visible()).toEqual([3]);
    two();
    expect(store.visible()).toEqual([]);
    expect(changes).toBe(2);
  });
});

test('what was never received is bad and has no number', () => {
  expect(store.sample(77)).toMatchObject({ q: 0 });
  expect(store.sample(77).v).toBeNaN();
});

test('keeps the text of a sample, and no text of the one before', () => {
  store.apply({
    ...item([1, 2], Number.NaN),
    exact: [[1, 'FC-1401A']],
  });
  expect(store.sample(2).text).toBe('FC-1401A');
  expect(store.sample(1)).not.toHaveProperty('text');
  store.apply(item([2], 5));
  expect(store.sample(2)).not.toHaveProperty('text');
});

test('after clear nothing of the other project is left', () => {
  store.apply(item([1], 5));
  store.clear();
  expect(store.sample(1).v).toBeNaN();
});
