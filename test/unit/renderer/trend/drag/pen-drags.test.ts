/** A press that moves becomes a drag, follows the hand over screens that change, and ends where it is let go or with Esc. */
import { beforeEach, describe, expect, it } from 'vitest';
import { PenDrags, type Zone } from '../../../../../renderer/trend/drag/pen-drags.ts';
import { turnableTimers } from '../../turnable-timers.ts';

const PRESS = { button: 0, isPrimary: true, pointerId: 7, clientX: 100, clientY: 100 };

let view: EventTarget;
let beneath: Zone | null;
let captured: number[];
let started: number;
let timers: ReturnType<typeof turnableTimers>;
let drags: PenDrags;
let dropped: string[];
const zone: Zone = { parentElement: null };
const inner: Zone = { parentElement: zone };

function send(kind: string, more: object = {}): Event {
  const event = Object.assign(new Event(kind, { cancelable: true }), { pointerId: 7, ...more });
  view.dispatchEvent(event);
  return event;
}
const move = (x: number, y: number): Event => send('pointermove', { clientX: x, clientY: y });

beforeEach(() => {
  view = new EventTarget();
  [beneath, captured, started, dropped] = [null, [], 0, []];
  timers = turnableTimers();
  const document = {
    defaultView: view,
    documentElement: { setPointerCapture: (id: number) => captured.push(id) },
    elementFromPoint: () => beneath,
  };
  drags = new PenDrags({ document, timers: timers.timers, onStart: () => started++ });
  drags.addZone(zone, {
    onDrop: (tag, { x, y }) => dropped.push(`${tag} ${x},${y}`),
    onRest: () => dropped.push('rest'),
  });
});

describe('dragging a tag', () => {
  it('is given up for two fingers, before it has begun and after', () => {
    drags.press('PT-1', PRESS);
    drags.cancel();
    move(120, 100);
    expect([drags.drag.get(), started]).toEqual([null, 0]);
    drags.press('PT-1', PRESS);
    move(120, 100);
    drags.cancel();
    send('pointerup');
    expect([drags.drag.get(), dropped]).toEqual([null, []]);
  });

  it('begins when the press has moved, not with a click', () => {
    drags.press('PT-1', PRESS);
    move(103, 104);
    expect([drags.drag.get(), captured, started]).toEqual([null, [], 0]);
    send('pointerup');
    expect(send('click').defaultPrevented).toBe(false);
    drags.press('PT-1', PRESS);
    move(110, 100);
    expect([drags.drag.get(), captured, started]).toEqual([{ tag: 'PT-1', x: 110, y: 100, over: null }, [7], 1]);
  });

  it('is let go on the zone that an element beneath the hand belongs to, and presses nothing there', () => {
    drags.press('PT-1', PRESS);
    beneath = inner;
    move(200, 50);
    expect(drags.drag.get()?.over).toBe(zone);
    send('pointerup');
    expect([dropped, drags.drag.get()]).toEqual([['PT-1 200,50'], null]);
    expect(send('click').defaultPrevented).toBe(true);
    timers.advance(1);
    expect(send('click').defaultPrevented).toBe(false);
  });

  it('opens what is behind a zone that it rests on, once, and not one that it passes', () => {
    drags.press('PT-1', PRESS);
    beneath = zone;
    move(200, 50);
    timers.advance(300);
    beneath = null;
    move(300, 50);
    timers.advance(1_000);
    expect(dropped).toEqual([]);
    beneath = zone;
    move(200, 50);
    move(201, 50);
    timers.advance(1_000);
    expect(dropped).toEqual(['rest']);
  });

  it.each(['pointercancel', 'blur', 'contextmenu'])('ends without a drop: %s', kind => {
    drags.press('PT-1', PRESS);
    beneath = zone;
    move(200, 50);
    send(kind);
    send('pointerup');
    expect([dropped, drags.drag.get()]).toEqual([[], null]);
  });

  it('is given up by Esc, which does nothing else then, and nothing while nothing is dragged', () => {
    drags.press('PT-1', PRESS);
    expect(send('keydown', { key: 'Escape' }).defaultPrevented).toBe(false);
    beneath = zone;
    move(200, 50);
    expect(send('keydown', { key: 'Escape' }).defaultPrevented).toBe(true);
    send('pointerup');
    expect([dropped, drags.drag.get()]).toEqual([[], null]);
  });

  it('is that of the first finger and the main button alone', () => {
    drags.press('PT-1', { ...PRESS, button: 2 });
    drags.press('PT-1', { ...PRESS, isPrimary: false });
    move(200, 50);
    drags.press('PT-1', PRESS);
    send('pointermove', { pointerId: 8, clientX: 300, clientY: 300 });
    expect(drags.drag.get()).toBeNull();
  });
});
