import { describe, expect, it } from 'vitest';
import { LateReplies } from '../../../../../main/acquisition/drivers/modbus/wire/late-replies.ts';
import { SilentUnits } from '../../../../../main/acquisition/drivers/modbus/wire/silent-units.ts';
import { HandClock } from '../../../support/hand-clock.ts';

const QUIET_MS = 500;
const read = (unit: number, registers: number) => ({ unit, code: 3, length: 3 + registers * 2 });
const exception = (unit: number) => ({ unit, code: 0x83, length: 3 });

function silentFor(unit: number, requests: number) {
  const clock = new HandClock();
  const units = new SilentUnits(QUIET_MS, clock);
  for (let i = 0; i < requests; i++) {
    units.unanswered(unit);
    units.giveUp(read(unit, 1));
  }
  return { clock, units };
}

describe('a unit that has been silent', () => {
  it('once owes nothing that was given up', () => {
    const { units } = silentFor(5, 1);
    expect(units.take(read(5, 1))).toBe(false);
  });

  it('several times says nothing with its first frame but that it lives, nor with the others until it has been quiet', () => {
    const { clock, units } = silentFor(5, 3);
    expect(units.quietForMs(5)).toBe(0);
    expect(units.take(read(5, 1))).toBe(true);
    expect(units.quietForMs(5)).toBe(QUIET_MS);
    clock.advance(QUIET_MS - 1);
    // Whatever it is: it cannot be the answer to anything, because nothing was asked.
    expect(units.take(read(5, 7))).toBe(true);
    expect(units.quietForMs(5)).toBe(QUIET_MS);
    clock.advance(QUIET_MS);
    expect(units.quietForMs(5)).toBe(0);
    expect(units.take(read(5, 1))).toBe(false);
  });

  it('may also answer with an exception', () => {
    expect(silentFor(5, 2).units.take(exception(5))).toBe(true);
  });

  it('is believed when its frame can be nothing that was given up', () => {
    expect(silentFor(5, 2).units.take(read(5, 2))).toBe(false);
  });

  it('has no queue any more when it has answered what it was asked', () => {
    const { units } = silentFor(5, 3);
    units.heard(5);
    expect(units.take(read(5, 1))).toBe(false);
    // And is not held to have one at the next single loss.
    units.unanswered(5);
    units.giveUp(read(5, 1));
    expect(units.take(read(5, 1))).toBe(false);
  });

  it('is not asked too early because of its neighbours, nor they because of it', () => {
    const { units } = silentFor(5, 3);
    expect(units.take(read(6, 1))).toBe(false);
    units.take(read(5, 1));
    expect([units.quietForMs(5), units.quietForMs(6)]).toEqual([QUIET_MS, 0]);
  });
});

describe('a line that owes answers', () => {
  it('owes them for as long as told, and to a unit that stays silent for as long as it does', () => {
    const clock = new HandClock();
    const late = new LateReplies({ silent: 3_000, broken: 3_500, quiet: QUIET_MS, strange: 0 }, clock);
    const body = Buffer.from([5, 3, 2, 0, 7]);
    late.add(read(5, 1), 'silent');
    clock.advance(3_000);
    // One lost answer: after its time another is what it seems.
    expect([late.ambiguousForMs(read(5, 1)), late.take(body)]).toEqual([0, false]);
    late.add(read(5, 1), 'silent');
    clock.advance(60_000);
    expect([late.ambiguousForMs(read(5, 1)), late.take(body)]).toEqual([0, true]);
    expect([late.isCatchingUp(5), late.ambiguousForMs(read(5, 9))]).toEqual([true, QUIET_MS]);
    clock.advance(QUIET_MS);
    expect([late.isCatchingUp(5), late.take(body)]).toEqual([false, false]);
  });
});
