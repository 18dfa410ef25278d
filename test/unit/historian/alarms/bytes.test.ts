/** Blocks and contexts as bytes: what comes back, and what is not taken for whole. */
import { describe, expect, it } from 'vitest';
import {
  BLOCK_ROWS,
  blockOf,
  emptyBlock,
  packBlock,
  putRow,
  spanOf,
  unpackBlock,
} from '../../../../main/historian/alarms/alarm-block.ts';
import { EVENT_CODES, eventOf, STATE_CODES, stateOf } from '../../../../main/historian/alarms/alarm-codes.ts';
import { contextBytes, contextFrom } from '../../../../main/historian/alarms/context-blob.ts';
import { ALARM_EVENTS, ALARM_STATES } from '../../../../shared/model/alarm.ts';
import type { AlarmContext } from '../../../../shared/model/alarm-journal.ts';

describe('a block of alarms', () => {
  const block = emptyBlock();
  const row = { received: 1_234.5, point: 70_000, actor: 3, event: 12, became: 8 };
  putRow(block, { sequence: 5 * BLOCK_ROWS, ...row });
  putRow(block, { sequence: 6 * BLOCK_ROWS - 1, ...row, received: 99, point: 1 });

  it('comes back as it was, with the span of the rows that it has', () => {
    const back = unpackBlock(packBlock(block));
    expect(back).toEqual(block);
    expect(back && spanOf(back)).toEqual({ first: 99, last: 1_234.5 });
    expect(spanOf(emptyBlock())).toBeNull();
  });

  it('is nothing when a bit of it is another, or a byte is missing', () => {
    const bytes = packBlock(block);
    for (const at of [0, 40_000, bytes.length - 8, bytes.length - 1]) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      expect(unpackBlock(spoilt)).toBeNull();
    }
    expect(unpackBlock(bytes.subarray(1))).toBeNull();
  });

  it('is found for numbers as large as those of the clock', () => {
    expect(blockOf(1_795_000_000_123)).toBe(Math.floor(1_795_000_000_123 / BLOCK_ROWS));
  });
});

describe('words as numbers', () => {
  it('come back, each its own', () => {
    expect(ALARM_EVENTS.map(event => eventOf(EVENT_CODES[event]))).toEqual([...ALARM_EVENTS]);
    expect(ALARM_STATES.map(state => stateOf(STATE_CODES[state]))).toEqual([...ALARM_STATES]);
    expect([eventOf(99), stateOf(99)]).toEqual([undefined, undefined]);
  });

  it('have the numbers that files have', () => {
    expect([EVENT_CODES.raise, EVENT_CODES['chatter-end'], STATE_CODES.UNACK, STATE_CODES.OOS]).toEqual([0, 12, 1, 8]);
  });
});

describe('what was kept around an alarm', () => {
  const context: AlarmContext = {
    sequence: 8,
    from: 10,
    to: 20,
    isComplete: true,
    series: [
      {
        tag: '压力',
        t: Float64Array.of(1, 2),
        v: Float64Array.of(Number.NaN, -0),
        q: Uint16Array.of(0, 513),
      },
      { tag: 'PT-2', t: new Float64Array(), v: new Float64Array(), q: new Uint16Array() },
    ],
  };

  it('comes back as it was', () => {
    expect(contextFrom(8, contextBytes(context))).toEqual(context);
    expect(contextFrom(8, contextBytes({ ...context, series: [] }))).toEqual({ ...context, series: [] });
  });

  it('is nothing when a bit of it is another', () => {
    const bytes = contextBytes(context);
    for (const at of [0, 1, 5, bytes.length - 1]) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 4;
      expect(contextFrom(8, spoilt)).toBeNull();
    }
    expect(contextFrom(8, Buffer.alloc(0))).toBeNull();
  });
});
