/** A small station and what it may go through, drawn by lot: samples, losses, people, time. */
import { seededRandom } from '../../../kit/random.ts';
import { type AlarmRig, alarm, OPERATOR, SUPERVISOR } from './alarm-rig.ts';

const PLC = { device: 'PLC', area: '1300', equipment: 'run A' };
export const ALARMS = [
  alarm('PLC/LOST', { priority: 2, condition: { onDelayMs: 3_000 } }),
  alarm('A/H', { ...PLC, group: 'ESD', reAlarmAfterMs: 20_000 }),
  alarm('A/HH', { ...PLC, group: 'ESD', limit: 20, priority: 1, hides: ['A/H'] }),
  alarm('A/BAD', { ...PLC, priority: 4 }),
  alarm('B/L', { ...PLC, group: 'ESD', suppressWhen: '[XV] == 0', isLatching: true }),
  alarm('C/H', { area: '1400', isLatching: true, group: 'ESD', condition: { onDelayMs: 2_000 } }),
  alarm('D/H', { area: '1400', suppressWhen: '[XV] == 0 and [C] > 5' }),
];
export const IDS = ALARMS.map(({ definition }) => definition.id);

const FROM_DEVICE = new Set(['A', 'B']);

/** What a station goes through, drawn by lot; the same in every run. */
export class Weather {
  readonly #random: () => number;
  readonly values = new Map<string, number>([
    ['A', 1],
    ['B', 50],
    ['C', 1],
    ['D', 1],
    ['XV', 1],
  ]);
  isLost = false;
  /** Out of operation. */
  isOut = false;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** The first scan after a start: the state of the device, then every value. */
  begin(rig: AlarmRig): void {
    const others = [...this.values].filter(([tag]) => !FROM_DEVICE.has(tag));
    if (!this.isOut) rig.engine.deviceDisabled('PLC', false);
    if (!this.isAway) return rig.find('PLC', Object.fromEntries(this.values));
    if (this.isOut) rig.disable('PLC');
    else rig.lose('PLC');
    rig.set(Object.fromEntries(others));
  }

  get isAway(): boolean {
    return this.isLost || this.isOut;
  }

  async step(rig: AlarmRig): Promise<void> {
    const lot = this.#random();
    if (lot < 0.45) return this.#sample(rig);
    if (lot < 0.6) return rig.advance(this.#below(8_000));
    if (lot < 0.63) return this.#device(rig);
    return await this.#person(rig);
  }

  /** The same without anybody there: samples, time, and a device that is lost and found. */
  night(rig: AlarmRig): void {
    const lot = this.#random();
    if (lot < 0.75) return this.#sample(rig);
    if (lot < 0.95) return rig.advance(this.#below(8_000));
    this.isLost = !this.isLost;
    this.begin(rig);
  }

  #sample(rig: AlarmRig): void {
    const tag = ['A', 'B', 'C', 'D', 'XV'][this.#below(5)] ?? 'A';
    const value = tag === 'XV' ? this.#below(2) : this.#below(30);
    this.values.set(tag, value);
    if (!FROM_DEVICE.has(tag) || !this.isAway) rig.set({ [tag]: value });
  }

  #device(rig: AlarmRig): void {
    if (this.#random() < 0.3) this.isOut = !this.isOut;
    else this.isLost = !this.isLost;
    this.begin(rig);
  }

  async #person(rig: AlarmRig): Promise<void> {
    const id = IDS[this.#below(IDS.length)] ?? 'A/H';
    const order = { until: rig.clock.now() + 1 + this.#below(60_000), reason: 'test' };
    const { engine } = rig;
    const actions = [
      () => engine.acknowledge(IDS, OPERATOR, { comment: 'page' }),
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
