/**
 * Registers of the slave of modbus-slave.ts (its process): what changes when, and which change a master was told when, which is the
 * truth that a station is held to. A register that changes twice between two reads tells its last value only, as in a real field.
 */

export interface FieldChange {
  readonly register: number;
  readonly value: number;
  /** Epoch ms. */
  readonly at: number;
}

export interface ToldChange {
  readonly register: number;
  readonly value: number;
  /** When it changed in the field, epoch ms. */
  readonly at: number;
  /** When the reply left that was the first to tell it, epoch ms. */
  readonly toldAt: number;
}

const COUNT = 65_536;
/** Changes come this late at most, ms. */
const TICK_MS = 2;

export class FieldRegisters {
  readonly bytes = Buffer.alloc(COUNT * 2);
  /** What a master was told last; null while nobody watches, because looking costs time at every reply. */
  #told: Uint16Array | null = null;
  readonly #changedAt = new Float64Array(COUNT);
  #log: ToldChange[] = [];
  #waiting: FieldChange[] = [];
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Each register tells its own number. */
  constructor() {
    for (let i = 0; i < COUNT; i++) this.bytes.writeUInt16BE(i, i * 2);
  }

  /** From now on each register holds `value`, and what a master is told is written down. */
  watch(value: number): void {
    this.#told = new Uint16Array(COUNT).fill(value);
    for (let i = 0; i < COUNT; i++) this.bytes.writeUInt16BE(value, i * 2);
  }

  /** @param changes in any order; what still waits stays */
  schedule(changes: readonly FieldChange[]): void {
    this.#waiting = [...this.#waiting.slice(this.#next), ...changes].toSorted((a, b) => a.at - b.at);
    this.#next = 0;
    this.#run();
  }

  /** A reply with these registers leaves now. */
  tell(first: number, count: number): void {
    if (this.#told === null) return;
    // One reply has one time: what it tells has no order.
    const toldAt = Date.now();
    for (let register = first; register < first + count; register++) {
      const value = this.bytes.readUInt16BE(register * 2);
      if (this.#told[register] === value) continue;
      this.#told[register] = value;
      this.#log.push({ register, value, at: this.#changedAt[register] ?? 0, toldAt });
    }
  }

  /** What was told since the last call. */
  take(): readonly ToldChange[] {
    const log = this.#log;
    this.#log = [];
    return log;
  }

  #run(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    for (let change = this.#waiting[this.#next]; change !== undefined && change.at <= now; ) {
      this.bytes.writeUInt16BE(change.value, change.register * 2);
      this.#changedAt[change.register] = now;
      change = this.#waiting[++this.#next];
    }
    if (this.#next < this.#waiting.length) this.#timer = setTimeout(() => this.#run(), TICK_MS);
  }
}
