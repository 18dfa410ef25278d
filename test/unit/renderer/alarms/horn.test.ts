import { beforeEach, describe, expect, test } from 'vitest';
import { createHorn, type Horn, type SpeakerState } from '../../../../renderer/alarms/sound/horn.ts';
import { createHornClaim, type HornClaim, type HornPlace } from '../../../../renderer/alarms/sound/horn-place.ts';
import { CALLS, type Call } from '../../../../renderer/alarms/sound/tones.ts';
import { observable } from '../../../../renderer/store/observable.ts';
import { type TurnableTimers, turnableTimers } from '../turnable-timers.ts';

let hands: TurnableTimers;
let played: number[];
let stops: number;
let state: ReturnType<typeof observable<SpeakerState>>;
let place: ReturnType<typeof observable<HornPlace>>;
let wanted: (number | null)[];
let offered: unknown[];
let horn: Horn;

const priorityOf = (call: Call): number => Number(Object.entries(CALLS).find(([, known]) => known === call)?.[0]);

beforeEach(() => {
  hands = turnableTimers();
  played = [];
  stops = 0;
  state = observable<SpeakerState>('ready');
  const speaker = {
    state,
    play: (call: Call) => void played.push(priorityOf(call)),
    stop: () => {
      stops += 1;
    },
  };
  place = observable<HornPlace>('here');
  wanted = [];
  offered = [];
  const claim: HornClaim = {
    place,
    isCovered: observable(false),
    want: priority => void wanted.push(priority),
    offer: (isAble, areas) => void offered.push([isAble, areas]),
  };
  horn = createHorn({ speaker, claim, timers: hands.timers });
});

describe('the horn', () => {
  test('repeats the call of its priority until the station says silence', () => {
    horn.follow({ priority: 2, ids: ['A/H'] });
    hands.advance(6_000);
    expect(played).toEqual([2, 2, 2, 2]);
    horn.follow({ priority: null, ids: [] });
    hands.advance(60_000);
    expect(played).toHaveLength(4);
    expect(horn.sounding.get()).toBeNull();
  });

  test('is not started anew by five hundred alarms of the same priority', () => {
    horn.follow({ priority: 3, ids: ['A/H'] });
    for (let i = 0; i < 500; i++) horn.follow({ priority: 3, ids: ['A/H', `B${i}/H`] });
    expect(played).toEqual([3]);
    hands.advance(4_000);
    expect(played).toEqual([3, 3]);
  });

  test('goes over to a higher priority at once', () => {
    horn.follow({ priority: 4, ids: ['A/H'] });
    hands.advance(500);
    horn.follow({ priority: 1, ids: ['B/H'] });
    expect(played).toEqual([4, 1]);
    hands.advance(2_000);
    expect(played).toEqual([4, 1, 1, 1]);
  });

  test('hushed here it stays silent for what it has called, and calls for what is new', () => {
    horn.follow({ priority: 1, ids: ['A/H'] });
    horn.hush();
    hands.advance(10_000);
    horn.follow({ priority: 1, ids: ['A/H'] });
    hands.advance(10_000);
    expect(played).toEqual([1]);
    expect(stops).toBeGreaterThan(0);
    horn.follow({ priority: 1, ids: ['A/H', 'B/H'] });
    expect(played).toEqual([1, 1]);
  });

  test('that was silenced by the station sounds again for the same alarm when it calls anew', () => {
    horn.follow({ priority: 1, ids: ['A/H'] });
    horn.hush();
    horn.follow({ priority: null, ids: [] });
    horn.follow({ priority: 1, ids: ['A/H'] });
    expect(played).toEqual([1, 1]);
  });

  test('is heard at once when the device is back in the middle of a long pause', () => {
    state.set('missing');
    horn.follow({ priority: 4, ids: ['A/H'] });
    hands.advance(300);
    played = [];
    state.set('ready');
    expect(played).toEqual([4]);
  });

  test('is silent while another window is heard, and takes over in the middle of a call when that has gone', () => {
    place.set('elsewhere');
    horn.follow({ priority: 4, ids: ['A/H'] });
    hands.advance(500);
    expect([played, horn.sounding.get()]).toEqual([[], 4]);
    place.set('here');
    expect(played).toEqual([4]);
    place.set('elsewhere');
    hands.advance(30_000);
    expect(played).toEqual([4]);
    expect(stops).toBeGreaterThan(0);
  });

  test('wants to be the one that is heard only while it can be and has something to call for', () => {
    horn.follow({ priority: 3, ids: ['A/H'] });
    state.set('blocked');
    state.set('ready');
    horn.follow({ priority: 1, ids: ['A/H', 'B/H'] });
    horn.follow({ priority: null, ids: [] });
    expect(wanted).toEqual([null, 3, null, 3, 1, null]);
    horn.serve(['1300']);
    state.set('missing');
    expect(offered.slice(-2)).toEqual([
      [true, ['1300']],
      [false, ['1300']],
    ]);
  });

  test('calls once when it is given its place at once', () => {
    const claim = createHornClaim(undefined, hands.timers);
    const alone = createHorn({
      speaker: { state, play: call => void played.push(priorityOf(call)), stop: () => undefined },
      claim,
      timers: hands.timers,
    });
    alone.follow({ priority: 4, ids: ['A/H'] });
    expect(played).toEqual([4]);
    state.set('missing');
    state.set('ready');
    expect(played).toEqual([4, 4]);
  });

  test('calls for a station that is not reached, until it is hushed here or the station is back, and anew when it is lost again', () => {
    horn.followLink(true);
    hands.advance(2_000);
    expect(played).toEqual([2, 2]);
    horn.hush();
    hands.advance(10_000);
    expect([horn.sounding.get(), played.length]).toEqual([null, 2]);
    horn.followLink(false);
    horn.followLink(true);
    expect(horn.sounding.get()).toBe(2);
    horn.followLink(false);
    expect(horn.sounding.get()).toBeNull();
  });

  test('goes on with a more urgent alarm while the station is not reached, and is silent for what it had called before', () => {
    horn.follow({ priority: 1, ids: ['A/H'] });
    horn.followLink(true);
    expect(horn.sounding.get()).toBe(1);
    horn.hush();
    expect(horn.sounding.get()).toBeNull();
    horn.followLink(false);
    horn.follow({ priority: 1, ids: ['A/H'] });
    expect(horn.sounding.get()).toBeNull();
    horn.follow({ priority: 1, ids: ['A/H', 'B/H'] });
    expect(horn.sounding.get()).toBe(1);
  });

  test('is tested with every priority once, and an alarm goes before the test', () => {
    horn.test();
    hands.advance(10_000);
    expect(played).toEqual([4, 3, 2, 1]);
    horn.test();
    hands.advance(100);
    horn.follow({ priority: 1, ids: ['A/H'] });
    played = [];
    hands.advance(3_000);
    expect(played).toEqual([1, 1, 1]);
  });

  test('calls more often and higher the more urgent it is', () => {
    const calls = [CALLS[1], CALLS[2], CALLS[3], CALLS[4]];
    const periods = calls.map(call => call.everyMs);
    const heights = calls.map(call => Math.max(...call.tones.map(tone => tone.hertz)));
    expect(periods).toEqual(periods.toSorted((a, b) => a - b));
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
    for (const { tones, everyMs } of calls) {
      for (const { startS, lengthS } of tones) expect((startS + lengthS) * 1_000).toBeLessThan(everyMs);
    }
  });
});
