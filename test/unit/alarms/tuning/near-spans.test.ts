/** What is passed over of a past changes nothing that an alarm makes of it. */
import { expect, it } from 'vitest';
import { PastCoder, type SampleSpan, type TunableSpec } from '../../../../main/alarms/tuning/coded-past.ts';
import { nearSpans } from '../../../../main/alarms/tuning/near-spans.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';
import { randomOf } from '../../support/samples.ts';
import { fixed, START } from '../conditions/condition-run.ts';
import { FakePast } from './fake-past.ts';

const LEVEL: TunableSpec = { kind: 'level', tag: 'X', side: 'high', limit: fixed(10), deadband: 0 };
const BIT: TunableSpec = { kind: 'state', tag: 'X', test: { kind: 'bit', bit: 0, isSet: true } };
const DEADBANDS = [0, 0.2, 1];
const COUNT = 6_000;
/** Samples in a bucket. */
const BUCKET = 10;

/** Stands for some buckets, then jumps just where another begins, or within one; short losses and pauses. */
function jumping(seed: number, values: readonly number[]): SampleSpan {
  const random = randomOf(seed);
  let [value, left] = [values[0] ?? 0, 0];
  const samples = Array.from({ length: COUNT }, (_, i) => {
    if (left-- <= 0 && (i % BUCKET === 0 || random() < 0.05)) {
      value = values[Math.floor(random() * values.length)] ?? 0;
      left = Math.floor(random() * 30) * BUCKET - 1;
    }
    const isBad = random() < 0.001;
    return { t: START + i * 1000, v: isBad ? Number.NaN : value, q: isBad ? COMM_LOSS : GOOD };
  }).filter((_, i) => i % 500 < 460);
  return {
    t: Float64Array.from(samples, s => s.t),
    v: Float64Array.from(samples, s => s.v),
    q: Uint16Array.from(samples, s => s.q),
  };
}

it.each([
  ['a level', LEVEL, [5, 9.9, 9.5, 11]],
  ['a word', BIT, [0, 1, 2, 3]],
] as const)('leaves out nothing of %s that an alarm would see', async (_, spec, values) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const all = jumping(seed, values);
    const past = new FakePast(all);
    const span = { from: START, to: START + COUNT * 1000 };
    const [series] = await past.trend({ tags: ['X'], ...span, columns: COUNT / BUCKET });
    const near = new PastCoder(spec, DEADBANDS);
    const whole = new PastCoder(spec, DEADBANDS);
    whole.take(all);
    if (series?.buckets === null || series === undefined) throw new Error('no outline');
    for (const part of nearSpans(series.buckets, spec, DEADBANDS)) {
      for await (const page of past.stream('X', part)) near.take(page);
    }
    const { t, code } = whole.past();
    expect(t.length).toBeGreaterThan(20);
    expect(near.past()).toMatchObject({ t, code });
    expect(past.read).toBeLessThan(all.t.length);
  }
});

it('reads a word whose least and greatest value have the bit, for one between them may not', async () => {
  const t = Float64Array.from({ length: 30 }, (_, i) => START + i * 1000);
  const all = {
    t,
    v: Float64Array.from(t, (_, i) => (i < 10 ? 1 : ([1, 2, 3][i % 3] ?? 0))),
    q: new Uint16Array(30).fill(GOOD),
  };
  const span = { from: START, to: START + 30_000 };
  const [series] = await new FakePast(all).trend({ tags: ['X'], ...span, columns: 3 });
  if (series?.buckets === null || series === undefined) throw new Error('no outline');
  expect(nearSpans(series.buckets, BIT, [0])).toEqual([span]);
});
