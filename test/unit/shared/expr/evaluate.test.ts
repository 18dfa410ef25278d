/** Quality through expressions: never better than what was used, never worse than what was not. */
import { describe, expect, it } from 'vitest';
import { evaluate, type Operand } from '../../../../shared/expr/evaluate.ts';
import { parseExpression } from '../../../../shared/expr/parse.ts';
import {
  CALC_INPUT_BAD,
  COMM_LOSS,
  DEVICE_FAULT,
  GOOD,
  OUT_OF_RANGE,
  quality,
  STALE,
} from '../../../../shared/model/quality.ts';

const SUBSTITUTED = quality('uncertain', 'substituted');
const TAGS: Record<string, Operand> = {
  T: { v: 1, q: GOOD },
  F: { v: 0, q: GOOD },
  N: { v: -1, q: GOOD },
  U: { v: 5, q: OUT_OF_RANGE },
  S: { v: 6, q: SUBSTITUTED },
  B: { v: Number.NaN, q: DEVICE_FAULT },
  L: { v: Number.NaN, q: COMM_LOSS },
  O: { v: Number.NaN, q: STALE },
};

function run(source: string): Operand {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.problem.what.en);
  return evaluate(parsed.expression, {
    tag: name => TAGS[name] ?? { v: Number.NaN, q: COMM_LOSS },
    lost: device => device === 'GONE',
  });
}

describe('evaluate', () => {
  it.each([
    ['[T] + [B]'],
    ['[B] * 0'],
    ['-[B]'],
    ['not [B]'],
    ['[B] == [B]'],
    ['[B] != 1'],
    ['min(1, [B])'],
    ['abs([B])'],
    ['bit([B], 0)'],
    ['if([B], 1, 1)'],
    ['if([T], [B], 1)'],
    ['[T] and [B]'],
    ['[B] and [T]'],
    ['[F] or [B]'],
    ['[B] or [F]'],
    ['1 / 0'],
    ['0 / 0'],
    ['1e308 * 10'],
    ['bit(1, 1e9) / 0'],
  ])('%s has no number: NaN with a reason, never 0', source => {
    expect(run(source)).toEqual({ v: Number.NaN, q: CALC_INPUT_BAD });
  });

  it.each([
    ['[T] + [L]', COMM_LOSS],
    ['-[O]', STALE],
    ['if([L], 1, 1)', COMM_LOSS],
    ['if([T], [O], 1)', STALE],
    ['[L] and [T]', COMM_LOSS],
    ['[O] + [L]', STALE],
    ['[L] + [B]', CALC_INPUT_BAD],
    ['[L] / 0', COMM_LOSS],
  ])('%s is old when all it lacks is merely old', (source, q) => {
    expect(run(source)).toEqual({ v: Number.NaN, q });
  });

  it.each([
    ['[F] and [B]', 0],
    ['[B] and [F]', 0],
    ['[T] or [B]', 1],
    ['[B] or [T]', 1],
    ['if([T], 4, [B])', 4],
    ['if([F], [B], 4)', 4],
    ['lost("GONE") or [B]', 1],
    ['lost("HERE")', 0],
  ])('%s is decided without the bad input', (source, v) => {
    expect(run(source)).toEqual({ v, q: GOOD });
  });

  it.each([
    ['[U] + 1', 6, OUT_OF_RANGE],
    ['[S] + [U]', 11, SUBSTITUTED],
    ['if([U], 2, 3)', 2, OUT_OF_RANGE],
    ['if([T], [U], 3)', 5, OUT_OF_RANGE],
    ['if([F], [U], 3)', 3, GOOD],
    ['max([T], [S])', 6, SUBSTITUTED],
    ['[U] and [F]', 0, GOOD],
    ['[U] and [T]', 1, OUT_OF_RANGE],
  ])('%s keeps the first uncertain reason of what it used', (source, v, q) => {
    expect(run(source)).toEqual({ v, q });
  });

  it.each([
    ['bit(5, 0)', 1],
    ['bit(5, 1)', 0],
    ['bit(65535, 15)', 1],
    ['bit(4294967295, 31)', 1],
    ['bit(4294967296, 31)', 0],
    ['bit([N], 0)', 1],
    ['bit([N], 15)', 1],
    ['bit(-2, 0)', 0],
  ])('%s reads a bit of a status word, two’s complement included', (source, v) => {
    expect(run(source).v).toBe(v);
  });

  it('passes a tag through unchanged, with its own reason', () => {
    expect(run('[B]')).toEqual({ v: Number.NaN, q: DEVICE_FAULT });
  });
});
