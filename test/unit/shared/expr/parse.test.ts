/** What the expression language accepts, what it refuses, and where it points. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../shared/expr/evaluate.ts';
import { parseExpression, referencesOf } from '../../../../shared/expr/parse.ts';
import { GOOD } from '../../../../shared/model/quality.ts';

const valueOf = (source: string): number => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.problem.what.en);
  return evaluate(parsed.expression, { tag: () => ({ v: 7, q: GOOD }), lost: () => false }).v;
};

const problemOf = (source: string) => {
  const parsed = parseExpression(source);
  if (parsed.ok) throw new Error(`"${source}" was accepted`);
  return parsed.problem;
};

describe('parseExpression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['16 / 4 / 2', 2],
    ['- - 2', 2],
    ['-2 * -3', 6],
    ['1.5e2', 150],
    ['2 < 3 and not 3 < 2', 1],
    ['true or false and false', 1],
    ['not false and false', 0],
    ['not not 5', 1],
    ['not 1 == 2', 1],
    ['if(1 >= 1, 4, 5)', 4],
    ['min(3, 1, 2) + max(3, 1, 2)', 4],
    ['abs(-3)', 3],
    ['bit(6, 1)', 1],
    ['[X]+1', 8],
    ['  1\n+\t1  ', 2],
  ])('binds the operators of %s as arithmetic and logic do', (source, value) => {
    expect(valueOf(source)).toBe(value);
  });

  it('lists every tag and device that an expression reads, in order', () => {
    const parsed = parseExpression('if(not lost("PLC"), [A-1] + [B.2], min(-[A-1], 0))');
    if (!parsed.ok) throw new Error(parsed.problem.what.en);
    const names = referencesOf(parsed.expression).map(r => (r.kind === 'tag' ? r.name : r.device));
    expect(names).toEqual(['PLC', 'A-1', 'B.2', 'A-1']);
  });

  it.each([
    ['', 0],
    ['   ', 3],
    ['1 +', 3],
    ['1 + * 2', 4],
    ['(1', 2],
    ['1)', 1],
    ['1 2', 2],
    ['1 § 2', 2],
    ['[A', 0],
    ['"x"', 0],
    ['lost(PLC)', 5],
    ['lost("PLC"', 10],
    ['if(1, 2)', 0],
    ['abs(1, 2)', 0],
    ['min()', 4],
    ['FI(1)', 0],
    ['1 < 2 < 3', 6],
    ['.5', 0],
    ['1 and', 5],
    ['constructor(1)', 0],
  ])('points at the mistake in "%s" and explains it in both languages', (source, at) => {
    const problem = problemOf(source);
    expect(problem.at).toBe(at);
    expect(problem.what.zh).not.toBe('');
    expect(problem.what.en).not.toBe('');
    expect(problem.what.zh).not.toBe(problem.what.en);
  });

  it('tells somebody who wrote a bare tag name how tags are written', () => {
    expect(problemOf('FI').what.en).toContain('[TAG]');
  });

  it.each([
    ['brackets', '('.repeat(100_000)],
    ['functions', 'abs('.repeat(100_000)],
    ['negations', `${'not '.repeat(100_000)}1`],
    ['minus signs', `${'-'.repeat(100_000)}1`],
    ['a long sum', `1${'+1'.repeat(100_000)}`],
  ])('invariant 6: an endless expression (%s) is refused, never a stack overflow', (_what, source) => {
    const parsed = parseExpression(source);
    if (!parsed.ok) return;
    expect(() => referencesOf(parsed.expression)).not.toThrow();
    expect(() => valueOf(source)).not.toThrow();
  });

  it('takes any expression that a person would write: a sum of two hundred meters', () => {
    expect(valueOf(Array.from({ length: 200 }, () => '[FI]').join(' + '))).toBe(1_400);
  });
});
