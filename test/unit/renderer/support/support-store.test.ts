/** What a window knows of the support files, and the ticks that live in it alone. */
import { describe, expect, test } from 'vitest';
import { CallError } from '../../../../renderer/host/call-book.ts';
import { observable } from '../../../../renderer/store/observable.ts';
import type { StationModel } from '../../../../renderer/store/station-store.ts';
import { createSupportStore, tickOf, withoutCard, withTick } from '../../../../renderer/support/support-store.ts';
import type { ServedSupport } from '../../../../shared/support/support.ts';
import { stationModel } from '../station-model.ts';

const NOTHING: ServedSupport = { procedures: null, interlocks: null };
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('the support files', () => {
  test('are read when the station is known, and their handles are told before anybody follows them', async () => {
    const model = observable<StationModel | null>(null);
    const told: unknown[] = [];
    const answer: ServedSupport = { procedures: null, interlocks: { groups: [], handles: { '~1': 7 } } };
    const store = createSupportStore({
      read: () => Promise.resolve(answer),
      after: () => undefined,
      model,
      onRead: handles => {
        told.push([handles, store.served.get()]);
      },
    });
    expect(store.served.get()).toBeNull();
    model.set(stationModel([], 1));
    await settled();
    expect(store.served.get()).toEqual(answer);
    expect(told).toEqual([[{ '~1': 7 }, null]]);
  });

  test('are asked for again after a failure', async () => {
    const model = observable<StationModel | null>(null);
    const later: (() => void)[] = [];
    let hasFailed = false;
    const failure = new CallError({
      code: 'busy',
      message: 'no',
      hint: '',
      retry: 'backoff',
      zh: { message: '无', hint: '' },
    });
    const store = createSupportStore({
      read: () => {
        if (hasFailed) return Promise.resolve(NOTHING);
        hasFailed = true;
        return Promise.reject(failure);
      },
      after: (_ms, run) => {
        later.push(run);
      },
      model,
      onRead: () => undefined,
    });
    model.set(stationModel([], 1));
    await settled();
    expect(store.served.get()).toBeNull();
    for (const run of later) run();
    await settled();
    expect(store.served.get()).toEqual(NOTHING);
  });
});

describe('ticks of steps', () => {
  test('are turned round one by one and cleared card by card', () => {
    const one = withTick(withTick(new Set(), tickOf('E01', 0)), tickOf('E02', 0));
    expect([...withTick(one, tickOf('E01', 0))]).toEqual(['E02/0']);
    expect([...withoutCard(one, 'E01')]).toEqual(['E02/0']);
  });
});
