import { describe, expect, test } from 'vitest';
import { parseOrder, parseReport } from '../../../../main/acquisition/drivers/opcua/message-check.ts';

const bounds = { nodes: 2, groups: 1 };
const samples = (index: number[], length = index.length) => ({
  index: Uint32Array.from(index),
  sourceT: new Float64Array(length),
  serverT: new Float64Array(length),
  v: new Float64Array(length),
  q: new Uint16Array(length),
  exact: null as unknown,
});
const published = (change: object) => ({
  kind: 'published',
  attempt: 1,
  group: 0,
  heardAt: 1,
  receivedAt: 1,
  cycleMs: 1_000,
  clockOffsetMs: Number.NaN,
  samples: null,
  overflowed: new Uint32Array(),
  ...change,
});
const node = {
  nodeId: 'i=85',
  browseName: 'a',
  displayName: 'a',
  nodeClass: 'variable',
  dataType: 'Double',
  access: 'read',
  preview: '1',
  index: 1,
};
const browsed = (change: object) => ({
  kind: 'browsed',
  attempt: 1,
  id: 1,
  outcome: { ok: true, nodes: [{ ...node, ...change }], page: null },
});
const connect = {
  kind: 'connect',
  attempt: 1,
  endpointUrl: 'opc.tcp://x',
  security: { mode: 'None', policy: 'None' },
  login: { kind: 'anonymous' },
  pkiDirectory: 'x',
  connectTimeoutMs: 1,
  timeoutMs: 1,
  pingMs: 1,
  groups: [{ periodMs: 1_000, mode: 'subscribe', samplingMs: 500, queueSize: 4 }],
  nodes: [{ nodeId: 'i=1', group: 0 }],
  fast: { index: Uint32Array.of(0), periodMs: Float64Array.of(100) },
  off: new Uint32Array(),
  isTapped: false,
};

describe('messages between channel and worker', () => {
  test('pass when whole', () => {
    const exact = new Map<number, bigint | string>([[0, 5n]]);
    const reports: unknown[] = [
      { kind: 'ready' },
      published({}),
      published({ samples: samples([1, 1]), overflowed: Uint32Array.of(1) }),
      published({ samples: { ...samples([1]), exact } }),
      { kind: 'online', attempt: 1, groups: [{ keepAliveMs: 1, requests: 0 }], clockOffsetMs: 0, server: null },
      { kind: 'granted', attempt: 1, group: 0, keepAliveMs: 1, requests: 0 },
      { kind: 'written', attempt: 1, id: 3, outcome: { ok: false, why: 'refused', sentAt: null, detail: '' } },
      { kind: 'frame', attempt: 1, direction: 'sent', bytes: new Uint8Array(3) },
      browsed({}),
      browsed({ index: null, access: null, dataType: null, preview: null }),
    ];
    for (const report of reports) expect(parseReport(report, bounds)).toBe(report);
    const orders: unknown[] = [
      connect,
      { kind: 'disconnect', attempt: 3 },
      { kind: 'watch', attempt: 3, fast: connect.fast, off: connect.off },
      { kind: 'write', attempt: 3, id: 1, index: 0, raw: 5n, deadlineAt: 7 },
      { kind: 'browse', attempt: 3, id: 1, nodeId: null, page: 2 },
      { kind: 'tap', attempt: 3, isOn: true },
    ];
    for (const order of orders) expect(parseOrder(order)).toBe(order);
  });

  test('are dropped when an index is out of bounds, a length differs or a field is missing', () => {
    const wrong: unknown[] = [
      null,
      'ready',
      published({ samples: samples([2]) }),
      published({ samples: samples([1], 2) }),
      published({ samples: {} }),
      published({ samples: { ...samples([1]), exact: new Map([[1, 5n]]) } }),
      published({ samples: { ...samples([1]), exact: new Map([[0, 5]]) } }),
      published({ overflowed: Uint32Array.of(2) }),
      published({ group: 1 }),
      { kind: 'failed', attempt: 1, cause: 'bored', detail: '' },
      { kind: 'online', attempt: 1, groups: [], clockOffsetMs: 0, server: null },
      {
        kind: 'online',
        attempt: 1,
        groups: [{ keepAliveMs: Number.NaN, requests: 0 }],
        clockOffsetMs: 0,
        server: null,
      },
      { kind: 'written', attempt: 1, id: 3, outcome: { ok: false, why: 'mood', sentAt: null, detail: '' } },
      { kind: 'written', attempt: 1, id: 3, outcome: { ok: true } },
      { kind: 'closed', attempt: -1 },
      browsed({ index: 2 }),
      browsed({ nodeClass: 'view' }),
      browsed({ displayName: null }),
    ];
    for (const data of wrong) expect(parseReport(data, bounds)).toBeNull();
    const orders: unknown[] = [
      undefined,
      { kind: 'connect', attempt: 1 },
      { ...connect, login: { kind: 'user', user: 'x' } },
      { ...connect, nodes: [{ nodeId: 'i=1' }] },
      { kind: 'write', attempt: 3, id: 1, index: 0, raw: '5', deadlineAt: 7 },
      { kind: 'write', attempt: 3, id: 1, index: 0, raw: 5, deadlineAt: Number.NaN },
      { kind: 'watch', attempt: 3, fast: { index: Uint32Array.of(1), periodMs: new Float64Array() }, off: connect.off },
    ];
    for (const order of orders) expect(parseOrder(order)).toBeNull();
  });
});
