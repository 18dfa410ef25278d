/** A driver that throws is started again, not the station; and of the one that has ended nothing lives on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel, ChannelContext, WriteResult } from '../../../main/acquisition/channel.ts';
import { DeviceRecord } from '../../../main/acquisition/device-state.ts';
import { SupervisedChannel } from '../../../main/acquisition/supervisor.ts';
import { systemClock } from '../../../main/platform/clock.ts';
import { createLog } from '../../../main/platform/log.ts';
import type { DeviceState } from '../../../shared/model/device.ts';
import { qualityReason } from '../../../shared/model/quality.ts';
import { channelContext, projectDevice } from '../../kit/project-parts.ts';

const HANDLES = Uint32Array.of(4, 7);
const ORDER = { handle: 4, raw: 1, deadline: 1e9 };
const DONE: WriteResult = { ok: true, sentAt: 1, answeredAt: 2 };
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const fail = (what: string) => (): never => {
  throw new Error(what);
};

/** A driver that does what the test says, and notes what it was told. */
class Driver implements Channel {
  readonly id = 'line';
  readonly calls: string[] = [];
  readonly context: ChannelContext;
  states: readonly DeviceState[] = ['online'];
  onStart: () => void = () => undefined;
  onStatus: () => void = () => undefined;
  onStop: () => Promise<void> = () => Promise.resolve();
  onWrite: () => Promise<WriteResult> = () => Promise.resolve(DONE);

  constructor(context: ChannelContext) {
    this.context = context;
  }

  start(): void {
    this.calls.push('start');
    this.onStart();
  }

  stop(): Promise<void> {
    this.calls.push('stop');
    return this.onStop();
  }

  status() {
    this.onStatus();
    return this.states.map((state, i) => ({ ...recordOf(`D${i}`).status(), state }));
  }

  diagnostics() {
    return this.states.map((_, i) => recordOf(`D${i}`).diagnostics({ groups: [], holes: [], cost: null }));
  }

  hasten(handles: ReadonlySet<number>): void {
    this.calls.push(`hasten ${[...handles].join()}`);
  }

  setEnabled(device: string, isEnabled: boolean): void {
    this.calls.push(`${device} ${isEnabled ? 'on' : 'off'}`);
  }

  write(): Promise<WriteResult> {
    return this.onWrite();
  }
}

const recordOf = (id: string) =>
  new DeviceRecord(projectDevice({ id }), channelContext(), {
    protocol: 'modbus-tcp',
    tagCount: 1,
    timeoutMs: 1_000,
    endpoint: () => '',
  });

describe('SupervisedChannel', () => {
  let supervised: SupervisedChannel;
  let drivers: Driver[];
  /** What the station was told, in order: lost values and changes of devices. */
  let told: string[];
  let lines: string[];
  let prepare: (driver: Driver) => void;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    // No jitter.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    drivers = [];
    told = [];
    lines = [];
    prepare = () => undefined;
    const { guard: _guard, ...context } = channelContext({
      clock: systemClock,
      log: createLog('t', { level: 'info', write: line => void lines.push(line) }),
      sink: {
        update: () => undefined,
        confirm: () => undefined,
        invalidate: (handles, reason) => void told.push(`${[...handles].join()} ${qualityReason(reason)}`),
      },
      onChange: ({ device, state, cause, detail }) => void told.push(`${device} ${state} ${cause}: ${detail}`),
    });
    supervised = new SupervisedChannel({
      id: 'line',
      handles: HANDLES,
      context,
      devices: [recordOf('D0').status()],
      create: own => {
        const driver = new Driver(own);
        drivers.push(driver);
        prepare(driver);
        return driver;
      },
    });
  });
  afterEach(async () => {
    await supervised.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  const driver = (): Driver => {
    const last = drivers.at(-1);
    if (last === undefined) throw new Error('no driver was made');
    return last;
  };

  it('hands everything on to the driver and its answers back', async () => {
    supervised.start();
    supervised.hasten(new Set([4]));
    supervised.setEnabled('D0', false);
    expect(driver().calls).toEqual(['start', 'hasten ', 'hasten 4', 'D0 off']);
    expect(supervised.status().map(s => [s.device, s.state])).toEqual([['D0', 'online']]);
    expect(supervised.diagnostics().map(d => d.device)).toEqual(['D0']);
    expect(await supervised.write(ORDER)).toBe(DONE);
    await supervised.stop();
    expect([driver().calls.at(-1), told, lines]).toEqual(['stop', [], []]);
  });

  it.each([
    ['when it is made', () => (prepare = fail('boom'))],
    ['when it starts', () => (prepare = d => void (d.onStart = fail('boom')))],
  ] as const)('starts a driver again that throws %s', async (_when, breakIt) => {
    breakIt();
    supervised.start();
    expect(told).toEqual(['4,7 comm-loss', 'D0 offline internal: boom']);
    expect(lines.join()).toContain('the driver of channel line failed and is started again: Error: boom');
    prepare = () => undefined;
    await advance(999);
    expect(drivers).toHaveLength(1);
    await advance(1);
    expect([drivers.length, driver().calls]).toEqual([2, ['start', 'hasten ']]);
    expect(supervised.status()[0]?.state).toBe('online');
  });

  it('starts a driver again that throws in a callback: its values are lost before anybody hears of it', async () => {
    supervised.start();
    driver().states = ['online', 'disabled', 'degraded'];
    driver().context.guard(fail('boom'))();
    expect(told).toEqual(['4,7 comm-loss', 'D0 offline internal: boom', 'D2 offline internal: boom']);
    expect(supervised.status().map(s => [s.state, s.cause, s.detail])).toEqual([
      ['offline', 'internal', 'boom'],
      ['disabled', 'none', ''],
      ['offline', 'internal', 'boom'],
    ]);
    expect(supervised.status()[0]?.since).toBe(systemClock.now());
    expect([supervised.diagnostics(), drivers[0]?.calls.at(-1)]).toEqual([[], 'stop']);
    await advance(1_000);
    expect(drivers).toHaveLength(2);
  });

  it.each([
    'status',
    'diagnostics',
    'hasten',
    'setEnabled',
  ] as const)('starts a driver again that throws in %s, and the caller notices nothing', async what => {
    supervised.start();
    vi.spyOn(driver(), what).mockImplementationOnce(fail('boom'));
    const ask = {
      status: () => supervised.status().map(s => s.state),
      diagnostics: () => supervised.diagnostics(),
      hasten: () => supervised.hasten(new Set([4])),
      setEnabled: () => supervised.setEnabled('D0', false),
    }[what];
    expect(ask()).toEqual({ status: ['offline'], diagnostics: [], hasten: undefined, setEnabled: undefined }[what]);
    expect(told).toEqual(['4,7 comm-loss', 'D0 offline internal: boom']);
    await advance(1_000);
    expect(drivers).toHaveLength(2);
  });

  it.each([
    ['throws', fail('boom')],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ] as const)('cannot say of a write whether it left when the driver %s in it', async (_how, onWrite) => {
    supervised.start();
    await advance(5);
    driver().onWrite = onWrite;
    expect(await supervised.write(ORDER)).toEqual({
      ok: false,
      why: 'unanswered',
      sentAt: systemClock.monotonic(),
      detail: 'the driver of channel line failed',
    });
    expect(told[0]).toBe('4,7 comm-loss');
    await advance(1_000);
    expect(drivers).toHaveLength(2);
  });

  it('takes no write while there is no driver', async () => {
    supervised.start();
    driver().context.guard(fail('boom'))();
    expect(await supervised.write(ORDER)).toEqual({
      ok: false,
      why: 'not-connected',
      sentAt: null,
      detail: 'channel line is being restarted',
    });
  });

  it('does not start the new driver again for a write that the old one rejects late', async () => {
    supervised.start();
    let reject: (error: Error) => void = () => undefined;
    driver().onWrite = () => new Promise((_resolve, no) => void (reject = no));
    const result = supervised.write(ORDER);
    driver().context.guard(fail('boom'))();
    await advance(1_000);
    reject(new Error('at last'));
    expect(await result).toMatchObject({ why: 'unanswered' });
    await advance(60_000);
    expect(drivers).toHaveLength(2);
  });

  it('lets no callback of a driver through that has ended, whether it would throw or not', async () => {
    supervised.start();
    const { guard } = driver().context;
    const seen: number[] = [];
    const callback = guard((value: number) => void seen.push(value));
    callback(1);
    guard(fail('boom'))();
    callback(2);
    guard(fail('again'))();
    await advance(1_000);
    callback(3);
    guard(fail('and again'))();
    expect([seen, drivers.length]).toEqual([[1], 2]);
    expect(told.filter(t => t.includes('comm-loss'))).toHaveLength(1);
    await supervised.stop();
    driver().context.guard(() => void seen.push(4))();
    expect(seen).toEqual([1]);
  });

  it('waits longer each time, up to 30 s, and begins with a short wait when a driver has run for a minute', async () => {
    supervised.start();
    const waits: number[] = [];
    const crash = async () => {
      driver().context.guard(fail('boom'))();
      const [before, since] = [drivers.length, systemClock.monotonic()];
      while (drivers.length === before) await advance(100);
      waits.push(systemClock.monotonic() - since);
    };
    for (let i = 0; i < 7; i++) await crash();
    await advance(59_000);
    await crash();
    await advance(60_000);
    await crash();
    await crash();
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 1, 2].map(s => s * 1_000));
  });

  it('tells a new driver which devices are switched off before it starts, and what is to be read fast', async () => {
    supervised.setEnabled('D0', false);
    supervised.hasten(new Set([4, 7]));
    supervised.start();
    expect(driver().calls).toEqual(['D0 off', 'start', 'hasten 4,7']);
    driver().context.guard(fail('boom'))();
    supervised.setEnabled('D1', false);
    supervised.setEnabled('D0', true);
    supervised.hasten(new Set([7]));
    await advance(1_000);
    expect(driver().calls).toEqual(['D0 on', 'D1 off', 'start', 'hasten 7']);
  });

  it('waits for the old driver to let go before it starts a new one, but not for ever', async () => {
    supervised.start();
    let letGo: () => void = () => undefined;
    driver().onStop = () => new Promise(resolve => void (letGo = resolve));
    driver().context.guard(fail('boom'))();
    await advance(3_000);
    expect(drivers).toHaveLength(1);
    letGo();
    await advance(0);
    expect(drivers).toHaveLength(2);
    driver().onStop = () => new Promise(() => undefined);
    driver().context.guard(fail('boom'))();
    await advance(4_999);
    expect(drivers).toHaveLength(2);
    await advance(1);
    expect(drivers).toHaveLength(3);
  });

  it('is not kept by a driver that fails in its end or has no status to tell any more', async () => {
    supervised.start();
    supervised.status();
    driver().onStop = () => Promise.reject(new Error('stuck'));
    driver().onStatus = fail('no status');
    driver().context.guard(fail('boom'))();
    await advance(1_000);
    expect(drivers).toHaveLength(2);
    expect(lines.some(l => l.includes('did not stop: Error: stuck'))).toBe(true);
    expect(lines.some(l => l.includes('tells no status: Error: no status'))).toBe(true);
  });

  it('keeps what was last known of the devices when the next driver cannot even be made', async () => {
    supervised.start();
    driver().context.guard(fail('boom'))();
    prepare = fail('worse');
    await advance(1_000);
    expect(supervised.status().map(s => [s.device, s.state, s.detail])).toEqual([['D0', 'offline', 'worse']]);
  });

  it('tells of the devices also when the very first driver cannot be made, and tries again', async () => {
    prepare = fail('worse');
    supervised.start();
    expect(supervised.status().map(s => [s.device, s.state, s.cause])).toEqual([['D0', 'offline', 'internal']]);
    expect(told).toEqual([expect.stringContaining('comm-loss'), 'D0 offline internal: worse']);
    prepare = () => undefined;
    await advance(1_000);
    expect(supervised.status().map(s => [s.device, s.state])).toEqual([['D0', 'online']]);
  });

  it('starts nothing after it was stopped, neither at once nor later, and may be stopped twice', async () => {
    supervised.start();
    driver().context.guard(fail('boom'))();
    await supervised.stop();
    await supervised.stop();
    await advance(60_000);
    expect(drivers).toHaveLength(1);
  });

  it('starts nothing when it is stopped while the old driver lets go', async () => {
    supervised.start();
    let letGo: () => void = () => undefined;
    driver().onStop = () => new Promise(resolve => void (letGo = resolve));
    driver().context.guard(fail('boom'))();
    await advance(2_000);
    let hasStopped = false;
    const stopped = supervised.stop().then(() => void (hasStopped = true));
    await advance(100);
    expect(hasStopped).toBe(false);
    letGo();
    await stopped;
    await advance(60_000);
    expect(drivers).toHaveLength(1);
  });

  it('says when a driver fails while it is stopped, and calls no device lost for that', async () => {
    supervised.start();
    const own = driver();
    own.onStop = () => {
      own.context.guard(fail('in the end'))();
      return Promise.reject(new Error('stuck'));
    };
    await supervised.stop();
    expect([told, drivers.length]).toEqual([[], 1]);
    expect(lines.some(l => l.includes('failed while it was stopped: Error: in the end'))).toBe(true);
    expect(lines.some(l => l.includes('did not stop: Error: stuck'))).toBe(true);
  });

  it('says what was thrown also when it is no error', () => {
    supervised.start();
    const thrown: unknown = 'just a word';
    driver().context.guard(() => {
      throw thrown;
    })();
    expect(told[1]).toBe('D0 offline internal: just a word');
  });
});
