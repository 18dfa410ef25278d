/** When silence of an item is a lie: the reads of the audit against what the item has told. */
import { describe, expect, test } from 'vitest';
import type { DecodedValue } from '../../../../main/acquisition/drivers/opcua/client/value.ts';
import { ItemAudit } from '../../../../main/acquisition/drivers/opcua/client/watch/item-audit.ts';
import { CONFIG_ERROR, DEVICE_FAULT, GOOD } from '../../../../shared/model/quality.ts';

const value = (v: number, q = GOOD, exact: bigint | string | null = null): DecodedValue => ({
  v,
  q,
  exact,
  sourceT: Number.NaN,
  serverT: Number.NaN,
});
const PATIENCE_MS = 1_000;
const read = (v: DecodedValue, now: number, hasItem = true) => ({ value: v, now, hasItem, patienceMs: PATIENCE_MS });

describe('audit of monitored items', () => {
  test('an item that has told the value that is read is sound for ever', () => {
    const audit = new ItemAudit(1);
    audit.tell(0, value(5));
    expect([0, 10_000, 99_000].map(now => audit.judge(0, read(value(5), now)))).toEqual(['sound', 'sound', 'sound']);
  });

  test('a change that is still on its way is not held against the item; one that never comes is', () => {
    const audit = new ItemAudit(1);
    audit.tell(0, value(5));
    expect(audit.judge(0, read(value(6), 0))).toBe('sound');
    expect(audit.judge(0, read(value(6), PATIENCE_MS))).toBe('sound');
    expect(audit.judge(0, read(value(7), PATIENCE_MS + 1))).toBe('mute');
  });

  test('an item that has told something in between is heard again', () => {
    const audit = new ItemAudit(1);
    audit.tell(0, value(5));
    audit.judge(0, read(value(6), 0));
    audit.tell(0, value(6));
    expect(audit.judge(0, read(value(7), 5_000))).toBe('sound');
  });

  test('a change of status or of what a double cannot carry is a change', () => {
    for (const changed of [value(Number.NaN, DEVICE_FAULT), value(2 ** 60, GOOD, 2n ** 60n + 1n)]) {
      const audit = new ItemAudit(1);
      audit.tell(0, value(2 ** 60, GOOD, 2n ** 60n));
      audit.judge(0, read(changed, 0));
      expect(audit.judge(0, read(changed, 5_000))).toBe('mute');
    }
  });

  test('an item that never told its first value is mute', () => {
    const audit = new ItemAudit(1);
    audit.judge(0, read(value(6), 0));
    expect(audit.judge(0, read(value(6), 5_000))).toBe('mute');
  });

  test('a node that is gone is told once, and asked for again when it is back', () => {
    const audit = new ItemAudit(1);
    audit.tell(0, value(5));
    expect(audit.judge(0, read(value(Number.NaN, CONFIG_ERROR), 0))).toBe('gone');
    audit.forget(0);
    expect(audit.judge(0, read(value(Number.NaN, CONFIG_ERROR), 1, false))).toBe('sound');
    expect(audit.judge(0, read(value(5), 2, false))).toBe('missing');
  });

  test('a server that has told itself that the node is gone is believed', () => {
    const audit = new ItemAudit(1);
    audit.tell(0, value(Number.NaN, CONFIG_ERROR));
    expect(audit.judge(0, read(value(Number.NaN, CONFIG_ERROR), 0))).toBe('sound');
    expect(audit.judge(0, read(value(5), 1))).toBe('back');
  });
});
