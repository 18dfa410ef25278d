/** Times on a serial line against the numbers of MODBUS over Serial Line V1.02. */
import { describe, expect, it } from 'vitest';
import { timingOf } from '../../../../../main/acquisition/drivers/modbus/wire/line-timing.ts';
import type { ModbusRtuChannel, ModbusRtuTcpChannel, SerialPortSettings } from '../../../../../main/project/types.ts';

const base = {
  id: 'line',
  connectTimeoutMs: 1_000,
  timeoutMs: 500,
  recorderMb: 0,
  devices: [],
  inFlight: 1,
  lateReplyMs: 1_000,
  turnaroundMs: 0,
  hasEcho: false,
};

function serial(settings: Partial<SerialPortSettings> = {}, turnaroundMs = 0) {
  const port = { path: 'p', baudRate: 9_600, parity: 'even', dataBits: 8, stopBits: 1, raisesRts: false } as const;
  const channel: ModbusRtuChannel = { ...base, protocol: 'modbus-rtu', turnaroundMs, serial: { ...port, ...settings } };
  return timingOf(channel);
}

describe('timingOf a serial port', () => {
  it('keeps 3.5 characters of silence up to 19,200 Bd and 1.75 ms above', () => {
    // A character of the standard has 11 bits.
    expect(serial().betweenFramesMs).toBeCloseTo(4.01, 2);
    expect(serial({ baudRate: 19_200 }).betweenFramesMs).toBeCloseTo(2.005, 3);
    expect(serial({ baudRate: 38_400 }).betweenFramesMs).toBe(1.75);
    expect(serial({ baudRate: 115_200 }).betweenFramesMs).toBe(1.75);
  });

  it.each([
    [{}, 11],
    [{ parity: 'odd' }, 11],
    [{ parity: 'none' }, 10],
    [{ parity: 'none', stopBits: 2 }, 11],
    [{ dataBits: 7 }, 10],
    [{ dataBits: 7, parity: 'none', stopBits: 2 }, 10],
  ] as const)('counts start, data, parity and stop bits: with %o a character has %i', (settings, bits) => {
    expect(serial({ ...settings, baudRate: 1_000 }).durationMs(1)).toBeCloseTo(bits, 9);
  });

  it('knows how long a frame takes', () => {
    expect(serial().durationMs(256)).toBeCloseTo((256 * 11) / 9.6, 6);
    expect(serial().durationMs(0)).toBe(0);
  });

  it('waits longer between frames where the project knows that the transceivers need it', () => {
    expect(serial({}, 30).betweenFramesMs).toBe(30);
    expect(serial({ baudRate: 300 }, 30).betweenFramesMs).toBeCloseTo(3.5 * (11 / 0.3), 6);
  });

  it('takes noise for over after 50 ms, and on a very slow line after 3.5 characters', () => {
    expect(serial().afterNoiseMs).toBe(50);
    expect(serial({ baudRate: 300 }).afterNoiseMs).toBeCloseTo(128.3, 1);
  });

  it('leaves the devices 100 – 200 ms to act on a broadcast, or their turnaround', () => {
    expect(serial().broadcastMs).toBeGreaterThanOrEqual(100);
    expect(serial().broadcastMs).toBeLessThanOrEqual(200);
    expect(serial({}, 400).broadcastMs).toBe(400);
  });
});

describe('timingOf a serial server', () => {
  const channel: ModbusRtuTcpChannel = { ...base, protocol: 'modbus-rtu-tcp', host: 'h', port: 1, backup: null };

  it('leaves the gaps to the server and keeps only what the project asks for', () => {
    const timing = timingOf(channel);
    expect([timing.betweenFramesMs, timing.durationMs(256), timing.afterNoiseMs]).toEqual([0, 0, 50]);
    expect(timing.broadcastMs).toBeGreaterThanOrEqual(100);
    const patient = timingOf({ ...channel, turnaroundMs: 300 });
    expect([patient.betweenFramesMs, patient.broadcastMs]).toEqual([300, 300]);
  });
});
