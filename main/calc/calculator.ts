/**
 * Calculated tags and derived points (main thread). Each is computed again when one of its inputs changes, in dependency
 * order, and once when a device is lost or found. A calculation that needs a part not built yet stays "not configured".
 */
import { type Environment, evaluate, type Operand } from '../../shared/expr/evaluate.ts';
import { type Expression, parseExpression, referencesOf } from '../../shared/expr/parse.ts';
import { CALC_INPUT_BAD, CONFIG_ERROR, isBad } from '../../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../../shared/model/tag.ts';
import type { Clock } from '../platform/clock.ts';
import type { TagTable } from '../tags/tag-table.ts';

export interface Formula {
  readonly handle: Handle;
  readonly expression: string;
}

interface Node {
  readonly handle: Handle;
  readonly expression: Expression;
  /** Position in dependency order. */
  readonly order: number;
}

export interface CalculatorOptions {
  readonly formulas: readonly Formula[];
  readonly table: TagTable;
  readonly handleOf: (tag: string) => Handle | undefined;
  readonly isLost: (device: string) => boolean;
  readonly clock: Clock;
}

export class Calculator {
  readonly #options: CalculatorOptions;
  readonly #nodes: Node[];
  /** Everything that must be computed again when a handle changes, through all levels. */
  readonly #dependents = new Map<Handle, Set<Node>>();
  readonly #deviceNodes = new Set<Node>();
  /** Results of the running pass: a later node sees the new value of an earlier one, not the old one of the table. */
  readonly #fresh = new Map<Handle, Operand>();
  /** What is to be computed. A value may expire while a pass runs or is being told: then there is another pass. */
  readonly #touched = new Set<Node>();
  #computing = false;
  #results: SampleBatch | null = null;
  readonly #environment: Environment;

  constructor(options: CalculatorOptions) {
    this.#options = options;
    this.#environment = {
      tag: name => {
        const handle = options.handleOf(name);
        if (handle === undefined) return { v: Number.NaN, q: CONFIG_ERROR };
        const operand = this.#fresh.get(handle) ?? options.table.read(handle);
        // A good text is no number, and an expression knows nothing else: `not [text]` must not come out as a good 0.
        return Number.isFinite(operand.v) || isBad(operand.q) ? operand : { v: Number.NaN, q: CALC_INPUT_BAD };
      },
      lost: options.isLost,
    };
    this.#nodes = [...this.#sort(options.formulas)];
    for (const node of this.#nodes.toReversed()) this.#index(node);
  }

  /** Computes everything once and follows the table from then on. */
  start(): void {
    this.#options.table.subscribe(batch => this.#follow(batch));
    this.#touch(this.#nodes);
    this.#compute();
  }

  /** Takes up formulas of new points that nothing else depends on, and computes them. */
  add(formulas: readonly Formula[]): void {
    const nodes = this.#sort(formulas).map(node => ({ ...node, order: node.order + this.#nodes.length }));
    for (const node of nodes) {
      const inputs = new Set(this.#inputs(node.expression));
      // Whatever its inputs are computed again for, it is computed again for as well.
      for (const set of [...this.#dependents.values(), this.#deviceNodes]) {
        if ([...set].some(other => inputs.has(other.handle))) set.add(node);
      }
      this.#index(node);
      this.#nodes.push(node);
    }
    this.#touch(nodes);
    this.#compute();
  }

  /** A device was lost or found. */
  devicesChanged(): void {
    this.#touch(this.#deviceNodes);
    this.#compute();
  }

  #sort(formulas: readonly Formula[]): readonly Node[] {
    const parsed = new Map(
      formulas.map(({ handle, expression }) => {
        const result = parseExpression(expression);
        if (!result.ok) throw new Error(`unchecked expression "${expression}": ${result.problem.what.en}`);
        return [handle, result.expression] as const;
      }),
    );
    const sorted = new Map<Handle, Node>();
    const visit = (handle: Handle): void => {
      const expression = parsed.get(handle);
      if (expression === undefined || sorted.has(handle)) return;
      for (const input of this.#inputs(expression)) visit(input);
      sorted.set(handle, { handle, expression, order: sorted.size });
    };
    for (const handle of parsed.keys()) visit(handle);
    return [...sorted.values()];
  }

  #inputs(expression: Expression): readonly Handle[] {
    return referencesOf(expression).flatMap(reference => {
      const handle = reference.kind === 'tag' ? this.#options.handleOf(reference.name) : undefined;
      return handle === undefined ? [] : [handle];
    });
  }

  /** Called in dependency order backwards, so that the dependents of `node` are already complete. */
  #index(node: Node): void {
    const closure = [node, ...(this.#dependents.get(node.handle) ?? [])];
    for (const input of this.#inputs(node.expression)) {
      const set = this.#dependents.get(input) ?? new Set();
      for (const dependent of closure) set.add(dependent);
      this.#dependents.set(input, set);
    }
    if (referencesOf(node.expression).some(r => r.kind === 'lost')) {
      for (const dependent of closure) this.#deviceNodes.add(dependent);
    }
  }

  #follow(batch: SampleBatch): void {
    if (batch === this.#results) return;
    for (const handle of batch.handles) this.#touch(this.#dependents.get(handle) ?? []);
    this.#compute();
  }

  #touch(nodes: Iterable<Node>): void {
    for (const node of nodes) this.#touched.add(node);
  }

  #compute(): void {
    if (this.#computing) return;
    this.#computing = true;
    try {
      while (this.#touched.size > 0) {
        const nodes = [...this.#touched].toSorted((a, b) => a.order - b.order);
        this.#touched.clear();
        this.#pass(nodes);
      }
    } finally {
      this.#computing = false;
    }
  }

  #pass(nodes: readonly Node[]): void {
    const { table, clock } = this.#options;
    this.#fresh.clear();
    const results = nodes.map(({ handle, expression }): Operand => {
      const result = evaluate(expression, this.#environment);
      // Later nodes see what the table will show; the table itself gets what was calculated.
      this.#fresh.set(handle, table.outcome(handle, result.v, result.q));
      return result;
    });
    this.#fresh.clear();
    this.#results = {
      handles: Uint32Array.from(nodes, n => n.handle),
      t: new Float64Array(nodes.length).fill(clock.now()),
      v: Float64Array.from(results, r => r.v),
      q: Uint16Array.from(results, r => r.q),
    };
    table.update(this.#results);
  }
}
