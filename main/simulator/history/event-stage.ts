/**
 * Lets the events of the demo's month happen: to the plant, to the answers of devices, to the quality of single values. Knows
 * who is silent and what is no value at the moment; whoever samples asks here. Pure in the plant's time.
 */
import { parseFault } from '../plant/faults.ts';
import type { Plant } from '../plant/plant.ts';
import type { DemoAction, DemoMoment } from './demo-events.ts';
import { NEW_ELEMENT, TANK_AFTER_DELIVERY_KG } from './seam.ts';

/** Around the beginning and the end of what happens: just before it, and until pressures and plugs are at rest again, ms. */
const UNREST_BEFORE_MS = 5_000;
const UNREST_AFTER_MS = 10 * 60_000;

export class EventStage {
  /** Devices that do not answer. */
  readonly silent = new Set<string>();
  /** Tags whose device says that there is no value. */
  readonly withoutValue = new Set<string>();
  readonly #plant: Plant;
  readonly #moments: readonly DemoMoment[];
  /** Beginnings and ends, epoch ms. A fault that grows does so too slowly to be felt in between. */
  readonly #turns: readonly number[];
  #next = 0;
  #nextTurn = 0;

  constructor(plant: Plant, moments: readonly DemoMoment[]) {
    this.#plant = plant;
    this.#moments = moments;
    this.#turns = moments.filter(({ share }) => share === 0 || share === 1).map(({ t }) => t);
  }

  /** Is the plant about to be disturbed, or not yet at rest after it was? */
  isUnrest(): boolean {
    const { timeMs } = this.#plant;
    for (let turn = this.#turns[this.#nextTurn]; turn !== undefined; turn = this.#turns[this.#nextTurn]) {
      if (timeMs < turn + UNREST_AFTER_MS) return timeMs >= turn - UNREST_BEFORE_MS;
      this.#nextTurn += 1;
    }
    return false;
  }

  /** Everything that is due. True when a device fell silent or answers again. */
  play(): boolean {
    let hasChanged = false;
    for (let moment = this.#due(); moment !== undefined; moment = this.#due()) {
      this.#next += 1;
      this.#act(moment);
      hasChanged ||= moment.action.kind === 'silence';
    }
    return hasChanged;
  }

  #due(): DemoMoment | undefined {
    const moment = this.#moments[this.#next];
    return moment !== undefined && moment.t <= this.#plant.timeMs ? moment : undefined;
  }

  #act({ action, share }: DemoMoment): void {
    const isEnd = share === 1;
    switch (action.kind) {
      case 'silence':
        toggle(this.silent, action.device, !isEnd);
        break;
      case 'no-value':
        toggle(this.withoutValue, action.tag, !isEnd);
        break;
      case 'fault':
      case 'growing':
        if (isEnd) this.#plant.clear({ fault: action.fault, target: action.target });
        else this.#inject(action, share);
        break;
      default:
        this.#serve(action);
    }
  }

  #inject(action: Extract<DemoAction, { kind: 'fault' | 'growing' }>, share: number): void {
    const [low, high] = action.kind === 'growing' ? action.strength : [undefined, undefined];
    // Dirt gathers ever faster on what is left free.
    const value = low === undefined || high === undefined ? undefined : low * (high / low) ** share;
    const { fault, target } = action;
    this.#plant.inject(parseFault({ fault, target, value }, { ...this.#plant.targets, devices: [] }));
  }

  #serve(action: Extract<DemoAction, { kind: 'write' | 'element-changed' | 'odorant-delivered' }>): void {
    const { utilities } = this.#plant.model.state;
    if (action.kind === 'write') this.#plant.write(action.tag, action.value);
    else if (action.kind === 'element-changed') utilities.clog[action.side === 'A' ? 0 : 1] = NEW_ELEMENT;
    else utilities.tankKg = TANK_AFTER_DELIVERY_KG;
  }
}

function toggle(set: Set<string>, name: string, isIn: boolean): void {
  if (isIn) set.add(name);
  else set.delete(name);
}
