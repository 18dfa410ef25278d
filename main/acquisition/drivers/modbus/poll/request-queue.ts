/**
 * What waits to be sent over one connection. Writes go before reads, in the order asked. Reads go by deadline, the earliest
 * first: when a device cannot keep up, what is needed soonest is read soonest and nothing starves, because a deadline that is
 * waited for only comes nearer (Liu and Layland 1973, earliest deadline first); of equal deadlines the first come goes first. Pure.
 */
export interface Waiting {
  /** Reads: monotonic ms by which the value is needed. */
  readonly deadline: number;
}

interface Entry<R> {
  readonly read: R;
  /** Of arrival. */
  readonly order: number;
}

export class RequestQueue<W extends Waiting, R extends Waiting> {
  readonly #writes: W[] = [];
  /** Binary heap by deadline, then by arrival. */
  readonly #reads: Entry<R>[] = [];
  #arrivals = 0;

  get size(): number {
    return this.#writes.length + this.#reads.length;
  }

  get hasWrites(): boolean {
    return this.#writes.length > 0;
  }

  /** Earliest deadline of a write that waits; null when none does. */
  get nextWriteDeadline(): number | null {
    return this.#writes.length === 0 ? null : Math.min(...this.#writes.map(write => write.deadline));
  }

  addWrite(write: W): void {
    this.#writes.push(write);
  }

  addRead(read: R): void {
    this.#add({ read, order: this.#arrivals++ });
  }

  /** The first write that `maySend` allows, in the order asked. */
  takeWrite(maySend: (write: W) => boolean): W | undefined {
    const at = this.#writes.findIndex(maySend);
    return at < 0 ? undefined : this.#writes.splice(at, 1)[0];
  }

  /** The read with the earliest deadline that `maySend` allows; the others keep their places. */
  takeRead(maySend: (read: R) => boolean): R | undefined {
    const passedOver: Entry<R>[] = [];
    let found: R | undefined;
    for (let next = this.#pop(); next !== undefined && found === undefined; ) {
      if (maySend(next.read)) found = next.read;
      else {
        passedOver.push(next);
        next = this.#pop();
      }
    }
    for (const entry of passedOver) this.#add(entry);
    return found;
  }

  someRead(isMeant: (read: R) => boolean): boolean {
    return this.#reads.some(({ read }) => isMeant(read));
  }

  /** Takes out all that wait. */
  clearWrites(): readonly W[] {
    return this.#writes.splice(0);
  }

  clearReads(): readonly R[] {
    return this.#reads.splice(0).map(({ read }) => read);
  }

  #add(entry: Entry<R>): void {
    const heap = this.#reads;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(heap, at, above)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  #pop(): Entry<R> | undefined {
    const heap = this.#reads;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (isBefore(heap, left, least)) least = left;
      if (isBefore(heap, right, least)) least = right;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#reads;
    const [x, y] = [heap[a], heap[b]];
    if (x === undefined || y === undefined) return;
    heap[a] = y;
    heap[b] = x;
  }
}

/** False where there is nothing at `a`. */
function isBefore<R extends Waiting>(heap: readonly Entry<R>[], a: number, b: number): boolean {
  const [one, other] = [heap[a], heap[b]];
  if (one === undefined || other === undefined) return false;
  return (
    one.read.deadline < other.read.deadline || (one.read.deadline === other.read.deadline && one.order < other.order)
  );
}
