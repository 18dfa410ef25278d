/**
 * The pens of somebody who has chosen none: the leading quantities of a gas station as its first scene shows them, four pressures
 * and four flows, then whatever else is measured there. Chosen by unit and place, never by name. Pure.
 */
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { MOST_PENS } from '../../store/trend-setup.ts';
import { type PenSet, shareAxis } from './pen-set.ts';

const PRESSURE = /^([kMm]?Pa|m?bar|psi)(\(?[gGaA]\)?)?$/;
const FLOW = /^N?S?m(³|3)\/[hsd]$/;
const EACH = 4;

/** What an instrument measures and a curve can show; what the station calculates is one step further from the plant. */
const isMeasured = ({ signalClass, unit, device }: TagDefinition): boolean =>
  (signalClass === 'AI' || signalClass === 'COM') && unit !== '' && device !== null;

/** `names` are what the first scene binds, in its order; `tags` are all of the station. */
export function defaultPens(names: readonly string[], tags: ReadonlyMap<string, TagDefinition>): PenSet {
  const onScene = names.flatMap(name => tags.get(name) ?? []);
  const measured = [...new Set([...onScene, ...tags.values()])].filter(isMeasured);
  const pressures = measured.filter(tag => PRESSURE.test(tag.unit)).slice(0, EACH);
  const flows = measured.filter(tag => FLOW.test(tag.unit)).slice(0, EACH);
  const chosen = [...new Set([...pressures, ...flows, ...measured])].slice(0, MOST_PENS);
  const ordered = inPairs(chosen);
  return Array.from({ length: MOST_PENS }, (_, slot) => {
    const tag = ordered[slot];
    return tag === undefined ? null : { tag: tag.name, isHidden: false };
  });
}

type Pair = readonly [TagDefinition, TagDefinition];

/** Two and two beside each other: those read on one axis, then of the rest those of one unit, then as they come. */
function inPairs(tags: readonly TagDefinition[]): readonly TagDefinition[] {
  const shared = paired(tags, shareAxis);
  const ofOneUnit = paired(shared.rest, (a, b) => a.unit === b.unit);
  const pairs = [...shared.pairs, ...ofOneUnit.pairs].toSorted(([a], [b]) => tags.indexOf(a) - tags.indexOf(b));
  return [...pairs.flat(), ...ofOneUnit.rest];
}

function paired(tags: readonly TagDefinition[], isPair: (a: TagDefinition, b: TagDefinition) => boolean) {
  const left = [...tags];
  const pairs: Pair[] = [];
  const rest: TagDefinition[] = [];
  for (let first = left.shift(); first !== undefined; first = left.shift()) {
    const one = first;
    const index = left.findIndex(other => isPair(one, other));
    const [mate] = index < 0 ? [] : left.splice(index, 1);
    if (mate === undefined) rest.push(one);
    else pairs.push([one, mate]);
  }
  return { pairs, rest };
}
