import { describe, expect, test } from 'vitest';
import { resolveNodeAddress } from '../../../main/acquisition/drivers/opcua/client/node-address.ts';
import { endpointUrl } from '../../../main/acquisition/drivers/opcua/device-board.ts';
import { FailureError, failureOf } from '../../../main/acquisition/drivers/opcua/failure.ts';
import { LiveValues } from '../../../main/acquisition/drivers/opcua/live-values.ts';
import { parseOrder, parseReport } from '../../../main/acquisition/drivers/opcua/messages.ts';
import { systemClock } from '../../../main/platform/clock.ts';
import { COMM_LOSS, CONFIG_ERROR, DEVICE_FAULT, GOOD } from '../../../shared/model/quality.ts';

describe('node address', () => {
  const namespaces = ['http://opcfoundation.org/UA/', 'urn:gc', 'urn:a;b%'];

  test('a namespace URI becomes the index that the server has given it', () => {
    expect(resolveNodeAddress('nsu=urn:gc;s=AT-1501.C1;x', namespaces)).toEqual({
      ok: true,
      nodeId: 'ns=1;s=AT-1501.C1;x',
    });
    expect(resolveNodeAddress('nsu=urn:a%3Bb%25;i=7', namespaces)).toEqual({ ok: true, nodeId: 'ns=2;i=7' });
    expect(resolveNodeAddress('i=2259', namespaces)).toEqual({ ok: true, nodeId: 'ns=0;i=2259' });
  });

  test('what is no NodeId, or of a namespace the server lacks, is a problem and no exception', () => {
    for (const text of ['', 'x', 'ns=1;', 'nsu=urn:other;s=a', 'i=-1', 'i=4294967296', 'g=12', 'ns=1;b=*']) {
      expect(resolveNodeAddress(text, namespaces).ok).toBe(false);
    }
  });
});

describe('cause of a failure', () => {
  test('is what a technician would look for', () => {
    const cases = {
      'connect ECONNREFUSED 127.0.0.1:4840': 'refused',
      'The connection may have been rejected by server,\n Err = (read ECONNRESET)': 'reset',
      'The connection may have been rejected by server,\n Err = (Timeout waiting)': 'timeout',
      'The connection has been rejected by server: BadSecurityChecksFailed (0x80130000)': 'access-denied',
      'getaddrinfo ENOTFOUND gc.local': 'unreachable',
      'serviceResult = BadUserAccessDenied (0x801f0000)': 'access-denied',
      'serviceResult = BadTooManySessions (0x80560000)': 'exception',
      'Connection Break': 'closed',
      'x is not a function': 'internal',
    } as const;
    for (const [text, cause] of Object.entries(cases))
      expect([text, failureOf(new Error(text)).cause]).toEqual([text, cause]);
  });

  test('is kept where it is known, on one bounded line', () => {
    expect(failureOf(new FailureError({ cause: 'no-secret', detail: 'x' }))).toEqual({
      cause: 'no-secret',
      detail: 'x',
    });
    expect(failureOf(new Error(`a\n${'b'.repeat(999)}`)).detail).toMatch(/^a b{298}$/);
  });
});

describe('endpoint', () => {
  test('is an opc.tcp address whatever the slashes', () => {
    expect(endpointUrl({ host: '10.0.0.5', port: 4840, path: '/gc' })).toBe('opc.tcp://10.0.0.5:4840/gc');
    expect(endpointUrl({ host: '::1', port: 4840, path: '' })).toBe('opc.tcp://[::1]:4840/');
  });
});

describe('messages between channel and worker', () => {
  const samples = (index: number[], length = index.length) => ({
    index: Uint32Array.from(index),
    t: new Float64Array(length),
    v: new Float64Array(length),
    q: new Uint16Array(length),
  });

  test('pass when whole', () => {
    expect(parseReport({ kind: 'ready' }, 0)).toEqual({ kind: 'ready' });
    expect(parseReport({ kind: 'published', attempt: 1, samples: null }, 2)).not.toBeNull();
    expect(parseReport({ kind: 'published', attempt: 1, samples: samples([1]) }, 2)).not.toBeNull();
    expect(parseOrder({ kind: 'disconnect', attempt: 3 })).toEqual({ kind: 'disconnect', attempt: 3 });
  });

  test('are dropped when an index is out of bounds, a length differs or a field is missing', () => {
    const wrong: unknown[] = [
      null,
      'ready',
      { kind: 'published', attempt: 1, samples: samples([2]) },
      { kind: 'published', attempt: 1, samples: samples([1], 2) },
      { kind: 'published', attempt: 1, samples: {} },
      { kind: 'failed', attempt: 1, cause: 'bored', detail: '' },
      { kind: 'online', attempt: 1, keepAliveMs: Number.NaN },
      { kind: 'closed', attempt: -1 },
    ];
    for (const data of wrong) expect(parseReport(data, 2)).toBeNull();
    expect(parseOrder({ kind: 'connect', attempt: 1 })).toBeNull();
    expect(parseOrder(undefined)).toBeNull();
  });
});

describe('live values', () => {
  function recorded() {
    const calls: unknown[] = [];
    const sink = {
      update: (batch: { handles: Uint32Array; v: Float64Array }) =>
        calls.push(['update', ...batch.handles, ...batch.v]),
      confirm: (handles: Uint32Array) => calls.push(['confirm', ...handles]),
      invalidate: (handles: Uint32Array, q: number) => calls.push(['invalidate', q, ...handles]),
    };
    const values = new LiveValues(Uint32Array.of(7, 8, 9), sink, systemClock);
    return { calls, values };
  }
  const published = (...rows: readonly (readonly [number, number, number])[]) => ({
    index: Uint32Array.from(rows, row => row[0]),
    t: new Float64Array(rows.length).fill(Number.NaN),
    v: Float64Array.from(rows, row => row[1]),
    q: Uint16Array.from(rows, row => row[2]),
  });

  test('a keep-alive confirms what is live, never what is bad or was never read', () => {
    const { calls, values } = recorded();
    values.published(null);
    values.published(published([0, 1.5, GOOD], [1, Number.NaN, DEVICE_FAULT]));
    values.published(null);
    expect(calls).toEqual([
      ['update', 7, 1.5],
      ['invalidate', DEVICE_FAULT, 8],
      ['confirm', 7],
    ]);
  });

  test('a value that turns bad is no longer confirmed', () => {
    const { calls, values } = recorded();
    values.published(published([0, 1, GOOD]));
    values.refused(Uint32Array.of(0));
    values.published(null);
    expect(calls.slice(1)).toEqual([['invalidate', CONFIG_ERROR, 7]]);
  });

  test('a loss invalidates everything once', () => {
    const { calls, values } = recorded();
    values.published(published([0, 1, GOOD]));
    values.lost();
    values.lost();
    values.published(null);
    expect(calls.slice(1)).toEqual([['invalidate', COMM_LOSS, 7, 8, 9]]);
  });
});
