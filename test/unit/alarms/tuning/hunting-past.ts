/** A past of one sample a second that is calm but for hunting about 10 on some days, and for losses. */
import type { SampleSpan } from '../../../../main/alarms/tuning/coded-past.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';
import { randomOf } from '../../support/samples.ts';
import { START } from '../conditions/condition-run.ts';

export function huntingPast(seed: number, count: number): SampleSpan {
  const random = randomOf(seed);
  let [isHunting, isLost] = [false, false];
  const v = Float64Array.from({ length: count }, () => {
    if (random() < 0.0005) isHunting = !isHunting && random() < 0.3;
    isLost = random() < (isLost ? 0.95 : 0.0002);
    return isLost ? Number.NaN : isHunting ? 9.6 + random() * 0.6 : 5 + random() * 2;
  });
  return {
    t: Float64Array.from(v, (_, i) => START + i * 1000),
    v,
    q: Uint16Array.from(v, value => (Number.isNaN(value) ? COMM_LOSS : GOOD)),
  };
}
