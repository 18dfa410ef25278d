/** Calculations over a real table: order, quality, lost devices, and what happens while a value expires under the feet. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Calculator } from '../../../main/calc/calculator.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import {
  CALC_INPUT_BAD,
  COMM_LOSS,
  CONFIG_ERROR,
  FORCED,
  GOOD,
  isBad,
  NOT_CONFIGURED,
  OUT_OF_RANGE,
  STALE,
} from '../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../shared/model/tag.ts';
import { HandClock } from '../support/hand-clock.ts';
import { batch } from '../support/samples.ts';

/** Handles: a b c are scanned; P Q R S are calculated, NC is not configured. P has the range 0…10. */
const NAMES = ['a', 'b', 'c', 'P', 'Q', 'R', 'S', 'NC'] as const;
type Name = (typeof NAMES)[number];
const h = (name: Name): number => NAMES.indexOf(name);
const NEVER = Number.POSITIVE_INFINITY;

describe('Calculator', () => {
  const clock = new HandClock();
  const lost = new Set<string>();
  let table: TagTable;
  let told: { name: string; v: number; q: number }[];
  let calculator: Calculator;

  const start = (formulas: Partial<Record<Name, string>>) => {
    calculator = new Calculator({
      formulas: Object.entries(formulas).map(([name, expression]) => ({
        handle: NAMES.findIndex(n => n === name),
        expression,
      })),
      table,
      handleOf: tag => (NAMES.some(n => n === tag) ? NAMES.findIndex(n => n === tag) : undefined),
      isLost: device => lost.has(device),
      clock,
    });
    calculator.start();
    table.subscribe(({ handles, v, q }: SampleBatch) => {
      handles.forEach((handle, i) => told.push({ name: NAMES[handle] ?? '', v: v[i] ?? Number.NaN, q: q[i] ?? 0 }));
    });
  };
  const timesTold = (name: Name) => told.filter(t => t.name === name).length;

  beforeEach(() => {
    lost.clear();
    told = [];
    table = new TagTable(
      NAMES.map(name => ({
        low: name === 'P' ? 0 : null,
        high: name === 'P' ? 10 : null,
        staleAfterMs: ['a', 'b', 'c'].includes(name) ? 1_500 : NEVER,
        ...(name === 'NC' ? { initial: NOT_CONFIGURED } : {}),
      })),
      clock,
    );
  });
  afterEach(() => table.stop());

  it('computes a chain of calculations in dependency order, whatever order they are written in', () => {
    start({ S: '[R] + 1', R: '[Q] + 1', Q: '[a] + 1' });
    table.update(batch({ h: h('a'), v: 1 }));
    expect([table.read(h('Q')).v, table.read(h('R')).v, table.read(h('S')).v]).toEqual([2, 3, 4]);
  });

  it('shows no glitch: a result that depends on one input by two ways is told once, from new values only', () => {
    start({ S: '[Q] - [R]', R: '[a] * 2', Q: '[a] * 2' });
    table.update(batch({ h: h('a'), v: 1 }));
    told.length = 0;
    table.update(batch({ h: h('a'), v: 100 }, { h: h('b'), v: 1 }));
    expect(told.filter(t => t.name === 'S')).toEqual([{ name: 'S', v: 0, q: GOOD }]);
    expect(timesTold('Q')).toBe(1);
  });

  it('computes again only what depends on the change', () => {
    start({ Q: '[a]', R: '[b]' });
    table.update(batch({ h: h('a'), v: 1 }, { h: h('b'), v: 2 }));
    told.length = 0;
    table.update(batch({ h: h('b'), v: 3 }));
    expect(timesTold('Q')).toBe(0);
    expect(timesTold('R')).toBe(1);
  });

  it('is bad with the reason "input bad" until its inputs have been read, and lost when one of them is lost', () => {
    start({ Q: '[a] + [b]', R: '[Q] * 2' });
    expect(table.read(h('R'))).toMatchObject({ v: Number.NaN, q: CALC_INPUT_BAD });
    table.update(batch({ h: h('a'), v: 1 }, { h: h('b'), v: 2 }));
    expect(table.read(h('R'))).toMatchObject({ v: 6, q: GOOD });
    table.invalidate(Uint32Array.of(h('b')), COMM_LOSS);
    expect(table.read(h('R'))).toMatchObject({ v: Number.NaN, q: COMM_LOSS, lastV: 6 });
  });

  it('follows devices that are lost and found, through every level', () => {
    start({ Q: 'lost("GC")', R: 'not [Q]' });
    expect([table.read(h('Q')).v, table.read(h('R')).v]).toEqual([0, 1]);
    lost.add('GC');
    calculator.devicesChanged();
    expect([table.read(h('Q')).v, table.read(h('R')).v]).toEqual([1, 0]);
    lost.delete('GC');
    calculator.devicesChanged();
    expect([table.read(h('Q')).v, table.read(h('R')).v]).toEqual([0, 1]);
  });

  it('a tag that is not configured stays so, and what needs it has no number', () => {
    start({ Q: '[NC] + [a]' });
    table.update(batch({ h: h('a'), v: 1 }));
    clock.advance(1e9);
    expect(table.read(h('NC'))).toMatchObject({ v: Number.NaN, q: NOT_CONFIGURED });
    expect(table.read(h('Q')).q).toBe(CALC_INPUT_BAD);
  });

  it('invariant 1: a calculated value is not read good once an input is past its deadline, even before the sweep', () => {
    start({ Q: '[a] + [b]', R: '[Q] * 2' });
    table.update(batch({ h: h('a'), v: 1 }, { h: h('b'), v: 2 }));
    clock.advance(1_499);
    table.update(batch({ h: h('a'), v: 1 }));
    clock.advance(1);
    expect(isBad(table.read(h('R')).q)).toBe(true);
    expect(isBad(table.read(h('Q')).q)).toBe(true);
  });

  it('an input that expires at any moment of a pass spoils what depends on it and nothing else', () => {
    for (let call = 0; call < 20; call++) {
      table.stop();
      let untilExpiry = Number.POSITIVE_INFINITY;
      const stepping = { now: () => 0, monotonic: () => (untilExpiry-- > 0 ? 0 : 1_500) };
      table = new TagTable(
        NAMES.map(name => ({ low: null, high: null, staleAfterMs: name === 'b' ? 1_500 : NEVER })),
        stepping,
      );
      start({ Q: '[a] * 2', R: '[b] + [Q]', S: '[Q] + [c]' });
      table.update(batch({ h: h('a'), v: 1 }, { h: h('b'), v: 2 }, { h: h('c'), v: 3 }));
      untilExpiry = call;
      table.update(batch({ h: h('a'), v: 5 }));
      untilExpiry = 0;
      expect(table.read(h('Q'))).toMatchObject({ v: 10, q: GOOD });
      expect(table.read(h('S'))).toMatchObject({ v: 13, q: GOOD });
      expect(table.read(h('R'))).toMatchObject({ v: Number.NaN, q: STALE });
    }
  });

  it('invariant 1: an input that expires while results are being told still reaches what is calculated from it', () => {
    start({ Q: '[a]', R: '[b] + 0' });
    table.update(batch({ h: h('b'), v: 2 }));
    clock.advance(1_400);
    table.subscribe(({ handles }) => {
      if (!handles.includes(h('Q'))) return;
      clock.advance(100);
      table.expire();
    });
    table.update(batch({ h: h('a'), v: 5 }));
    expect(table.read(h('R'))).toMatchObject({ v: Number.NaN, q: STALE });
  });

  it('uses the range check of a calculated tag for those that are calculated from it, in the same pass and later', () => {
    start({ P: '[a]', Q: '[P] + [b]' });
    table.update(batch({ h: h('a'), v: 50 }, { h: h('b'), v: 1 }));
    expect(table.read(h('P')).q).toBe(OUT_OF_RANGE);
    expect(table.read(h('Q'))).toMatchObject({ v: 51, q: OUT_OF_RANGE });
    table.update(batch({ h: h('b'), v: 2 }));
    expect(table.read(h('Q'))).toMatchObject({ v: 52, q: OUT_OF_RANGE });
  });

  it('calculates with what is forced, in the same pass and later, and with the live value when that is over', () => {
    start({ P: '[a]', Q: '[P] + [b]' });
    const until = clock.now() + 60_000;
    table.override(h('P'), { kind: 'force', value: 7, who: 'Li', why: 'test', since: clock.now(), until });
    table.update(batch({ h: h('a'), v: 5 }, { h: h('b'), v: 1 }));
    expect(table.read(h('P'))).toMatchObject({ v: 7, q: FORCED });
    expect(table.read(h('Q'))).toMatchObject({ v: 8, q: FORCED });
    expect(timesTold('Q')).toBe(2);
    table.release(h('P'));
    expect(table.read(h('Q'))).toMatchObject({ v: 6, q: GOOD });
  });

  it('makes no number of a text, whatever is done with it', () => {
    start({ Q: '[a] + 1', R: 'not [a]', S: 'if([a], 1, 2)', P: '[a]' });
    table.update({ ...batch({ h: h('a'), v: Number.NaN }), exact: new Map([[0, 'text']]) });
    expect(table.read(h('a')).q).toBe(GOOD);
    for (const name of ['P', 'Q', 'R', 'S'] as const) {
      expect(table.read(h(name)), name).toMatchObject({ v: Number.NaN, q: CALC_INPUT_BAD });
    }
  });

  it('calls an unknown tag a configuration error, never a number', () => {
    start({ Q: '[nobody]' });
    expect(table.read(h('Q'))).toMatchObject({ v: Number.NaN, q: CONFIG_ERROR });
  });

  it('refuses to start with an expression that nobody checked', () => {
    expect(() => start({ Q: '1 +' })).toThrow('unchecked expression');
  });

  it('takes up a formula while it runs, and computes it again for whatever its inputs depend on', () => {
    start({ P: '[a] + 1' });
    table.update(batch({ h: h('a'), v: 1 }));
    calculator.add([{ handle: h('Q'), expression: '[P] * 10' }]);
    expect(table.read(h('Q'))).toMatchObject({ v: 20, q: GOOD });
    table.update(batch({ h: h('a'), v: 2 }));
    expect(table.read(h('Q'))).toMatchObject({ v: 30, q: GOOD });
    const before = timesTold('Q');
    table.update(batch({ h: h('b'), v: 5 }));
    expect(timesTold('Q')).toBe(before);
  });

  it('takes up a formula that asks for a device, also through another', () => {
    start({ P: 'lost("PLC")' });
    calculator.add([
      { handle: h('Q'), expression: '[P] + 1' },
      { handle: h('R'), expression: 'lost("PLC")' },
    ]);
    lost.add('PLC');
    calculator.devicesChanged();
    expect(table.read(h('Q')).v).toBe(2);
    expect(table.read(h('R')).v).toBe(1);
  });
});
