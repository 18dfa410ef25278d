/**
 * Which samples of a tag the history keeps, in words, with the proven bound of what it does not: whoever reads a trend has to
 * know how far it may be off. Pure.
 */
import type { TagDefinition } from '../../shared/model/tag.ts';
import { type Catalog, fill } from '../../shared/text/catalog.ts';

const UNITS = [
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** In the largest unit of which it is a whole number, so that nothing is rounded: `1 h`, `90 min`, `45 s`. */
function intervalText(ms: number): string {
  const unit = UNITS.find(([, size]) => ms % size === 0);
  return unit === undefined ? `${ms / 1_000} s` : `${ms / unit[1]} ${unit[0]}`;
}

/** The bound is printed as the project has it and not with the decimals of the tag, which could round it down. */
export function loggingText({ logging, unit }: Pick<TagDefinition, 'logging' | 'unit'>, texts: Catalog): string {
  if (logging.kind === 'all' || logging.kind === 'none') return texts.logging[logging.kind];
  const bound = logging.kind === 'change' ? logging.deadband : logging.deviation;
  const isEveryChange = logging.kind === 'change' && bound === 0;
  return fill(texts.logging[isEveryChange ? 'everyChange' : logging.kind], {
    error: `${bound} ${unit}`.trim(),
    interval: intervalText(logging.maxIntervalMs),
  });
}
