/** What is said about a device: one report a change, counters, and the median round trip. */
import { describe, expect, it } from 'vitest';
import type { DeviceChange } from '../../../main/acquisition/channel.ts';
import { DeviceRecord } from '../../../main/acquisition/device-state.ts';
import { createLog } from '../../../main/platform/log.ts';
import { channelContext, projectDevice } from '../../kit/project-parts.ts';
import { HandClock } from '../support/hand-clock.ts';

function open() {
  const clock = new HandClock();
  const changes: DeviceChange[] = [];
  const lines: string[] = [];
  const record = new DeviceRecord(
    projectDevice({ id: 'FCA', name: { zh: '甲', en: 'A' }, channel: 'fca', group: 'FC', unit: 11 }),
    channelContext({
      clock,
      log: createLog('t', { level: 'debug', write: line => void lines.push(line) }),
      onChange: change => void changes.push(change),
    }),
    { protocol: 'modbus-tcp', endpoint: () => '127.0.0.1:502/11', tagCount: 5, timeoutMs: 800 },
  );
  return { clock, changes, lines, record };
}

describe('DeviceRecord', () => {
  it('reports each change of state once, with its cause; the same state again only updates the status', () => {
    const { clock, changes, lines, record } = open();
    clock.advance(10);
    record.become('offline', 'refused', 'ECONNREFUSED');
    const since = clock.now();
    clock.advance(1_000);
    record.become('offline', 'timeout', 'no reply');
    expect(changes).toHaveLength(1);
    expect(lines).toHaveLength(1);
    expect(changes[0]).toMatchObject({ device: 'FCA', state: 'offline', cause: 'refused', detail: 'ECONNREFUSED' });
    expect(record.status()).toMatchObject({ state: 'offline', cause: 'timeout', detail: 'no reply', since });
    record.become('online');
    expect(changes).toHaveLength(2);
    expect(record.status()).toMatchObject({ state: 'online', cause: 'none', detail: '', since: clock.now() });
  });

  it('starts idle with zero counters and no round trip', () => {
    expect(open().record.status()).toEqual({
      device: 'FCA',
      group: 'FC',
      name: { zh: '甲', en: 'A' },
      channel: 'fca',
      protocol: 'modbus-tcp',
      endpoint: '127.0.0.1:502/11',
      tagCount: 5,
      timeoutMs: 800,
      state: 'idle',
      cause: 'none',
      detail: '',
      since: 1_800_000_000_000,
      requests: 0,
      failures: 0,
      timeouts: 0,
      overruns: 0,
      roundTripMs: null,
      clockOffsetMs: null,
    });
  });

  it('gives the median of the last 256 round trips', () => {
    const { record } = open();
    record.roundTrip(5);
    expect(record.status().roundTripMs).toBe(5);
    record.roundTrip(1);
    record.roundTrip(9);
    expect(record.status().roundTripMs).toBe(5);
    for (let i = 0; i < 256; i++) record.roundTrip(100 + i);
    expect(record.status().roundTripMs).toBe(228);
  });
});
