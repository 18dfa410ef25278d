import { describe, expect, it } from 'vitest';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { FRESH_RECORD } from '../../../../main/alarms/engine/record/next-record.ts';
import { snapshotOf } from '../../../../main/alarms/journal/fold.ts';
import { AlarmRig, alarm, MemoryJournal } from '../support/alarm-rig.ts';
import { ALARMS, IDS, Weather } from '../support/weather.ts';

async function expectFolded(rig: AlarmRig, where: string): Promise<void> {
  await rig.engine.settled();
  const now = rig.clock.now();
  const { last, lastSequence } = snapshotOf(rig.journal.rows, now);
  const folded = new Map(last.map(row => [row.id, row.after]));
  expect(rig.engine.board.sequence, where).toBe(lastSequence);
  for (const id of IDS) {
    const expected = folded.get(id) ?? FRESH_RECORD;
    expect(rig.engine.recordOf(id), `${where}: ${id}`).toEqual(expected);
    expect(rig.engine.board.status(id, now)?.record, `${where}: ${id} on the board`).toEqual(expected);
  }
}

const WAITING = ['RTN_UNACK', 'LATCH_UNACK', 'LATCH_ACK'];

/** What must hold in any station once delays, chatter and settling have run out. */
async function expectCoherent(rig: AlarmRig, { values, isLost, isOut, isAway }: Weather, where: string): Promise<void> {
  rig.advance(70_000);
  rig.advance(70_000);
  const names = await rig.names();
  const value = (tag: string): number => values.get(tag) ?? Number.NaN;
  const has = (id: string, kind: string): boolean =>
    rig.engine.recordOf(id)?.state.suppressed.some(by => by.kind === kind) === true;
  const expressions: Readonly<Record<string, boolean>> = {
    'B/L': value('XV') === 0,
    'D/H': value('XV') === 0 && value('C') > 5,
  };
  const truth: Readonly<Record<string, boolean>> = {
    'PLC/LOST': isLost && !isOut,
    'C/H': value('C') >= 10,
    'D/H': value('D') >= 10,
    ...(isAway ? {} : { 'A/H': value('A') >= 10, 'A/HH': value('A') >= 20, 'A/BAD': false, 'B/L': value('B') <= 10 }),
  };
  for (const [id, isTrue] of Object.entries(truth)) {
    expect(rig.engine.recordOf(id)?.state.process, `${where}: ${id}`).toBe(isTrue ? 'alarm' : 'normal');
  }
  for (const [id, isTrue] of Object.entries(expressions)) {
    const isWaiting = isTrue && WAITING.includes(names[id] ?? '');
    if (!isWaiting) expect(has(id, 'expression'), `${where}: ${id} by its expression`).toBe(isTrue);
  }
  const isHiding = names['A/HH'] === 'UNACK' || names['A/HH'] === 'ACK';
  expect(has('A/H', 'hidden'), `${where}: A/H beneath A/HH`).toBe(isHiding);
  for (const { definition } of ALARMS.filter(a => a.definition.device === 'PLC' && a.definition.kind !== 'LOST')) {
    const isWaiting = isAway && WAITING.includes(names[definition.id] ?? '');
    if (isWaiting) continue;
    if (!isOut) expect(has(definition.id, 'device'), `${where}: ${definition.id} beneath PLC`).toBe(isLost);
    expect(has(definition.id, 'disabled'), `${where}: ${definition.id} without PLC`).toBe(isOut);
  }
  const isWaiting = isOut && WAITING.includes(names['PLC/LOST'] ?? '');
  if (!isWaiting) expect(has('PLC/LOST', 'disabled'), `${where}: PLC/LOST`).toBe(isOut);
}

/** A/H is left out: A/HH stands for it while it hides it. */
async function expectInSight(rig: AlarmRig, where: string): Promise<void> {
  const names = await rig.names();
  const called = new Set(rig.journal.rows.flatMap(row => (row.isAnnounced && row.id !== 'A/H' ? [row.id] : [])));
  for (const id of called) {
    const isBeneath = names[id] === 'SUPPRESSED' && rig.engine.recordOf(id)?.state.process === 'alarm';
    const isSeen = ['UNACK', 'RTN_UNACK', 'LATCH_UNACK'].includes(names[id] ?? '');
    expect(isSeen || isBeneath, `${where}: ${id} is ${names[id]}`).toBe(true);
  }
}

describe('the journal and the engine', () => {
  it.each([1, 2, 3, 4, 5, 6])('agree after any samples, actions, losses and restarts (%i)', async seed => {
    const weather = new Weather(seed);
    let rig = new AlarmRig(ALARMS);
    weather.begin(rig);
    for (let i = 0; i < 1_500; i++) {
      await weather.step(rig);
      if (i % 10 === 0) await expectFolded(rig, `seed ${seed}, step ${i}`);
      if (weather.random() > 0.02) continue;
      await rig.engine.settled();
      const before = rig.engine.board.statuses(rig.clock.now());
      rig = rig.restarted();
      expect(rig.engine.board.statuses(rig.clock.now()), `seed ${seed}, restart at step ${i}`).toEqual(before);
      weather.begin(rig);
    }
    await expectFolded(rig, `seed ${seed}, at the end`);
    const { rows } = rig.journal;
    expect(rows.map(row => row.sequence)).toEqual(rows.map((_, i) => i + 1));
    expect(new Set(rows.map(row => row.to)).size).toBe(9);
  });

  it.each([21, 22, 23])('agree with the field after a kill between any two rows (%i)', async seed => {
    const weather = new Weather(seed);
    let rig = new AlarmRig(ALARMS);
    weather.begin(rig);
    for (let i = 0; i < 300; i++) {
      const from = rig.journal.rows.length;
      for (let k = 0; k < 5; k++) await weather.step(rig);
      await rig.engine.settled();
      const written = rig.journal.rows.length;
      const journal = new MemoryJournal();
      // Some of the last rows were never durable.
      const kept = from + Math.floor(weather.random() * (written - from + 1));
      journal.rows.push(...rig.journal.rows.slice(0, kept));
      rig = new AlarmRig(ALARMS, { clock: rig.clock, journal });
      weather.begin(rig);
      await expectCoherent(rig, weather, `seed ${seed}, round ${i}, ${kept} of ${written} rows`);
    }
  });

  it.each([
    31, 32, 33, 34,
  ])('keep in sight whatever has called while nobody was there, over kills as well (%i)', async seed => {
    for (let night = 0; night < 20; night++) {
      const weather = new Weather(seed * 1_000 + night);
      let rig = new AlarmRig(ALARMS);
      weather.begin(rig);
      for (let i = 0; i < 120; i++) {
        weather.night(rig);
        await expectInSight(rig, `seed ${seed}, night ${night}, step ${i}`);
        if (weather.random() > 0.05) continue;
        const journal = new MemoryJournal();
        journal.rows.push(...rig.journal.rows.slice(0, rig.journal.rows.length - Math.floor(weather.random() * 4)));
        rig = new AlarmRig(ALARMS, { clock: rig.clock, journal });
        weather.begin(rig);
      }
    }
  });

  it.each([11, 12, 13, 14])('end in the same states with restarts as without (%i)', async seed => {
    const finish = async (restarts: boolean): Promise<unknown> => {
      const weather = new Weather(seed);
      let rig = new AlarmRig(ALARMS);
      weather.begin(rig);
      for (let i = 0; i < 400; i++) {
        await weather.step(rig);
        if (i % 40 !== 39) continue;
        // Delays and chatter begin anew after a restart; they are let run out on both sides.
        rig.advance(70_000);
        rig.advance(70_000);
        await rig.engine.settled();
        if (restarts) rig = rig.restarted();
        weather.begin(rig);
        rig.advance(5_000);
      }
      return await rig.names();
    };
    expect(await finish(true)).toEqual(await finish(false));
  });

  it('goes on numbering where the journal ends, and writes nothing that has not happened', async () => {
    const rig = new AlarmRig(ALARMS);
    rig.set({ A: 12 });
    await rig.engine.settled();
    const again = rig.restarted();
    again.set({ A: 12 });
    await again.engine.settled();
    expect(rig.journal.rows).toHaveLength(1);
    again.set({ A: 1 });
    await again.engine.settled();
    expect(rig.journal.rows.map(row => row.sequence)).toEqual([1, 2]);
  });

  it('ends an alarm that the project does not have any more by a row, once, and it is at rest when it is put back', async () => {
    const rig = new AlarmRig(ALARMS);
    rig.set({ A: 12, C: 1, D: 1 });
    await rig.engine.settled();
    const before = rig.journal.rows.length;
    const other = new AlarmRig([alarm('D/H')], { clock: rig.clock, journal: rig.journal });
    expect(await other.names()).toEqual({ 'D/H': 'NORMAL' });
    expect((await other.rows()).slice(before)).toEqual(['A/H retire UNACK>NORMAL']);
    expect(rig.journal.rows.at(-1)).toMatchObject({ priority: 3, area: '1300', who: null, isAnnounced: false });
    await other.restarted().engine.settled();
    expect(rig.journal.rows).toHaveLength(before + 1);
    rig.clock.advance(30 * 86_400_000);
    const back = new AlarmRig(ALARMS, { clock: rig.clock, journal: rig.journal });
    expect(await back.name('A/H')).toBe('NORMAL');
    back.set({ A: 12 });
    expect(await back.name('A/H')).toBe('UNACK');
  });
});

describe('a tag that says nothing after a restart', () => {
  it('is stale so long after the start, though nothing was ever heard of it', async () => {
    const stale = {
      definition: alarm('A/STALE').definition,
      condition: () =>
        makeCondition(
          { condition: { kind: 'stale', tag: 'A', afterMs: 60_000 }, delays: { onDelayMs: 0, offDelayMs: 0 } },
          'UTC',
        ),
    };
    const first = new AlarmRig([stale]);
    first.set({ A: 1 });
    await first.engine.settled();
    const rig = first.restarted();
    rig.advance(59_999);
    expect(await rig.name('A/STALE')).toBe('NORMAL');
    rig.advance(1);
    expect(await rig.name('A/STALE')).toBe('UNACK');
  });
});
