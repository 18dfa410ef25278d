/** What reaches the sink, and in which order: keep-alives, several values of one tag, losses, disabled devices. */
import { describe, expect, test } from 'vitest';
import type { RawBatch } from '../../../../main/acquisition/channel.ts';
import { LiveValues } from '../../../../main/acquisition/drivers/opcua/values/live-values.ts';
import { SourceClock } from '../../../../main/acquisition/drivers/opcua/values/source-clock.ts';
import {
  COMM_LOSS,
  CONFIG_ERROR,
  DEVICE_FAULT,
  DISABLED,
  GOOD,
  NOT_READ_YET,
} from '../../../../shared/model/quality.ts';

const RECEIVED_AT = 1_800_000_000_000;

/** Tags 7, 8 and 9; the last one is of another scan group. */
function recorded(isReadGroup = false) {
  const calls: unknown[] = [];
  const batches: RawBatch[] = [];
  const sink = {
    update: (batch: RawBatch) => {
      batches.push(batch);
      calls.push(['update', ...batch.handles, ...batch.v]);
    },
    confirm: (handles: Uint32Array) => calls.push(['confirm', ...handles]),
    invalidate: (handles: Uint32Array, q: number) => calls.push(['invalidate', q, ...handles]),
  };
  const clock = new SourceClock(60_000);
  const values = new LiveValues({
    handles: Uint32Array.of(7, 8, 9),
    nodes: [{ group: 0 }, { group: 0 }, { group: 1 }],
    isReadGroup: () => isReadGroup,
    sink,
    clock,
  });
  return { calls, batches, values, clock };
}

type Row = readonly [index: number, v: number, q: number, sourceT?: number];

function report(group: number, ...rows: readonly Row[]) {
  const nan = new Float64Array(rows.length).fill(Number.NaN);
  return {
    group,
    receivedAt: RECEIVED_AT,
    samples: {
      index: Uint32Array.from(rows, row => row[0]),
      sourceT: Float64Array.from(rows, row => row[3] ?? Number.NaN),
      serverT: nan,
      v: Float64Array.from(rows, row => row[1]),
      q: Uint16Array.from(rows, row => row[2]),
      exact: null as ReadonlyMap<number, bigint | string> | null,
    },
  };
}

const keepAlive = (group: number) => ({ group, receivedAt: RECEIVED_AT, samples: null });

describe('live values', () => {
  test('a keep-alive confirms what is live, never what is bad or was never read', () => {
    const { calls, values } = recorded();
    values.published(keepAlive(0));
    values.published(report(0, [0, 1.5, GOOD], [1, Number.NaN, DEVICE_FAULT]));
    values.published(keepAlive(0));
    expect(calls).toEqual([
      ['update', 7, 1.5],
      ['invalidate', DEVICE_FAULT, 8],
      ['confirm', 7],
    ]);
  });

  test('a keep-alive of one group keeps nothing alive in another', () => {
    const { calls, values } = recorded();
    values.published(report(0, [0, 1, GOOD]));
    values.published(report(1, [2, 2, GOOD]));
    calls.length = 0;
    values.published(keepAlive(1));
    expect(calls).toEqual([['confirm', 9]]);
  });

  test('a scan of a read group confirms nothing that it has not brought', () => {
    const { calls, values } = recorded(true);
    values.published(report(0, [0, 1, GOOD], [1, 2, GOOD]));
    values.published(report(0, [0, 1, GOOD]));
    expect(calls).toEqual([
      ['update', 7, 8, 1, 2],
      ['update', 7, 1],
    ]);
  });

  test('several values of one tag in one response come one after the other, good and bad in their order', () => {
    const { calls, values } = recorded();
    values.published(
      report(0, [0, 1, GOOD], [1, 10, GOOD], [0, Number.NaN, DEVICE_FAULT], [0, 3, GOOD], [1, Number.NaN, COMM_LOSS]),
    );
    expect(calls).toEqual([
      ['update', 7, 8, 1, 10],
      ['invalidate', DEVICE_FAULT, 7],
      ['invalidate', COMM_LOSS, 8],
      ['update', 7, 3],
    ]);
    values.published(report(0, [0, 4, GOOD]));
    expect(calls.slice(4)).toEqual([
      ['confirm', 7],
      ['update', 7, 4],
    ]);
  });

  test('what a double cannot carry travels with its own value', () => {
    const { batches, values } = recorded();
    const given = report(0, [0, 1, GOOD], [1, Number.NaN, GOOD], [0, 2, GOOD]);
    given.samples.exact = new Map<number, bigint | string>([
      [1, 'open'],
      [2, 2n ** 60n],
    ]);
    values.published(given);
    expect(batches.map(batch => batch.exact)).toEqual([new Map([[1, 'open']]), new Map([[0, 2n ** 60n]])]);
  });

  test('a value has the time of its source, unless that is missing, in the future or of a wrong clock', () => {
    const { batches, values, clock } = recorded();
    const old = RECEIVED_AT - 3_600_000;
    values.published(report(0, [0, 1, GOOD, old], [1, 2, GOOD]));
    expect([...(batches[0]?.t ?? [])]).toEqual([old, RECEIVED_AT]);
    values.published(report(0, [0, 1, GOOD, RECEIVED_AT + 59_000], [1, 2, GOOD, RECEIVED_AT + 61_000]));
    expect([...(batches[1]?.t ?? [])]).toEqual([RECEIVED_AT + 59_000, RECEIVED_AT]);
    clock.observe(-7_200_000);
    values.published(report(0, [0, 1, GOOD, old]));
    expect([...(batches[2]?.t ?? [])]).toEqual([RECEIVED_AT]);
    expect([...(batches[2]?.sourceT ?? [])]).toEqual([old]);
  });

  test('a value that turns bad is no longer confirmed', () => {
    const { calls, values } = recorded();
    values.published(report(0, [0, 1, GOOD]));
    values.refused(Uint32Array.of(0));
    values.published(keepAlive(0));
    expect(calls.slice(1)).toEqual([['invalidate', CONFIG_ERROR, 7]]);
  });

  test('a loss invalidates everything once', () => {
    const { calls, values } = recorded();
    values.published(report(0, [0, 1, GOOD]));
    values.lost();
    values.lost();
    values.published(keepAlive(0));
    expect(calls.slice(1)).toEqual([['invalidate', COMM_LOSS, 7, 8, 9]]);
  });

  test('values of a disabled device say so, whatever the server or a loss says, until it is back', () => {
    const { calls, values } = recorded();
    values.published(report(0, [0, 1, GOOD], [1, 2, GOOD]));
    calls.length = 0;
    values.setOff(Uint32Array.of(0), true);
    values.published(report(0, [0, 5, GOOD]));
    values.published(keepAlive(0));
    values.refused(Uint32Array.of(0));
    values.lost();
    values.setOff(Uint32Array.of(0), false);
    expect(calls).toEqual([
      ['invalidate', DISABLED, 7],
      ['confirm', 8],
      ['confirm', 8],
      ['invalidate', COMM_LOSS, 8, 9],
      ['invalidate', COMM_LOSS, 7],
    ]);
    values.published(report(0, [0, 6, GOOD]));
    values.setOff(Uint32Array.of(0), true);
    values.setOff(Uint32Array.of(0), false);
    expect(calls.at(-1)).toEqual(['invalidate', NOT_READ_YET, 7]);
  });
});
