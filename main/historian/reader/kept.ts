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

  find(key: Key): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** A value that `find` has not found. */
  keep(key: Key, value: Value): Value {
    this.#weight += this.#weightOf(value);
    this.#values.set(key, value);
    if (this.#weight > this.#most) this.#giveUp();
    return value;
  }

  /** What `make` throws is thrown, and nothing is kept. */
  get(key: Key, make: () => Value): Value {
    return this.find(key) ?? this.keep(key, make());
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
