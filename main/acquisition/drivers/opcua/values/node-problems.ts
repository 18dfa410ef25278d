/**
 * What is wrong with single nodes while the session as a whole is well, per device and as one line for people: nodes that the
 * server refuses, items that had to be made anew, values that the server had to throw away. Pure; main thread.
 */

interface Problems {
  /** Indices of refused nodes. */
  readonly refused: Set<number>;
  /** What the server said about the first of them. */
  refusal: string;
  renewed: number;
  renewal: string;
  overflows: number;
}

export class NodeProblems {
  /** Device of each node, by index. */
  readonly #devices: readonly string[];
  readonly #problems = new Map<string, Problems>();

  constructor(devices: readonly string[]) {
    this.#devices = devices;
  }

  refused(index: Uint32Array, detail: string): void {
    for (const at of index) {
      const problems = this.#of(at);
      problems.refused.add(at);
      problems.refusal ||= detail;
    }
  }

  renewed(index: Uint32Array, detail: string): void {
    for (const at of index) {
      const problems = this.#of(at);
      problems.renewed += 1;
      problems.renewal = detail;
    }
  }

  overflowed(index: Uint32Array): void {
    for (const at of index) this.#of(at).overflows += 1;
  }

  /** A refused node that has a value by now is none any more. True if there was one. */
  accepted(index: Uint32Array): boolean {
    if (this.#problems.size === 0) return false;
    let isAny = false;
    for (const at of index) isAny = (this.#problems.get(this.#devices[at] ?? '')?.refused.delete(at) ?? false) || isAny;
    return isAny;
  }

  /** A new session begins: everything is asked for anew. */
  clear(): void {
    this.#problems.clear();
  }

  /** One line; empty when nothing is wrong. */
  detailOf(device: string): string {
    const problems = this.#problems.get(device);
    if (!problems) return '';
    const { refused, refusal, renewed, renewal, overflows } = problems;
    const total = this.#devices.filter(own => own === device).length;
    return [
      refused.size > 0 ? `${refused.size} of ${total} nodes refused: ${refusal}` : '',
      overflows > 0 ? `${overflows} times the server's queue was too small and values were lost` : '',
      renewed > 0 ? `${renewed} times an item that had gone silent was made anew: ${renewal}` : '',
    ]
      .filter(text => text !== '')
      .join('; ');
  }

  #of(index: number): Problems {
    const device = this.#devices[index] ?? '';
    const known = this.#problems.get(device);
    if (known) return known;
    const problems: Problems = { refused: new Set(), refusal: '', renewed: 0, renewal: '', overflows: 0 };
    this.#problems.set(device, problems);
    return problems;
  }
}
