/** The station hears once that a console has no sound device. */
import { expect, test } from 'vitest';
import type { SpeakerState } from '../../../../renderer/alarms/sound/horn.ts';
import { reportSound } from '../../../../renderer/alarms/sound/sound-report.ts';
import { CallError } from '../../../../renderer/host/call-book.ts';
import type { Client } from '../../../../renderer/host/client.ts';
import { observable } from '../../../../renderer/store/observable.ts';
import { turnableTimers } from '../turnable-timers.ts';

function rig(first: SpeakerState) {
  const told: boolean[] = [];
  const state = observable<SpeakerState>(first);
  const hands = turnableTimers();
  let connect: () => void = () => undefined;
  const link = { isDown: false };
  const client: Pick<Client, 'call' | 'onConnected'> = {
    call: (_name, input) => {
      told.push('isMissing' in input && input.isMissing);
      const error = {
        code: 'link-lost',
        message: '',
        hint: '',
        retry: 'backoff',
        zh: { message: '', hint: '' },
      } as const;
      return link.isDown ? Promise.reject(new CallError(error)) : new Promise(() => undefined);
    },
    onConnected: listener => {
      connect = listener;
      return () => undefined;
    },
  };
  reportSound(client, { state }, hands.timers);
  return { told, state, hands, link, connect: () => connect() };
}

test('a console without a device is told once it is sure, and told again when it has one', () => {
  const { told, state, hands, connect } = rig('blocked');
  connect();
  state.set('missing');
  hands.advance(2_900);
  expect(told).toEqual([]);
  hands.advance(200);
  expect(told).toEqual([true]);
  state.set('ready');
  hands.advance(3_000);
  expect(told).toEqual([true, false]);
});

test('a device that is there again is told before anybody touches the page', () => {
  const { told, state, hands, connect } = rig('missing');
  connect();
  hands.advance(3_000);
  state.set('blocked');
  hands.advance(10_000);
  expect(told).toEqual([true, false]);
});

test('a browser that waits for a touch, or a device that is plugged over, is not told as missing', () => {
  const { told, state, hands, connect } = rig('blocked');
  connect();
  hands.advance(10_000);
  expect(told).toEqual([]);
  state.set('ready');
  state.set('missing');
  hands.advance(1_000);
  state.set('ready');
  hands.advance(10_000);
  expect(told).toEqual([false]);
});

test('another run of the station is told anew, and what was lost with the link as well', async () => {
  const { told, hands, link, connect } = rig('missing');
  link.isDown = true;
  connect();
  hands.advance(3_000);
  await Promise.resolve();
  link.isDown = false;
  connect();
  hands.advance(3_000);
  connect();
  hands.advance(3_000);
  expect(told).toEqual([true, true, true]);
});
