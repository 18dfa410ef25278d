/** The one door: unknown methods, bad input, roles, and what a failing handler may say. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Handlers, type Outlet, RequestError } from '../../../main/handlers/handlers.ts';
import { createDispatcher, LOCAL } from '../../../main/host/dispatch.ts';
import { createLog } from '../../../main/platform/log.ts';
import { contract, type MethodName } from '../../../shared/rpc/contract.ts';
import type { Envelope, ErrorBody } from '../../../shared/rpc/error.ts';

const SECRET = 'hunter2 at /station/secrets.json';
const lines: string[] = [];
const log = createLog('rpc', { level: 'debug', write: line => void lines.push(line) });
const outlet: Outlet<never> = { take: () => null, close: () => undefined };
const seen: unknown[] = [];
const fail = (): never => {
  throw new TypeError(SECRET);
};

/** Looks for something until nobody wants it any more. */
const givenUp = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error(SECRET))));

const handlers: Handlers = {
  queries: {
    'station.describe': fail,
    'tags.list': () => [],
    'tags.read': async () => {
      throw new Error(SECRET);
    },
    'tags.detail': fail,
    'tags.overrides': () => [],
    'tags.attention': () => [],
    'replay.tags': fail,
    'replay.alarms': fail,
    'devices.status': () => [],
    'devices.diagnostics': () => [],
    'frames.read': fail,
    'certificates.list': () => [],
    'opcua.browse': () => ({ nodes: [], next: null }),
    'events.recent': input => {
      seen.push(input);
      return [];
    },
    'history.trend': () => [],
    'history.raw': fail,
    'history.aggregate': (_input, signal) => givenUp(signal),
    'history.states': fail,
    'history.slice': () => [],
    'history.lastValues': fail,
    'history.status': fail,
    'history.recent': () => {
      throw new RequestError(
        'unknown-tag',
        { message: 'No tag.', hint: 'List.' },
        { message: '没有。', hint: '列出。' },
      );
    },
    'support.read': () => ({ procedures: null, interlocks: null }),
    'scenes.read': fail,
    'alarms.describe': () => [],
    'alarms.read': fail,
    'alarms.journal': fail,
    'alarms.export': fail,
    'alarms.context': () => null,
    'alarms.performance': fail,
    'alarms.suggest': () => null,
    'events.search': fail,
    'events.export': fail,
    'presets.list': () => [],
    'annotations.search': fail,
    'annotations.versions': () => [],
    'trends.export': fail,
  },
  commands: {
    'alarms.acknowledge': (_input, caller) => {
      seen.push(caller);
      return { done: [], refused: [], isDurable: true };
    },
    'alarms.acknowledgeArea': fail,
    'console.soundChanged': () => null,
    'alarms.reset': fail,
    'alarms.shelve': fail,
    'alarms.unshelve': fail,
    'alarms.removeFromService': fail,
    'alarms.returnToService': fail,
    'alarms.takeEquipmentOut': fail,
    'alarms.returnEquipment': fail,
    'alarms.silence': () => null,
    'devices.setEnabled': () => null,
    'tags.override': fail,
    'tags.release': fail,
    'frames.setRecorded': () => null,
    'history.backup': fail,
    'history.verifyBackup': fail,
    'history.check': fail,
    'certificates.trust': () => null,
    'certificates.distrust': () => null,
    'presets.save': fail,
    'presets.rename': fail,
    'presets.remove': () => null,
    'annotations.add': fail,
    'annotations.edit': fail,
    'annotations.remove': fail,
  },
  streams: { tags: () => outlet, events: fail, scenes: fail, alarms: () => outlet, presets: fail, annotations: fail },
};
const dispatcher = createDispatcher(handlers, log);
const call = (method: string, input: unknown = {}) => dispatcher.call(method, input, LOCAL);
const open = (method: string, input: unknown = {}) =>
  dispatcher.open(method, input, { caller: LOCAL, wake: () => undefined });

function errorOf(envelope: Envelope<unknown>): ErrorBody {
  if (envelope.ok) throw new Error('was accepted');
  return envelope.error;
}

/** What a person reads is there in both languages and not the same text. */
function expectBothLanguages({ message, hint, zh }: ErrorBody): void {
  expect(message).toMatch(/^[\x20-\x7e]+$/);
  expect(hint).toMatch(/^[\x20-\x7e]+$/);
  expect(zh.message).toMatch(/\p{Script=Han}/u);
  expect(zh.hint).toMatch(/\p{Script=Han}/u);
}

describe('dispatcher', () => {
  afterEach(() => {
    lines.length = 0;
    seen.length = 0;
  });

  it.each([
    'no.such',
    '',
    'toString',
    '__proto__',
    'constructor',
    'tags',
    'x'.repeat(10_000),
  ])('invariant 6: a call of "%.20s" is an unknown method', async method => {
    const error = errorOf(await call(method));
    expect(error).toMatchObject({ code: 'unknown-method', retry: 'never' });
    expect(error.message.length).toBeLessThan(200);
    expectBothLanguages(error);
  });

  it('does not open a query as a stream', () => {
    expect(errorOf(open('tags.list')).code).toBe('unknown-method');
    expect(errorOf(open('hasOwnProperty')).code).toBe('unknown-method');
  });

  it.each([
    ['tags.list', null],
    ['tags.list', { extra: 1 }],
    ['tags.read', {}],
    ['tags.read', { tags: 'PT-1101' }],
    ['tags.read', { tags: [1] }],
    ['tags.read', { tags: [''] }],
    ['tags.read', { tags: ['x'.repeat(129)] }],
    ['events.recent', { limit: 0 }],
    ['events.recent', { limit: 1.5 }],
    ['history.recent', { tags: Array.from({ length: 65 }, () => 'x') }],
    ['history.recent', { tags: [], from: 'now' }],
    ['scenes.read', { id: 7 }],
    ['scenes.read', undefined],
  ])('invariant 6: %s refuses %j before any handler sees it, in both languages', async (method, input) => {
    const error = errorOf(await call(method, input));
    expect(error.code).toBe('bad-input');
    expect(error.message).toContain('input');
    expectBothLanguages(error);
  });

  it('names the place of a bad input in both languages', async () => {
    const error = errorOf(await call('tags.read', { tags: ['a', 5] }));
    expect(error.message).toContain('input.tags.1');
    expect(error.zh.message).toContain('input.tags.1');
  });

  it('refuses bad input to a stream', () => {
    const error = errorOf(open('tags', { tags: 5 }));
    expect(error.code).toBe('bad-input');
    expectBothLanguages(error);
  });

  it('fills defaults in before the handler', async () => {
    await call('events.recent');
    expect(seen).toEqual([{ limit: 200, alarms: false }]);
  });

  it.each([
    'station.describe',
    'tags.read',
  ])('a handler of %s that throws is answered as internal, leaks nothing, and is logged', async method => {
    const error = errorOf(await call(method, method === 'tags.read' ? { tags: [] } : {}));
    expect(error).toMatchObject({ code: 'internal', retry: 'backoff' });
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(JSON.stringify(error)).not.toMatch(/at .*:\d+/);
    expectBothLanguages(error);
    expect(lines.join('')).toContain('hunter2');
  });

  it('a stream handler that throws is answered as internal', () => {
    expect(errorOf(open('events')).code).toBe('internal');
  });

  it('trouble that the caller can mend keeps its own words and is not logged as a fault', async () => {
    const error = errorOf(await call('history.recent', { tags: ['x'] }));
    expect(error).toEqual({
      code: 'unknown-tag',
      message: 'No tag.',
      hint: 'List.',
      retry: 'never',
      zh: { message: '没有。', hint: '列出。' },
    });
    expect(lines).toEqual([]);
  });

  it('asks for the role of the entry before anything else, for calls and streams alike', async () => {
    const entries: [MethodName, () => Promise<ErrorBody> | ErrorBody][] = [
      ['tags.read', async () => errorOf(await call('tags.read', { bad: true }))],
      ['tags', () => errorOf(open('tags', { bad: true }))],
    ];
    for (const [method, attempt] of entries) {
      Object.defineProperty(contract[method], 'role', { value: 'admin', configurable: true });
      try {
        const error = await attempt();
        expect(error).toMatchObject({ code: 'forbidden', retry: 'operator' });
        expectBothLanguages(error);
        const admin = { caller: { role: 'admin' as const, where: 'local' }, wake: () => undefined };
        expect((await dispatcher.call('tags.list', {}, admin.caller)).ok).toBe(true);
        if (method === 'tags') expect(dispatcher.open('tags', {}, admin).ok).toBe(true);
      } finally {
        Object.defineProperty(contract[method], 'role', { value: 'viewer', configurable: true });
      }
    }
  });

  it.each([
    ['viewer', 'forbidden'],
    ['operator', 'forbidden'],
    ['engineer', 'done'],
    ['admin', 'forbidden'],
    ['auditor', 'forbidden'],
  ] as const)("lets a %s give an engineer's command: %s", async (role, outcome) => {
    const input = { device: 'PLC', isEnabled: false, who: ' Li ', why: 'calibration' };
    const answer = await dispatcher.call('devices.setEnabled', input, { role, where: 'local' });
    expect(answer.ok ? 'done' : answer.error.code).toBe(outcome);
    // What was done is in the log with who did it and why; what was refused is not said to have been done.
    expect(lines.some(line => line.includes('calibration') && line.includes('"Li"'))).toBe(outcome === 'done');
  });

  it('tells a command who gives it and from where', async () => {
    seen.length = 0;
    const caller = { role: 'operator', where: '10.0.0.7' } as const;
    await dispatcher.call('alarms.acknowledge', { ids: ['A/H'], who: 'Li' }, caller);
    expect(seen).toEqual([caller]);
  });

  it('answers a query that its caller gives up as cancelled, in both languages, and logs nothing', async () => {
    const caller = new AbortController();
    const input = { tags: ['x'], aggregates: ['Average'], from: 0, to: 1, stepMs: 1 };
    const answer = dispatcher.call('history.aggregate', input, { ...LOCAL, signal: caller.signal });
    caller.abort();
    const error = errorOf(await answer);
    expect(error).toMatchObject({ code: 'cancelled', retry: 'never' });
    expectBothLanguages(error);
    expect(lines).toEqual([]);
  });

  it('tells how a command ended, whether or not its caller still waits', async () => {
    const order = { tag: 'x', who: 'Li', why: 'test' };
    const answer = await dispatcher.call('tags.release', order, { ...LOCAL, signal: AbortSignal.abort() });
    expect(errorOf(answer).code).toBe('internal');
  });

  it('answers what is asked rightly', async () => {
    expect(await call('tags.list')).toEqual({ ok: true, value: [] });
    expect(open('tags', { tags: ['a'] })).toEqual({ ok: true, value: outlet });
  });
});
