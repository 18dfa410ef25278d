/** The process screens that a window knows: which is read first, what a failure leaves, what a reconnect does. */
import { describe, expect, test } from 'vitest';
import { CallError } from '../../../../renderer/host/call-book.ts';
import { createSceneStore } from '../../../../renderer/navigation/scene-store.ts';
import { observable } from '../../../../renderer/store/observable.ts';
import type { StationModel } from '../../../../renderer/store/station-store.ts';
import type { ServedScene } from '../../../../shared/model/scene.ts';
import { stationModel } from '../station-model.ts';

const sceneNamed = (id: string, title = id): ServedScene => ({
  id,
  title: { zh: title, en: title },
  level: 2,
  size: [100, 100],
  grid: 10,
  panels: [],
  rules: [],
  nodes: [],
  pipes: [],
  labels: [],
  handles: {},
});

const failure = new CallError({
  code: 'unknown-scene',
  message: 'no',
  hint: '',
  retry: 'never',
  zh: { message: '无', hint: '' },
});

function stand() {
  const model = observable<StationModel | null>(null);
  const asked: string[] = [];
  const answers = new Map<string, ServedScene | Error>();
  const later: (() => void)[] = [];
  const read = async (id: string): Promise<ServedScene> => {
    asked.push(id);
    const answer = answers.get(id) ?? sceneNamed(id);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const store = createSceneStore({
    read,
    after: (_ms, run) => {
      later.push(run);
    },
    model,
    onRead: () => undefined,
  });
  return { store, model, asked, answers, later };
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 40; i++) await Promise.resolve();
};

describe('the screens of a station', () => {
  test('are all read, the one that is looked at first', async () => {
    const { store, model, asked } = stand();
    store.want('metering');
    model.set(stationModel(['overview', 'filtering', 'metering'], 1));
    await settled();
    expect(asked).toEqual(['metering', 'overview', 'filtering']);
    expect(store.of('filtering').scene?.id).toBe('filtering');
  });

  test('keep what was known when a later reading fails, say why and try again', async () => {
    const { store, model, answers, later, asked } = stand();
    model.set(stationModel(['overview'], 1));
    await settled();
    answers.set('overview', failure);
    store.refresh(['overview']);
    await settled();
    expect(store.of('overview')).toMatchObject({ scene: { id: 'overview' }, error: failure });
    answers.set('overview', sceneNamed('overview', 'new'));
    for (const run of later) run();
    await settled();
    expect(store.of('overview')).toMatchObject({ scene: { title: { en: 'new' } }, error: null });
    expect(asked).toHaveLength(3);
  });

  test('go on to be read when one cannot be taken in, which is told as a mistake of the program', async () => {
    const { store, model, answers, later, asked } = stand();
    answers.set('overview', new TypeError('a mistake'));
    model.set(stationModel(['overview', 'yard'], 1));
    await settled();
    expect(asked).toEqual(['overview', 'yard']);
    expect(() => later[0]?.()).toThrow('a mistake');
    answers.delete('overview');
    store.refresh(['overview']);
    await settled();
    expect(store.of('overview').scene?.id).toBe('overview');
  });

  test('stay the same object when nothing of them has changed', async () => {
    const { store, model } = stand();
    model.set(stationModel(['overview'], 1));
    await settled();
    const before = store.of('overview').scene;
    model.set(stationModel(['overview'], 2));
    await settled();
    expect(store.of('overview').scene).toBe(before);
  });

  test('are forgotten when another project no longer has them', async () => {
    const { store, model } = stand();
    model.set(stationModel(['overview', 'yard'], 1));
    await settled();
    model.set(stationModel(['overview'], 2));
    await settled();
    expect([...store.all.get().keys()]).toEqual(['overview']);
    store.want('yard');
    await settled();
    expect(store.of('yard').scene).toBeNull();
  });

  test('do not take an answer of an earlier run for one of this', async () => {
    const { store, model, answers, asked } = stand();
    answers.set('overview', sceneNamed('overview', 'old'));
    model.set(stationModel(['overview'], 1));
    // Another run is met before the answer is here.
    answers.set('overview', sceneNamed('overview', 'new'));
    model.set(stationModel(['overview'], 2));
    await settled();
    expect(asked).toEqual(['overview', 'overview']);
    expect(store.of('overview').scene?.title.en).toBe('new');
  });
});
