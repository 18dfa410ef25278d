/** What a serial line owes: no answer may be taken for another's for as long as it may still come. */
import { describe, expect, it } from 'vitest';
import { LateReplies } from '../../../../../main/acquisition/drivers/modbus/wire/late-replies.ts';

const FLOW = { unit: 51, code: 3, length: 7 };
const reply = (unit: number, code: number, length: number) =>
  Buffer.from([unit, code, ...new Array<number>(length - 2).fill(0)]);

function line(strange = 0) {
  let now = 0;
  const late = new LateReplies({ silent: 3_000, broken: 3_500, quiet: 500, strange }, { monotonic: () => now });
  return { late, now: () => now, advance: (ms: number) => (now += ms) };
}

describe('LateReplies', () => {
  it('invariant 5: holds requests of the same unit, function and length until the answer cannot come any more', () => {
    const { late, advance } = line();
    late.add(FLOW, 'silent');
    expect(late.ambiguousForMs(FLOW)).toBe(3_000);
    advance(2_999);
    expect(late.ambiguousForMs(FLOW)).toBe(1);
    advance(1);
    expect(late.ambiguousForMs(FLOW)).toBe(0);
    expect(late.isEmpty).toBe(true);
  });

  it('invariant 5: asks nothing for as long as another program may still be answered, and throws away what comes', () => {
    const { late, advance } = line(4_000);
    expect([late.ambiguousForMs(FLOW), late.isEmpty, late.owes(FLOW)]).toEqual([4_000, false, true]);
    expect(late.take(reply(51, 3, 7))).toBe(true);
    advance(3_800);
    // One that comes last may not be the last: the line has to be quiet for the time of one answer.
    expect(late.take(reply(52, 4, 9))).toBe(true);
    advance(200);
    expect(late.ambiguousForMs(FLOW)).toBe(300);
    advance(300);
    expect([late.ambiguousForMs(FLOW), late.isEmpty, late.take(reply(51, 3, 7))]).toEqual([0, true, false]);
  });

  it('holds nothing that an answer could not be taken for', () => {
    const { late } = line();
    late.add(FLOW, 'silent');
    for (const other of [{ unit: 52 }, { code: 4 }, { length: 9 }])
      expect(late.ambiguousForMs({ ...FLOW, ...other })).toBe(0);
  });

  it('owes for longer when the frame or the connection broke: nobody knows how early that was', () => {
    const { late } = line();
    late.add(FLOW, 'broken');
    expect(late.ambiguousForMs(FLOW)).toBe(3_500);
  });

  it('owes nothing older of a unit that has answered what it was asked since', () => {
    const { late, now, advance } = line();
    const other = { ...FLOW, unit: 52 };
    late.add(FLOW, 'silent');
    late.add({ ...FLOW, length: 9 }, 'broken');
    late.add(other, 'silent');
    late.answered(51, now());
    expect([FLOW, { ...FLOW, length: 9 }, other].map(shape => late.ambiguousForMs(shape))).toEqual([0, 0, 3_000]);
    // What was on the way beside it is not older.
    const askedAt = now();
    advance(10);
    late.add(FLOW, 'silent');
    late.answered(51, askedAt);
    expect(late.ambiguousForMs(FLOW)).toBe(3_000);
  });

  it('owes all of it to a unit that has only refused: that may have been somebody on the way to it', () => {
    const { late } = line();
    late.add(FLOW, 'silent');
    late.refused(51);
    expect(late.ambiguousForMs(FLOW)).toBe(3_000);
  });

  it('takes a late answer once and owes nothing then', () => {
    const { late } = line();
    late.add(FLOW, 'silent');
    expect(late.owes({ unit: 51, code: 3, length: 7 })).toBe(true);
    expect(late.take(reply(51, 3, 9))).toBe(false);
    expect(late.take(reply(52, 3, 7))).toBe(false);
    expect(late.take(reply(51, 3, 7))).toBe(true);
    expect(late.take(reply(51, 3, 7))).toBe(false);
    expect(late.ambiguousForMs(FLOW)).toBe(0);
  });

  it('counts an exception as an answer to any debt of its unit and function', () => {
    const { late } = line();
    late.add(FLOW, 'silent');
    expect(late.take(reply(51, 0x84, 3))).toBe(false);
    expect(late.take(reply(51, 0x83, 3))).toBe(true);
  });

  it('owes as many answers as were given up', () => {
    const { late } = line();
    late.add(FLOW, 'silent');
    late.add(FLOW, 'silent');
    expect([late.take(reply(51, 3, 7)), late.take(reply(51, 3, 7)), late.take(reply(51, 3, 7))]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
