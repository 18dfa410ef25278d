/**
 * A small gas network: nodes that store gas, branches that carry it. One step is backward Euler with linearised branches
 * (Newton, two passes in calm, more until they agree), solved densely; stable for any step and any volume. Flows reported are the
 * linearised ones that the balance was solved with, so mass is conserved to rounding: what leaves a node is what the others and
 * the boundary got.
 * Units: MPa absolute, standard m³/s, standard m³ per MPa.
 */

/** Linearised branch at the present pressures. */
export interface BranchFlow {
  q: number;
  /** Derivative by upstream, downstream and sensed pressure. */
  dUp: number;
  dDown: number;
  dSense: number;
}

/** Absolute pressures at a branch. `sensed` is 0 where nothing is sensed. */
interface Pressures {
  up: number;
  down: number;
  sensed: number;
}

/** A boundary is a node index below 0: its pressure comes from `boundary`. */
export interface Branch {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Node whose pressure steers the branch (a monitor regulator senses the header); -1 when there is none. */
  readonly sense: number;
  /** Fills `out` for these pressures; must not keep `p`, which is used again. */
  readonly law: (out: BranchFlow, p: Pressures) => void;
}

export interface Network {
  /** Advances `pressures` by `dtS`; fills `flows` (standard m³/s, positive from → to). */
  step(pressures: number[], flows: number[], dtS: number): void;
}

export const ATMOSPHERE = -1;
export const SUPPLY = -2;

interface NetworkOptions {
  /** Storage of each node, standard m³ per MPa. */
  readonly capacities: readonly number[];
  readonly branches: readonly Branch[];
  /** Absolute pressure of a boundary, MPa. */
  readonly boundary: (index: number) => number;
}

const LEAST_PASSES = 2;
/** More than the stiffest transient of the station takes, a plug that runs from stop to stop in one step. */
const MOST_PASSES = 30;
/** Passes agree when no pressure moves by more than this, MPa: below what a sensor resolves. */
const AGREED_MPA = 1e-5;
/** No node goes below this in a step, MPa absolute: a perfect vacuum has no meaning here. */
const FLOOR_MPA = 0.01;

class DenseNetwork implements Network {
  readonly #n: number;
  readonly #matrix: Float64Array;
  readonly #rhs: Float64Array;
  readonly #guess: Float64Array;
  /** By how much the last pass moved each pressure. */
  readonly #moved: Float64Array;
  readonly #linear: { q: Float64Array; up: Float64Array; down: Float64Array; sense: Float64Array; at: Float64Array };
  readonly #out: BranchFlow = { q: 0, dUp: 0, dDown: 0, dSense: 0 };
  readonly #at: Pressures = { up: 0, down: 0, sensed: 0 };
  readonly #options: NetworkOptions;

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.#n = options.capacities.length;
    this.#matrix = new Float64Array(this.#n * this.#n);
    this.#rhs = new Float64Array(this.#n);
    this.#guess = new Float64Array(this.#n);
    this.#moved = new Float64Array(this.#n);
    const count = options.branches.length;
    this.#linear = {
      q: new Float64Array(count),
      up: new Float64Array(count),
      down: new Float64Array(count),
      sense: new Float64Array(count),
      at: new Float64Array(this.#n),
    };
  }

  step(pressures: number[], flows: number[], dtS: number): void {
    for (let i = 0; i < this.#n; i += 1) this.#guess[i] = pressures[i] ?? 0;
    this.#moved.fill(0);
    let farthest = Number.POSITIVE_INFINITY;
    for (let pass = 1; pass <= LEAST_PASSES || (farthest > AGREED_MPA && pass <= MOST_PASSES + 1); pass += 1) {
      this.#assemble(pressures, dtS);
      solveInPlace(this.#matrix, this.#rhs, this.#n);
      farthest = this.#move(pass);
    }
    this.#report(flows);
    for (let i = 0; i < this.#n; i += 1) pressures[i] = this.#guess[i] ?? 0;
  }

  /**
   * Moves the guess to where the pass would have it. A valve that flows one way only and a plug at its stop have no slope, so that
   * a pass overshoots and the next falls back as far, for ever: a pressure that turns round goes at most half the way. The last
   * pass is whole, because only then what flows is what is stored. @returns the longest way that a pressure wanted to go, MPa
   */
  #move(pass: number): number {
    const isLast = pass > MOST_PASSES;
    let farthest = 0;
    for (let i = 0; i < this.#n; i += 1) {
      const at = this.#linear.at[i] ?? 0;
      const wanted = this.#rhs[i] ?? 0;
      const next = at + (isLast ? wanted : limited(wanted, this.#moved[i] ?? 0));
      this.#guess[i] = next > FLOOR_MPA ? next : FLOOR_MPA;
      this.#moved[i] = (this.#guess[i] ?? 0) - at;
      farthest = Math.max(farthest, Math.abs(wanted));
    }
    return farthest;
  }

  /** Newton system for the change from the present guess: J Δ = -(C (P - P0)/dt - Σq). */
  #assemble(start: readonly number[], dtS: number): void {
    const { capacities, branches } = this.#options;
    const n = this.#n;
    const a = this.#matrix;
    const b = this.#rhs;
    const at = this.#linear.at;
    a.fill(0);
    for (let i = 0; i < n; i += 1) {
      const p = this.#guess[i] ?? 0;
      at[i] = p;
      const c = (capacities[i] ?? 1) / dtS;
      a[i * n + i] = c;
      b[i] = c * ((start[i] ?? 0) - p);
    }
    for (let k = 0; k < branches.length; k += 1) {
      const branch = branches[k];
      if (branch !== undefined) this.#addBranch(branch, k);
    }
  }

  #addBranch(branch: Branch, k: number): void {
    const { from, to, sense } = branch;
    const a = this.#matrix;
    const b = this.#rhs;
    const out = this.#out;
    out.dSense = 0;
    const p = this.#at;
    p.up = this.#pressure(from);
    p.down = this.#pressure(to);
    p.sensed = sense >= 0 ? this.#pressure(sense) : 0;
    branch.law(out, p);
    this.#linear.q[k] = out.q;
    this.#linear.up[k] = out.dUp;
    this.#linear.down[k] = out.dDown;
    this.#linear.sense[k] = out.dSense;
    if (from >= 0) {
      b[from] = (b[from] ?? 0) - out.q;
      this.#couple(a, from, from, out.dUp);
      if (to >= 0) this.#couple(a, from, to, out.dDown);
      if (sense >= 0) this.#couple(a, from, sense, out.dSense);
    }
    if (to >= 0) {
      b[to] = (b[to] ?? 0) + out.q;
      if (from >= 0) this.#couple(a, to, from, -out.dUp);
      this.#couple(a, to, to, -out.dDown);
      if (sense >= 0) this.#couple(a, to, sense, -out.dSense);
    }
  }

  #couple(a: Float64Array, row: number, column: number, value: number): void {
    const index = row * this.#n + column;
    a[index] = (a[index] ?? 0) + value;
  }

  #pressure(index: number): number {
    return index >= 0 ? (this.#guess[index] ?? 0) : this.#options.boundary(index);
  }

  #report(flows: number[]): void {
    const { branches } = this.#options;
    const { q, up, down, sense, at } = this.#linear;
    const change = (index: number): number => (index >= 0 ? (this.#guess[index] ?? 0) - (at[index] ?? 0) : 0);
    for (let k = 0; k < branches.length; k += 1) {
      const branch = branches[k];
      if (branch === undefined) continue;
      flows[k] =
        (q[k] ?? 0) +
        (up[k] ?? 0) * change(branch.from) +
        (down[k] ?? 0) * change(branch.to) +
        (sense[k] ?? 0) * change(branch.sense);
    }
  }
}

/** As far as wanted, but back at most half the way that was gone last. What is too small to matter is left as it is. */
function limited(wanted: number, last: number): number {
  const isTooFar = wanted * last < 0 && Math.abs(wanted) > Math.abs(last) / 2 && Math.abs(wanted) > AGREED_MPA;
  return isTooFar ? -last / 2 : wanted;
}

/** Gaussian elimination with partial pivoting; the solution replaces `b`. The matrix is destroyed. */
function solveInPlace(a: Float64Array, b: Float64Array, n: number): void {
  for (let k = 0; k < n; k += 1) {
    swapPivot(a, b, { n, k });
    const pivot = a[k * n + k] ?? 1;
    for (let i = k + 1; i < n; i += 1) {
      const value = a[i * n + k] ?? 0;
      if (value === 0) continue;
      const factor = value / pivot;
      for (let j = k + 1; j < n; j += 1) a[i * n + j] = (a[i * n + j] ?? 0) - factor * (a[k * n + j] ?? 0);
      b[i] = (b[i] ?? 0) - factor * (b[k] ?? 0);
    }
  }
  for (let k = n - 1; k >= 0; k -= 1) {
    let sum = b[k] ?? 0;
    for (let j = k + 1; j < n; j += 1) sum -= (a[k * n + j] ?? 0) * (b[j] ?? 0);
    b[k] = sum / (a[k * n + k] ?? 1);
  }
}

function swapPivot(a: Float64Array, b: Float64Array, at: { n: number; k: number }): void {
  const { n, k } = at;
  let best = k;
  let size = Math.abs(a[k * n + k] ?? 0);
  for (let i = k + 1; i < n; i += 1) {
    const candidate = Math.abs(a[i * n + k] ?? 0);
    // Diagonal dominance makes a swap rare: only a clearly larger entry is worth moving.
    if (candidate > size * 4) {
      best = i;
      size = candidate;
    }
  }
  if (best === k) return;
  for (let j = 0; j < n; j += 1) {
    const held = a[k * n + j] ?? 0;
    a[k * n + j] = a[best * n + j] ?? 0;
    a[best * n + j] = held;
  }
  const held = b[k] ?? 0;
  b[k] = b[best] ?? 0;
  b[best] = held;
}

/** A network ready to step. Indices in branches must be valid nodes or boundaries. */
export function createNetwork(options: NetworkOptions): Network {
  return new DenseNetwork(options);
}
