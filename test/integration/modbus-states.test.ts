/**
 * What operators are told of a device: one event for each change with its true cause, at whatever moment it is taken out of operation
 * and put back.
 */
import { describe, expect, it } from 'vitest';
import type { DeviceState } from '../../shared/model/device.ts';
import { withEnds } from '../kit/ends.ts';
import { type Behaviour, FakeModbusServer, faults, first, forUnit } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { expectOneEventPerChange } from '../kit/torture-checks.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const TAGS = [100, 300, 500].map(offset => ({ device: 'D', offset, periodMs: 100 }));

const rigFor = (server: FakeModbusServer, options: Partial<RigOptions> = {}): ModbusRig =>
  new ModbusRig({
    port: server.port,
    framing: server.framing,
    timeoutMs: 150,
    devices: [{ id: 'D', unit: 7 }],
    tags: TAGS,
    ...options,
  });

const stateOf = (rig: ModbusRig): DeviceState => rig.device('D').state;
const told = (rig: ModbusRig): readonly string[] => rig.changes.map(c => `${c.state}/${c.cause}`);

/** `sick` for the block at 300, right answers for the others. */
function atOneBlock(sick: Behaviour): Behaviour {
  const right = faults.none();
  return exchange => (exchange.request.offset === 300 ? sick(exchange) : right(exchange));
}

interface Change {
  readonly name: string;
  readonly behave: () => Behaviour;
  readonly becomes: readonly string[];
  readonly detail: string;
}

const CHANGES: readonly Change[] = [
  { name: 'is silent', behave: faults.silence, becomes: ['degraded/timeout', 'offline/timeout'], detail: 'no reply' },
  {
    name: 'answers with a lie',
    behave: faults.wrongFunction,
    becomes: ['degraded/bad-frame', 'offline/bad-frame'],
    detail: 'reply',
  },
  {
    name: 'closes when it is asked',
    behave: faults.closeAtOnce,
    becomes: ['degraded/closed', 'offline/closed'],
    detail: 'closed',
  },
  {
    name: 'resets when it is asked',
    behave: faults.resetAtOnce,
    becomes: ['degraded/reset', 'offline/reset'],
    detail: 'ECONNRESET',
  },
  {
    name: 'is not reached by the gateway',
    behave: () => faults.exception(0x0b),
    becomes: ['degraded/gateway', 'offline/gateway'],
    detail: '0x0b',
  },
  {
    name: 'refuses one block',
    behave: () => atOneBlock(faults.exception(4)),
    becomes: ['degraded/exception'],
    detail: '0x04 device failure at holding:300',
  },
  {
    name: 'is deaf at one block',
    behave: () => atOneBlock(faults.silence()),
    becomes: ['degraded/timeout'],
    detail: 'at holding:300',
  },
  {
    name: 'lies about one block',
    behave: () => atOneBlock(faults.wrongFunction()),
    becomes: ['degraded/bad-frame'],
    detail: 'at holding:300',
  },
];

describe.each(['tcp', 'rtu'] as const)('a device on %s', framing => {
  it.concurrent.each(CHANGES)('that $name is told so once, and once that it is well again', async change => {
    await withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer(framing).listen());
      const rig = add(rigFor(server, { staleAfterMs: 5_000 }));
      rig.start();
      await waitFor('the values', () => rig.goodSamples.every(n => n > 0));
      expect(told(rig)).toEqual(['connecting/none', 'online/none']);
      server.behave = change.behave();
      await waitFor('the last change', () => told(rig).at(-1) === change.becomes.at(-1), 4_000).catch(() =>
        expect(told(rig).slice(2)).toEqual(change.becomes),
      );
      // Long enough for repetitions of what is the matter.
      await sleep(1_500);
      expect(told(rig).slice(2)).toEqual(change.becomes);
      const { state, cause, detail } = rig.device('D');
      expect(`${state}/${cause}`).toBe(change.becomes.at(-1));
      expect(detail).toContain(change.detail);
      server.behave = faults.none();
      await waitFor(
        'the return',
        () => stateOf(rig) === 'online' && [0, 1, 2].every(i => rig.quality(i) === 'good'),
        12_000,
      );
      await sleep(300);
      expect(told(rig).slice(2)).toEqual([...change.becomes, 'online/none']);
      expect(rig.wrong).toEqual([]);
    });
  });
});

/** How a device comes into each state. */
const INTO: Readonly<Record<Exclude<DeviceState, 'disabled'>, Behaviour | null>> = {
  idle: null,
  connecting: faults.silence(),
  online: faults.none(),
  degraded: atOneBlock(faults.exception(4)),
  offline: faults.silence(),
};

describe('a device that is taken out of operation', () => {
  it.concurrent.each([
    'idle',
    'connecting',
    'online',
    'degraded',
    'offline',
  ] as const)('while it is %s says so once, is asked nothing more and lets the connection go; put back it is as before', state =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      server.behave = INTO[state] ?? faults.none();
      const rig = add(rigFor(server, { timeoutMs: 400 }));
      if (state !== 'idle') rig.start();
      await waitFor(state, () => stateOf(rig) === state, 4_000);
      rig.channel.setEnabled('D', false);
      expect(rig.device('D')).toMatchObject({ state: 'disabled', cause: 'none' });
      expect([0, 1, 2].map(i => rig.quality(i))).toEqual(TAGS.map(() => 'bad/disabled'));
      rig.channel.setEnabled('D', false);
      if (state === 'idle') rig.start();
      await waitFor('the connection to end', () => server.sockets.size === 0, 1_000);
      const requests = server.requests.length;
      const samples = [...rig.goodSamples];
      await sleep(1_200);
      expect(server.requests).toHaveLength(requests);
      expect([server.sockets.size, rig.goodSamples]).toEqual([0, samples]);
      expect([0, 1, 2].map(i => rig.quality(i))).toEqual(TAGS.map(() => 'bad/disabled'));
      expect(told(rig).filter(t => t === 'disabled/none')).toHaveLength(1);
      expect(told(rig).at(-1)).toBe('disabled/none');

      server.behave = faults.none();
      const before = told(rig).length;
      rig.channel.setEnabled('D', true);
      rig.channel.setEnabled('D', true);
      await waitFor('the values', () => [0, 1, 2].every(i => rig.quality(i) === 'good'), 2_000);
      expect(told(rig).slice(before)).toEqual(['connecting/none', 'online/none']);
      expect(server.sockets.size).toBe(1);
      expect(rig.wrong).toEqual([]);
    }));

  it.concurrent('in haste and again and again ends in the last position, with one connection', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      server.behave = faults.late(5);
      const rig = add(rigFor(server));
      rig.start();
      for (let i = 0; i < 40; i++) {
        rig.channel.setEnabled('D', i % 2 === 1);
        await sleep(i % 7);
      }
      await waitFor('the values', () => stateOf(rig) === 'online' && rig.quality() === 'good', 3_000);
      await waitFor('one connection', () => server.sockets.size === 1, 1_000);
      expectOneEventPerChange(rig);
      rig.channel.setEnabled('D', false);
      await waitFor('no connection', () => server.sockets.size === 0, 1_000);
      expect(rig.wrong).toEqual([]);
    }));

  it.concurrent.each(['tcp', 'rtu'] as const)('on a line leaves the others alone (%s)', framing =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer(framing).listen());
      const devices = ['D', 'E'].map((id, i) => ({ id, unit: i + 1 }));
      const tags = devices.map(({ id }) => ({ device: id, offset: 100, periodMs: 100 }));
      const rig = add(rigFor(server, { devices, tags, isGateway: true }));
      rig.start();
      await waitFor('both', () => rig.goodSamples.every(n => n > 0));
      rig.channel.setEnabled('D', false);
      await sleep(50);
      const from = server.requests.length;
      const bad: string[] = [];
      for (const until = performance.now() + 1_500; performance.now() < until; await sleep(20)) {
        if (rig.quality(1) !== 'good') bad.push(rig.quality(1));
      }
      expect(bad).toEqual([]);
      expect(new Set(server.requests.slice(from).map(r => r.unit))).toEqual(new Set([2]));
      expect([server.accepted, server.sockets.size]).toEqual([1, 1]);
      // The other one is lost meanwhile: this says nothing about the first.
      server.behave = forUnit(2, faults.silence());
      await waitFor('the loss', () => rig.device('E').state === 'offline');
      expect(rig.device('D').state).toBe('disabled');
      server.behave = faults.none();
      rig.channel.setEnabled('D', true);
      await waitFor('both again', () => rig.quality(0) === 'good' && rig.quality(1) === 'good', 10_000);
      expectOneEventPerChange(rig);
    }));

  it.concurrent('by the project is not even connected, until somebody puts it into operation', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const rig = add(rigFor(server, { devices: [{ id: 'D', unit: 7, isEnabled: false }] }));
      rig.start();
      await sleep(600);
      expect(server.accepted).toBe(0);
      expect(told(rig)).toEqual(['disabled/none']);
      expect(rig.quality()).toBe('bad/disabled');
      rig.channel.setEnabled('D', true);
      await waitFor('the value', () => rig.quality() === 'good', 2_000);
      expect(told(rig)).toEqual(['disabled/none', 'connecting/none', 'online/none']);
    }));
});

describe('a channel that is stopped', () => {
  const moments = Array.from({ length: 40 }, (_, i) => i * 15);
  const cases = (['tcp', 'rtu'] as const).flatMap(framing => moments.map(ms => ({ framing, ms })));

  it('tells nothing more, at whatever moment of a device falling silent it is, and leaves nothing behind', () =>
    withEnds(async ({ add }) => {
      // Blocks of one shape that a shorter question can be made of.
      const tags = [100, 300].map(offset => ({ device: 'D', offset, type: 'uint32' as const, periodMs: 100 }));
      const told = cases.map(async ({ framing, ms }) => {
        const server = add(await new FakeModbusServer(framing).listen());
        const rig = add(rigFor(server, { tags, expected: () => Number.NaN }));
        rig.start();
        await waitFor('the values', () => rig.goodSamples.every(n => n > 0));
        server.behave = faults.silence();
        await sleep(ms);
        const before = rig.changes.length;
        await rig.stop();
        await waitFor('no connection', () => server.sockets.size === 0, 1_000);
        await sleep(300);
        return rig.changes.slice(before).map(c => `${framing} after ${ms} ms: ${c.state}/${c.cause} ${c.detail}`);
      });
      expect((await Promise.all(told)).flat()).toEqual([]);
    }));
});

describe('a device that is busy', () => {
  const slow = { tags: [{ device: 'D', offset: 100, periodMs: 3_000 }], staleAfterMs: 9_000 };

  it.concurrent('for a moment keeps its values, and is asked again soon, however long its period; nobody is told', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const rig = add(rigFor(server, slow).start());
      await waitFor('the value', () => rig.quality() === 'good');
      const before = server.requests.length;
      const [busy, right] = [faults.exception(6), faults.none()];
      let isBusy = true;
      server.behave = exchange => {
        (isBusy ? busy : right)(exchange);
        isBusy = false;
      };
      await waitFor('the answer after it', () => server.requests.length === before + 2, 6_500);
      const [refused, again] = server.requests.slice(before);
      expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeLessThan(2_500);
      expect(rig.quality()).toBe('good');
      expect(told(rig)).toEqual(['connecting/none', 'online/none']);
    }));

  it.concurrent('for long is told so, and its values are given up', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const rig = add(rigFor(server, slow).start());
      await waitFor('the value', () => rig.quality() === 'good');
      server.behave = faults.exception(6);
      await waitFor('the trouble', () => stateOf(rig) === 'degraded', 6_500);
      expect([rig.quality(), rig.device('D').detail]).toEqual(['bad/device-fault', expect.stringContaining('busy')]);
      server.behave = faults.none();
      await waitFor('the value again', () => rig.quality() === 'good', 4_000);
      expect(stateOf(rig)).toBe('online');
    }));
});

describe('a device that has not answered one read', () => {
  const seldom = { staleAfterMs: 60_000, timeoutMs: 150 };
  const PAIR = [100, 101].map(offset => ({ device: 'D', offset, periodMs: 20_000 }));
  const MIXED = [
    { device: 'D', offset: 100, periodMs: 100 },
    { device: 'D', table: 'input' as const, offset: 300, periodMs: 3_000 },
  ];

  it.concurrent('and answers again is well soon, though the read that failed comes seldom', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const rig = add(rigFor(server, { ...seldom, tags: PAIR }).start());
      await waitFor('the values', () => rig.isGood());
      server.behave = first(1, faults.silence());
      await waitFor('the trouble', () => stateOf(rig) === 'degraded', 4_000);
      await waitFor('the return', () => stateOf(rig) === 'online', 3_000);
      expect(told(rig).slice(2)).toEqual(['degraded/timeout', 'online/none']);
      expect(rig.isGood()).toBe(true);
    }));

  it.concurrent.each(['tcp', 'rtu'] as const)('is asked that again soon, though others are answered (%s)', framing =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer(framing).listen());
      const rig = add(rigFor(server, { ...seldom, tags: MIXED }).start());
      await waitFor('the values', () => rig.isGood());
      const [right, silent] = [faults.none(), first(1, faults.silence())];
      server.behave = exchange => (exchange.request.offset === 300 ? silent : right)(exchange);
      await waitFor('the trouble', () => stateOf(rig) === 'degraded', 4_000);
      await waitFor('the return', () => stateOf(rig) === 'online', 2_000);
      expect(rig.isGood()).toBe(true);
    }));
});
