/** Results that are kept for the next time, the least recently used ones given up first. */
export class Kept<Key, Value> {
  readonly #most: number;
  readonly #weightOf: (value: Value) => number;
  readonly #values = new Map<Key, Value>();
  #weight = 0;

  /** @param most sum of the weights of what is kept; each weighs 1 unless `weightOf` says otherwise */
  constructor(most: number, weightOf: (value: Value) => number = () => 1) {
    this.#most = most;
    this.#weightOf = weightOf;
  }

  get(key: Key, make: () => Value): Value {
    let value = this.#values.get(key);
    if (value === undefined) {
      value = make();
      this.#weight += this.#weightOf(value);
    } else this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#weight > this.#most) this.#giveUp();
    return value;
  }

  #giveUp(): void {
    for (const [key, value] of this.#values) {
      if (this.#weight <= this.#most || this.#values.size === 1) return;
      this.#values.delete(key);
      this.#weight -= this.#weightOf(value);
    }
  }

  clear(): void {
    this.#values.clear();
    this.#weight = 0;
  }
}
