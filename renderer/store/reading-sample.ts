/** A reading of a query as the sample that a stream would have brought, so that both are judged and drawn by the same rules. */
import { quality } from '../../shared/model/quality.ts';
import type { TagReading } from '../../shared/model/tag.ts';
import type { Sample } from './tag-store.ts';

export function sampleOf(reading: TagReading): Sample {
  const { value, time, lastGood } = reading;
  const text = reading.quality === 'bad' ? lastGood?.text : reading.text;
  return {
    v: reading.quality === 'bad' ? Number.NaN : (value ?? Number.NaN),
    q: quality(reading.quality, reading.reason),
    t: time,
    lastV: lastGood?.value ?? Number.NaN,
    lastT: lastGood?.time ?? Number.NaN,
    ...(text === undefined ? {} : { text }),
  };
}
