/** Devices as the station tells of them, for the tests of the communication screen. */
import type { DeviceDiagnostics, DeviceStatus } from '../../../../../shared/model/device.ts';

export const NOW = Date.UTC(2026, 10, 22, 5, 59, 7);

export function deviceStatus(change: Partial<DeviceStatus> & Pick<DeviceStatus, 'device'>): DeviceStatus {
  return {
    name: { zh: change.device, en: change.device },
    channel: change.device.toLowerCase(),
    group: change.device,
    protocol: 'modbus-tcp',
    endpoint: '127.0.0.1:502/1',
    state: 'online',
    cause: 'none',
    detail: '',
    since: NOW - 60_000,
    requests: 1_000,
    failures: 0,
    timeouts: 0,
    overruns: 0,
    roundTripMs: 3,
    tagCount: 12,
    timeoutMs: 1_000,
    clockOffsetMs: null,
    ...change,
  };
}

export function deviceDiagnostics(change: Partial<DeviceDiagnostics> & Pick<DeviceDiagnostics, 'device'>) {
  const diagnostics: DeviceDiagnostics = {
    counters: {
      replies: 1_000,
      exceptions: 2,
      badFrames: 3,
      lateReplies: 0,
      writes: 0,
      writeFailures: 0,
      bytesSent: 0,
      bytesReceived: 0,
    },
    latency: { boundsMs: [10, 20], counts: [10, 0] },
    groups: [],
    holes: [],
    cost: null,
    isRecorded: true,
    ...change,
  };
  return diagnostics;
}
