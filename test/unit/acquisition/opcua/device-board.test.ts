import { describe, expect, test } from 'vitest';
import type { DeviceChange } from '../../../../main/acquisition/channel.ts';
import { DeviceBoard, endpointUrl } from '../../../../main/acquisition/drivers/opcua/device-board.ts';
import { NodeProblems } from '../../../../main/acquisition/drivers/opcua/values/node-problems.ts';
import { channelContext, opcuaChannel, projectDevice } from '../../../kit/project-parts.ts';

function board() {
  const changes: DeviceChange[] = [];
  const devices = [projectDevice({ id: 'A' }), projectDevice({ id: 'B', isEnabled: false })];
  const own = new DeviceBoard(opcuaChannel({ devices }), [], channelContext({ onChange: c => void changes.push(c) }));
  return { own, told: () => changes.splice(0).map(change => `${change.device} ${change.state}`) };
}

describe('devices behind one session', () => {
  test('share its state, but one that is out of operation is disabled whatever happens', () => {
    const { own, told } = board();
    own.set('connecting', 'none', () => '');
    own.set('online', 'none', () => '');
    own.set('offline', 'timeout', () => '');
    expect(told()).toEqual(['A connecting', 'B disabled', 'A online', 'A offline']);
  });

  test('take over the state of the session when they are put back', () => {
    const { own, told } = board();
    own.set('online', 'none', () => '');
    told();
    expect([own.enable('B', true), own.enable('B', true), own.enable('X', true)]).toEqual([true, false, false]);
    expect(own.enable('A', false)).toBe(true);
    expect(told()).toEqual(['B online', 'A disabled']);
    expect([own.isAnyEnabled, own.enable('B', false), own.isAnyEnabled]).toEqual([true, true, false]);
  });
});

describe('endpoint', () => {
  test('is an opc.tcp address whatever the slashes', () => {
    expect(endpointUrl({ host: '10.0.0.5', port: 4840, path: '/gc' })).toBe('opc.tcp://10.0.0.5:4840/gc');
    expect(endpointUrl({ host: '::1', port: 4840, path: '' })).toBe('opc.tcp://[::1]:4840/');
  });
});

describe('what is wrong with single nodes', () => {
  test('is told of the device that they belong to, and only while it is so', () => {
    const problems = new NodeProblems(['A', 'A', 'B']);
    problems.refused(Uint32Array.of(0, 2), 'BadNodeIdUnknown at s=x');
    problems.overflowed(Uint32Array.of(1, 1));
    expect(problems.detailOf('A')).toBe(
      "1 of 2 nodes refused: BadNodeIdUnknown at s=x; 2 times the server's queue was too small and values were lost",
    );
    expect(problems.accepted(Uint32Array.of(0, 1))).toBe(true);
    expect(problems.accepted(Uint32Array.of(0, 1))).toBe(false);
    expect(problems.detailOf('A')).not.toContain('refused');
    expect(problems.detailOf('B')).toContain('1 of 1 nodes refused');
    problems.clear();
    expect(problems.detailOf('B')).toBe('');
  });
});
