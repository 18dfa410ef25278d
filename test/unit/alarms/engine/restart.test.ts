import { describe, expect, it } from 'vitest';
import { FRESH_RECORD } from '../../../../main/alarms/engine/record/next-record.ts';
import { snapshotOf } from '../../../../main/alarms/journal/fold.ts';
import { seededRandom } from '../../../kit/random.ts';
import { AlarmRig, alarm, OPERATOR, SUPERVISOR } from '../support/alarm-rig.ts';

const PLC = { device: 'PLC', area: '1300', equipment: 'run A' };
const ALARMS = [
  alarm('PLC/LOST', { priority: 2, condition: { onDelayMs: 3_000 } }),
  alarm('A/H', { ...PLC, group: 'ESD', reAlarmAfterMs: 20_000 }),
  alarm('A/HH', { ...PLC, group: 'ESD', limit: 20, priority: 1, hides: ['A/H'] }),
  alarm('A/BAD', { ...PLC, priority: 4 }),
  alarm('B/L', { ...PLC, group: 'ESD', suppressWhen: '[XV] == 0', isLatching: true }),
  alarm('C/H', { area: '1400', isLatching: true, group: 'ESD', condition: { onDelayMs: 2_000 } }),
  alarm('D/H', { area: '1400', suppressWhen: '[XV] == 0 and [C] > 5' }),
];
const IDS = ALARMS.map(({ definition }) => definition.id);

/** What a station goes through, drawn by lot; the same in every run. */
class Weather {
  readonly #random: () => number;
  readonly #values = new Map<string, number>([
    ['A', 1],
    ['B', 50],
    ['C', 1],
    ['D', 1],
    ['XV', 1],
  ]);
  #isLost = false;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** The first scan after a start: the state of the device, then every value. */
  begin(rig: AlarmRig): void {
    if (this.#isLost) return rig.lose('PLC');
    rig.find('PLC', Object.fromEntries(this.#values));
  }

  async step(rig: AlarmRig): Promise<void> {
    const lot = this.#random();
    if (lot < 0.45) return this.#sample(rig);
    if (lot < 0.6) return rig.advance(this.#below(8_000));
    if (lot < 0.63) return this.#device(rig);
    return await this.#person(rig);
  }

  #sample(rig: AlarmRig): void {
    const tag = ['A', 'B', 'C', 'D', 'XV'][this.#below(5)] ?? 'A';
    const value = tag === 'XV' ? this.#below(2) : this.#below(30);
    this.#values.set(tag, value);
    const isFromDevice = tag === 'A' || tag === 'B';
    if (!isFromDevice || !this.#isLost) rig.set({ [tag]: value });
  }

  #device(rig: AlarmRig): void {
    this.#isLost = !this.#isLost;
    this.begin(rig);
  }

  async #person(rig: AlarmRig): Promise<void> {
    const id = IDS[this.#below(IDS.length)] ?? 'A/H';
    const order = { until: rig.clock.now() + 1 + this.#below(60_000), reason: 'test' };
    const { engine } = rig;
    const actions = [
      () => engine.acknowledge(IDS, OPERATOR, 'page'),
      () => engine.acknowledge([id], OPERATOR),
      () => engine.acknowledgeArea('1400', OPERATOR),
      () => engine.reset([id], OPERATOR),
      () => engine.shelve(id, order, SUPERVISOR),
      () => engine.unshelve(id, OPERATOR),
      () => engine.removeFromService(id, order, OPERATOR),
      () => engine.returnToService(id, OPERATOR),
      () => engine.takeEquipmentOut('run A', order, OPERATOR),
      () => engine.returnEquipment('run A', OPERATOR),
    ];
    await actions[this.#below(actions.length)]?.();
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  get random(): () => number {
    return this.#random;
  }
}

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

  it('forgets an alarm that the project does not have any more', async () => {
    const rig = new AlarmRig(ALARMS);
    rig.set({ A: 12 });
    await rig.engine.settled();
    const other = new AlarmRig([alarm('D/H')], { clock: rig.clock, journal: rig.journal });
    expect(await other.names()).toEqual({ 'D/H': 'NORMAL' });
  });
});
