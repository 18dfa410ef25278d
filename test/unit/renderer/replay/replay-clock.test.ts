import { beforeEach, describe, expect, it } from 'vitest';
import { createReplayClock, type ReplayClock } from '../../../../renderer/replay/replay-clock.ts';
import { turnableTimers } from '../turnable-timers.ts';

const T = Date.UTC(2026, 10, 3, 12);

describe('the clock of a replay', () => {
  let hands = turnableTimers();
  let clock: ReplayClock;
  let jumps = 0;
  beforeEach(() => {
    hands = turnableTimers();
    // The station's clock goes on with that of the room.
    clock = createReplayClock(hands.timers, () => T + hands.timers.now());
    jumps = 0;
    clock.onJump(() => (jumps += 1));
  });

  it('is live until somebody goes into the past, and stands still there', () => {
    expect(clock.state.get()).toBeNull();
    expect(clock.now()).toBeUndefined();
    clock.seek(T - 60_000);
    hands.advance(5_000);
    expect(clock.now()).toBe(T - 60_000);
    expect(jumps).toBe(1);
  });

  it('plays as fast as it is told, and a change of speed jumps nowhere', () => {
    clock.seek(T - 7_200_000);
    clock.play(true);
    hands.advance(2_000);
    expect(clock.now()).toBe(T - 7_200_000 + 2_000);
    clock.setSpeed(600);
    hands.advance(1_000);
    expect(clock.now()).toBe(T - 7_200_000 + 2_000 + 600_000);
    expect(clock.state.get()?.at).toBe(clock.now());
    clock.play(false);
    hands.advance(1_000);
    expect(clock.now()).toBe(T - 7_200_000 + 602_000);
    expect(jumps).toBe(1);
  });

  it('is live again when it has caught up, and when it is sent into the future', () => {
    clock.seek(T - 60_000);
    clock.setSpeed(60);
    clock.play(true);
    hands.advance(2_000);
    expect(clock.state.get()).toBeNull();
    clock.seek(T - 60_000);
    clock.seek(T + 3_600_000);
    expect(clock.state.get()).toBeNull();
  });

  it('says when it has caught up with the present, and not when somebody leaves it', () => {
    clock.seek(T - 60_000);
    clock.leave();
    clock.seek(T + 60_000);
    expect(clock.reached.get()).toBe(0);
    clock.seek(T - 60_000);
    clock.setSpeed(600);
    clock.play(true);
    hands.advance(1_000);
    expect(clock.state.get()).toBeNull();
    expect(clock.reached.get()).toBe(1);
  });
});
