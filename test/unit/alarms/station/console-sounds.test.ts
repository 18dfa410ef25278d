/** A console without a sound device is an alarm as long as it is open, and nothing else about sound is one. */
import { afterEach, describe, expect, it } from 'vitest';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { ConsoleSounds } from '../../../../main/alarms/station/console-sounds.ts';
import { EventLog } from '../../../../main/events/event-log.ts';
import { soundChanged } from '../../../../main/handlers/console.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { alarm, OPERATOR, type RigAlarm } from '../support/alarm-rig.ts';
import { StationRig } from '../support/station-rig.ts';

const ID = 'CONSOLE/SOUND';
const { definition } = alarm(ID);
const SOUND: RigAlarm = {
  definition: { ...definition, tag: null },
  condition: () =>
    makeCondition({ condition: { kind: 'no-sound' }, delays: { onDelayMs: 5_000, offDelayMs: 15_000 } }, 'UTC'),
};

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});
const keep = (rig: StationRig): StationRig => {
  rigs.push(rig);
  return rig;
};
const started = (): StationRig => keep(new StationRig([SOUND])).start();
const nameOf = (rig: StationRig) => rig.alarms.item(null, null).statuses[0]?.name;
const rowsOf = (rig: StationRig) => rig.archive.all.map(({ event, to, where }) => [event, to, where]);

/** A client of the station: it speaks, and it goes. */
function consoleAt(where: string, { alarms: { sounds } }: StationRig) {
  const life = new AbortController();
  const say = (isMissing: boolean): void => sounds.take({ where, isMissing, session: life.signal });
  return { say, close: () => life.abort() };
}

describe('a console without a sound device', () => {
  it('is an alarm that stands, says where, is acknowledged, and clears when there is a device', async () => {
    const rig = started();
    const desk = consoleAt('10.0.0.7', rig);
    desk.say(true);
    await rig.pass(4);
    expect(nameOf(rig)).toBe('NORMAL');
    await rig.pass(2);
    expect(nameOf(rig)).toBe('UNACK');
    await rig.alarms.engine.acknowledge([ID], OPERATOR);
    desk.say(false);
    await rig.pass(16);
    expect(rowsOf(rig)).toEqual([
      ['raise', 'UNACK', '10.0.0.7'],
      ['acknowledge', 'ACK', OPERATOR.where],
      ['clear', 'NORMAL', null],
    ]);
    expect(rig.archive.all.map(({ value }) => value)).toEqual([1, 1, 0]);
  });

  it('is no alarm any more when its session has ended, and stays one over a reload', async () => {
    const rig = started();
    const before = consoleAt('console', rig);
    before.say(true);
    await rig.pass(6);
    before.close();
    await rig.pass(8);
    const after = consoleAt('console', rig);
    after.say(true);
    await rig.pass(60);
    expect(rowsOf(rig)).toEqual([['raise', 'UNACK', 'console']]);
    after.close();
    await rig.pass(14);
    expect(nameOf(rig)).toBe('UNACK');
    await rig.pass(2);
    expect(nameOf(rig)).toBe('RTN_UNACK');
  });

  it('is one alarm with all the others, until the last of them is heard', async () => {
    const rig = started();
    const [a, second, b] = ['10.0.0.7', '10.0.0.7', '10.0.0.9'].map(where => consoleAt(where, rig));
    for (const desk of [a, second, b]) desk?.say(true);
    await rig.pass(6);
    expect(rowsOf(rig)).toEqual([['raise', 'UNACK', '10.0.0.7, 10.0.0.9']]);
    expect(rig.archive.all[0]?.value).toBe(2);
    a?.close();
    b?.say(false);
    await rig.pass(20);
    expect(nameOf(rig)).toBe('UNACK');
    second?.say(false);
    await rig.pass(16);
    expect(nameOf(rig)).toBe('RTN_UNACK');
  });

  it('ends after a restart when it does not come back, and calls nobody when it does', async () => {
    const first = started();
    consoleAt('a', first).say(true);
    await first.pass(6);
    const second = keep(first.restarted()).start();
    consoleAt('a', second).say(true);
    await second.pass(30);
    expect(nameOf(second)).toBe('UNACK');
    const third = keep(second.restarted()).start();
    await third.pass(16);
    expect(rowsOf(third)).toEqual([
      ['raise', 'UNACK', 'a'],
      ['clear', 'RTN_UNACK', null],
    ]);
  });

  it('is judged from the start on: nobody has spoken is not that nobody knows', async () => {
    const rig = started();
    await rig.pass(180);
    expect(rig.alarms.item(null, null).statuses[0]).toMatchObject({ name: 'NORMAL', isJudged: true });
  });
});

describe('what consoles say of their sound', () => {
  it('holds for a session that is open, and for no other', () => {
    const told: (readonly string[])[] = [];
    const sounds = new ConsoleSounds(silent => told.push(silent));
    const life = new AbortController();
    life.abort();
    sounds.take({ where: 'gone', isMissing: true, session: life.signal });
    expect(told).toEqual([]);
  });

  it('is an event also where somebody asks once, and an alarm only of a client that stays', () => {
    const told: (readonly string[])[] = [];
    const sounds = new ConsoleSounds(silent => told.push(silent));
    const events = new EventLog(new HandClock());
    const parts = { events, silent: new Set<string>(), sounds };
    soundChanged(parts, { isMissing: true }, { where: 'a' });
    expect([told, events.recent(9).length]).toEqual([[], 1]);
    soundChanged(parts, { isMissing: true }, { where: 'a', session: new AbortController().signal });
    expect([told, events.recent(9).length]).toEqual([[['a']], 1]);
  });
});
