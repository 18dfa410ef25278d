/** What the device table says of a device, and in which order. */
import { describe, expect, test } from 'vitest';
import {
  addressOf,
  countLevels,
  figuresOf,
  groupByChannel,
  inTableOrder,
  stateWords,
  successPercent,
} from '../../../../../renderer/communication/devices/device-figures.ts';
import { levelOf } from '../../../../../renderer/ui/device-level.ts';
import { DEVICE_CAUSES, DEVICE_STATES } from '../../../../../shared/model/device.ts';
import { catalogEn } from '../../../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../../../shared/text/catalog-zh.ts';
import { deviceDiagnostics, deviceStatus, NOW } from './sample-devices.ts';

describe('figures of a device', () => {
  const diagnostics = deviceDiagnostics({ device: 'PLC' });

  test('are those of its counters and its histogram', () => {
    expect(figuresOf(deviceStatus({ device: 'PLC', timeouts: 4, failures: 9 }), diagnostics)).toEqual({
      p50: 5,
      p95: 9.5,
      success: 99.1,
      timeouts: 4,
      exceptions: 2,
      badFrames: 3,
    });
  });

  test.each([
    'offline',
    'disabled',
    'connecting',
    'idle',
  ] as const)('have no round trip while it is %s, though there was one before', state => {
    expect(figuresOf(deviceStatus({ device: 'PLC', state }), diagnostics)).toMatchObject({ p50: null, p95: null });
  });

  test('are none, and not 0, for what the station has not told yet', () => {
    const figures = figuresOf(deviceStatus({ device: 'PLC', requests: 0 }), undefined);
    expect(figures).toMatchObject({ p50: null, success: null, exceptions: null, badFrames: null });
  });

  test('say 100 % only where nothing has failed', () => {
    expect(successPercent({ requests: 1_000_000, failures: 0 })).toBe(100);
    expect(successPercent({ requests: 1_000_000, failures: 1 })).toBe(99.99);
    expect(successPercent({ requests: 3, failures: 1 })).toBe(66.66);
    expect(successPercent({ requests: 3, failures: 3 })).toBe(0);
    expect(successPercent({ requests: 0, failures: 0 })).toBeNull();
  });
});

describe('state in words', () => {
  const lost = deviceStatus({ device: 'FCC', state: 'offline', cause: 'refused', since: NOW - 180_000 });

  test('names the cause and since when, in the chosen language', () => {
    expect(stateWords(lost, catalogEn, NOW)).toBe('lost: connection refused · 3\u00a0min');
    expect(stateWords(lost, catalogZh, NOW)).toBe('中断：连接被拒绝 · 3\u00a0min');
    expect(stateWords(deviceStatus({ device: 'PLC', state: 'disabled' }), catalogEn, NOW)).toBe(
      'out of operation · 60\u00a0s',
    );
  });

  test('is one word for what is as it should be', () => {
    expect(stateWords(deviceStatus({ device: 'PLC' }), catalogEn, NOW)).toBe('good');
  });

  test('is never empty and never mixes languages, whatever state and cause', () => {
    for (const state of DEVICE_STATES) {
      for (const cause of DEVICE_CAUSES) {
        const status = deviceStatus({ device: 'X', state, cause });
        expect(stateWords(status, catalogEn, NOW)).toMatch(/^[\x20-\x7e\u00a0\u00b7]+$/);
        expect(stateWords(status, catalogZh, NOW)).not.toMatch(/[a-z]{4,}/);
      }
    }
  });
});

describe('addresses', () => {
  test('part the unit from the place where the device is looked for', () => {
    expect(addressOf({ endpoint: '10.10.1.11:502/17', protocol: 'modbus-tcp' })).toEqual({
      address: '10.10.1.11:502',
      unit: '17',
    });
    expect(addressOf({ endpoint: '/dev/ttyS0/31', protocol: 'modbus-rtu' })).toEqual({
      address: '/dev/ttyS0',
      unit: '31',
    });
    expect(addressOf({ endpoint: 'opc.tcp://10.0.0.1:4840/gc', protocol: 'opcua' })).toEqual({
      address: '10.0.0.1:4840/gc',
      unit: null,
    });
  });
});

describe('groups', () => {
  const line = { channel: 'rs485', protocol: 'modbus-rtu-tcp', endpoint: '127.0.0.1:15027/31' } as const;
  const devices = [
    deviceStatus({ device: 'PLC' }),
    deviceStatus({ device: 'UPS', ...line }),
    deviceStatus({ device: 'CP', ...line }),
    deviceStatus({ device: 'COM', protocol: 'modbus-rtu', endpoint: '/dev/ttyS0/1' }),
    deviceStatus({ device: 'GC', protocol: 'opcua', endpoint: 'opc.tcp://127.0.0.1:4840/gc' }),
  ];

  test('hold the devices of one line together and put those with a connection of their own first', () => {
    const groups = groupByChannel(devices);
    expect(groups.map(group => [group.line?.channel ?? null, group.members.map(d => d.device)])).toEqual([
      [null, ['PLC', 'GC']],
      ['rs485', ['UPS', 'CP']],
      ['com', ['COM']],
    ]);
    expect(groups[1]?.line).toEqual({ channel: 'rs485', protocol: 'modbus-rtu-tcp', address: '127.0.0.1:15027' });
  });

  test('give the order of the rows, every device once', () => {
    expect(inTableOrder(devices).map(d => d.device)).toEqual(['PLC', 'GC', 'UPS', 'CP', 'COM']);
    expect(groupByChannel([])).toEqual([]);
  });

  test('are counted by how well the devices are reached', () => {
    const levels = [...devices, deviceStatus({ device: 'Z', state: 'disabled' })].map(d => levelOf(d.state));
    expect(countLevels(levels)).toEqual({ full: 5, half: 0, crossed: 0, hollow: 1, unknown: 0 });
  });
});
