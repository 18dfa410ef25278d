/** One key makes the horn silent: here at once, everywhere when the station is reached, with a name or without. */
import { expect, test } from 'vitest';
import { createAlarmDesk } from '../../../../renderer/alarms/desk/alarm-desk.ts';
import type { Duty } from '../../../../renderer/alarms/desk/duty.ts';
import type { LinkPhase } from '../../../../renderer/host/link-state.ts';
import { createAlarmBook } from '../../../../renderer/store/alarm-book.ts';
import { observable } from '../../../../renderer/store/observable.ts';
import { turnableTimers } from '../turnable-timers.ts';

function rig(phase: LinkPhase, duty: Duty | null = null) {
  const asked: unknown[] = [];
  let hushes = 0;
  const hands = turnableTimers();
  const desk = createAlarmDesk({
    client: {
      call: (name, input) => {
        asked.push([name, input]);
        return new Promise(() => undefined);
      },
      link: () => ({ phase, heardAt: 0 }),
      stationNow: () => 500,
    },
    timers: hands.timers,
    preferences: { duty: observable(duty), areas: observable<readonly string[] | null>(['1300']) },
    dialogs: { get: () => null, set: () => undefined },
    horn: {
      hush: () => {
        hushes += 1;
      },
    },
    book: createAlarmBook(),
  });
  void desk.silence();
  return { asked, hushes, notice: desk.notice.get()?.en, desk, hands };
}

test('the station is told of it without a name where nobody is on duty, and with the name of who is', () => {
  expect(rig('up')).toMatchObject({ asked: [['alarms.silence', { areas: ['1300'] }]], hushes: 1, notice: undefined });
  expect(rig('up', { name: '王海涛', until: 400 }).asked).toEqual([['alarms.silence', { areas: ['1300'] }]]);
  expect(rig('up', { name: '王海涛', until: 600 }).asked).toEqual([
    ['alarms.silence', { who: '王海涛', areas: ['1300'] }],
  ]);
});

test('without the station it is silent here, asks for nothing and says so', () => {
  expect(rig('lost')).toMatchObject({ asked: [], hushes: 1, notice: expect.stringMatching(/this computer only/) });
});

test('what it says goes after some seconds of the room, also while the clock of the station stands still, and a new word stays as long', () => {
  const { desk, hands } = rig('lost');
  hands.advance(7_000);
  desk.tell({ zh: '二', en: 'two' });
  hands.advance(7_000);
  expect(desk.notice.get()?.en).toBe('two');
  hands.advance(1_000);
  expect(desk.notice.get()).toBeNull();
});
