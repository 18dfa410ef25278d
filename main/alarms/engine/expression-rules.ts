/**
 * Suppression by expressions of the project (main thread). An expression without a result, because an input is bad, changes nothing
 * for a minute; then what it suppressed is shown: nobody can say any more that it should be hidden.
 */
import { type Environment, evaluate } from '../../../shared/expr/evaluate.ts';
import { type Expression, parseExpression, referencesOf } from '../../../shared/expr/parse.ts';
import type { AlarmSuppression } from '../../../shared/model/alarm.ts';
import { isBad } from '../../../shared/model/quality.ts';
import type { Handle } from '../../../shared/model/tag.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Suppressor } from './suppressor.ts';

/** How long a suppression outlives the last result of its expression, ms. */
export const RULE_HELD_MS = 60_000;

interface Rule {
  readonly by: AlarmSuppression;
  readonly expression: Expression;
  readonly points: AlarmPoint[];
  isTrue: boolean;
  /** Monotonic ms since when it has had no result; null while it has one. */
  badSince: number | null;
}

export interface RuleParts {
  readonly points: readonly AlarmPoint[];
  readonly suppressor: Suppressor;
  readonly environment: Environment;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly handleOf: (tag: string) => Handle | undefined;
}

export class ExpressionRules {
  readonly #parts: RuleParts;
  readonly #rules = new Map<string, Rule>();
  readonly #byTag = new Map<Handle, Set<Rule>>();

  /** Throws for an expression that does not parse: the project is checked before. */
  constructor(parts: RuleParts) {
    this.#parts = parts;
    for (const point of parts.points) {
      const text = point.definition.suppressWhen;
      if (text !== null) this.#rule(text).points.push(point);
    }
  }

  /** Rules that tags of a batch have changed; begins what has become true. */
  begin(handles: Iterable<Handle>): readonly AlarmSuppression[] {
    if (this.#rules.size === 0) return [];
    const touched = new Set<Rule>();
    for (const handle of handles) for (const rule of this.#byTag.get(handle) ?? []) touched.add(rule);
    return this.#judge(touched);
  }

  /** The same for all of them: at the start, and when a device was lost or found. */
  beginAll(): readonly AlarmSuppression[] {
    return this.#judge(this.#rules.values());
  }

  /** Ends what `begin` gave back as no longer true: after the conditions have heard of the same batch. */
  end(ended: readonly AlarmSuppression[]): void {
    for (const by of ended) {
      this.#parts.suppressor.unwantAll(this.#rules.get(by.of)?.points ?? [], by);
    }
  }

  /** Lets time pass: ends what nobody can confirm any more. */
  advance(): void {
    const now = this.#parts.clock.monotonic();
    for (const rule of this.#rules.values()) {
      if (!rule.isTrue || rule.badSince === null || now - rule.badSince < RULE_HELD_MS) continue;
      rule.isTrue = false;
      this.#parts.suppressor.unwantAll(rule.points, rule.by);
    }
  }

  /** True until now, as the journal tells. */
  restore(): void {
    for (const rule of this.#rules.values()) {
      rule.isTrue = rule.points.some(point => point.wanted.has(`expression:${rule.by.of}`));
    }
  }

  #judge(rules: Iterable<Rule>): readonly AlarmSuppression[] {
    const ended: AlarmSuppression[] = [];
    for (const rule of rules) {
      const { v, q } = evaluate(rule.expression, this.#parts.environment);
      if (isBad(q)) {
        rule.badSince ??= this.#parts.clock.monotonic();
        continue;
      }
      rule.badSince = null;
      const wasTrue = rule.isTrue;
      rule.isTrue = v !== 0;
      if (rule.isTrue) this.#parts.suppressor.wantAll(rule.points, rule.by);
      else if (wasTrue) ended.push(rule.by);
    }
    return ended;
  }

  #rule(text: string): Rule {
    const known = this.#rules.get(text);
    if (known !== undefined) return known;
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(`unchecked expression "${text}": ${parsed.problem.what.en}`);
    const by: AlarmSuppression = { kind: 'expression', of: text, hold: null };
    const rule: Rule = { by, expression: parsed.expression, points: [], isTrue: false, badSince: null };
    this.#rules.set(text, rule);
    for (const reference of referencesOf(parsed.expression)) {
      const handle = reference.kind === 'tag' ? this.#parts.handleOf(reference.name) : undefined;
      if (handle !== undefined) this.#byTag.set(handle, (this.#byTag.get(handle) ?? new Set()).add(rule));
    }
    return rule;
  }
}
