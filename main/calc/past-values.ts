/**
 * Values of tags and of the derived points of scenes as they were at an instant (main thread): tags from the history, derived points
 * calculated anew from them. The history has a sample for every loss and for every gap in recording, so a value of then is as good
 * as its sample says; where nothing was recorded there is none.
 */
import { type Environment, evaluate, type Operand } from '../../shared/expr/evaluate.ts';
import { type Expression, parseExpression, referencesOf } from '../../shared/expr/parse.ts';
import { DEVICE_STATES } from '../../shared/model/device.ts';
import type { SliceValue } from '../../shared/model/history.ts';
import { CALC_INPUT_BAD, isBad, NOT_RECORDED } from '../../shared/model/quality.ts';
import { systemTagName } from '../../shared/model/system-tag.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { TagStreamItem } from '../../shared/rpc/contract.ts';
import type { Catalogue } from '../tags/catalogue.ts';

interface PastValuesParts {
  readonly catalogue: Pick<Catalogue, 'derived' | 'handleOf'>;
  readonly slice: (tags: readonly string[], at: number, signal?: AbortSignal) => Promise<readonly SliceValue[]>;
}

/** A device in any other state gives no values. */
const GIVING: ReadonlySet<number> = new Set([DEVICE_STATES.indexOf('online'), DEVICE_STATES.indexOf('degraded')]);

export class PastValues {
  readonly #parts: PastValuesParts;
  /** Expressions of derived points by name, as far as they have been asked for. */
  readonly #formulas = new Map<string, Expression | undefined>();

  constructor(parts: PastValuesParts) {
    this.#parts = parts;
  }

  /** As an item of the stream of tags would have told it at `at` (epoch ms UTC). Names that nobody has are left out. */
  async at(names: readonly string[], at: number, signal?: AbortSignal): Promise<TagStreamItem> {
    const known = names.flatMap(name => {
      const handle = this.#parts.catalogue.handleOf(name);
      return handle === undefined ? [] : [{ name, handle }];
    });
    const wanted = new Set(known.flatMap(({ name }) => this.#inputsOf(name)));
    const slice = wanted.size === 0 ? [] : await this.#parts.slice([...wanted], at, signal);
    const values = new Map(slice.map(value => [value.tag, value]));
    return itemOf(known, name => this.#valueOf(name, values));
  }

  /** Screens that are changed while the station runs bring new ones. */
  #formulaOf(name: string): Expression | undefined {
    if (this.#formulas.has(name)) return this.#formulas.get(name);
    const point = this.#parts.catalogue.derived.find(derived => derived.name === name);
    const parsed = point === undefined ? null : parseExpression(point.expression);
    // The loader has let it pass; what it could not read is not there.
    const formula = parsed?.ok === true ? parsed.expression : undefined;
    if (point !== undefined) this.#formulas.set(name, formula);
    return formula;
  }

  /** Tags of the history that the value is made of. */
  #inputsOf(name: string): readonly string[] {
    const formula = this.#formulaOf(name);
    if (formula === undefined) return [name];
    return referencesOf(formula).map(reference =>
      reference.kind === 'tag' ? reference.name : systemTagName(reference.device, 'state'),
    );
  }

  #valueOf(name: string, values: ReadonlyMap<string, SliceValue>): PastValue {
    const formula = this.#formulaOf(name);
    if (formula === undefined) return pastValue(values.get(name));
    const { v, q } = evaluate(formula, environmentOf(values));
    // As old as the newest of what it was made of: before that it was another one.
    const times = this.#inputsOf(name).map(input => values.get(input)?.time ?? Number.NaN);
    return { v, q, t: Math.max(...times.filter(time => Number.isFinite(time)), Number.NEGATIVE_INFINITY) };
  }
}

interface PastValue extends Operand {
  /** Epoch ms UTC; not finite where there is none. */
  readonly t: number;
  readonly text?: string;
}

function pastValue(found: SliceValue | undefined): PastValue {
  if (found === undefined || found.time === null) return { v: Number.NaN, q: NOT_RECORDED, t: Number.NaN };
  const { value, q, time, text } = found;
  return { v: value ?? Number.NaN, q, t: time, ...(text === undefined ? {} : { text }) };
}

function environmentOf(values: ReadonlyMap<string, SliceValue>): Environment {
  return {
    tag: name => {
      const { v, q } = pastValue(values.get(name));
      return Number.isFinite(v) || isBad(q) ? { v, q } : { v: Number.NaN, q: CALC_INPUT_BAD };
    },
    lost: device => {
      const { v, q } = pastValue(values.get(systemTagName(device, 'state')));
      return isBad(q) || !GIVING.has(v);
    },
  };
}

function itemOf(
  names: readonly { readonly name: string; readonly handle: Handle }[],
  valueOf: (name: string) => PastValue,
): TagStreamItem {
  const values = names.map(({ name }) => valueOf(name));
  const exact = values.flatMap(({ text }, i) => (text === undefined ? [] : [[i, text] as const]));
  const nothing = new Float64Array(values.length).fill(Number.NaN);
  return {
    snapshot: true,
    handles: Uint32Array.from(names, ({ handle }) => handle),
    t: Float64Array.from(values, ({ t }) => (Number.isFinite(t) ? t : Number.NaN)),
    v: Float64Array.from(values, ({ v }) => v),
    q: Uint16Array.from(values, ({ q }) => q),
    lastV: nothing,
    lastT: nothing,
    ...(exact.length === 0 ? {} : { exact }),
  };
}
