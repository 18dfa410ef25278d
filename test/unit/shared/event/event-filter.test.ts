/** Which events fit a filter. */
import { expect, it } from 'vitest';
import { fitsFilter } from '../../../../shared/event/event-filter.ts';
import type { EventFilter, StationEvent } from '../../../../shared/model/event.ts';

const EVENT: StationEvent = {
  ...{
    sequence: 1,
    time: 50,
    received: 100,
    kind: 'override',
    source: 'PT-1',
    tag: 'PT-1',
    area: 'REG',
    who: 'Li Wei',
  },
  text: { zh: '强制值', en: 'Forced value' },
};
const SPAN: EventFilter = { from: 100, to: 101 };

it.each<[string, Partial<EventFilter>, boolean]>([
  ['the time at which the station heard of it', {}, true],
  ['the end, which is not in the span', { from: 90, to: 100 }, false],
  ['its class', { kinds: ['override', 'clock'] }, true],
  ['another class', { kinds: ['clock'] }, false],
  ['its tag', { tags: ['PT-1'] }, true],
  ['another tag', { tags: ['PT-2'] }, false],
  ['a part of its name in small letters', { names: ['x', 'pt-'] }, true],
  ['parts of other names', { names: ['tt-', 'pt-2'] }, false],
  ['words that it has all, in any order', { text: 'value pt-1 强制' }, true],
  ['words of which it has one', { text: 'value pressure' }, false],
  ['its area', { areas: ['REG'] }, true],
  ['another area', { areas: ['MET'] }, false],
  ['a part of who did it, in any case', { who: 'wei' }, true],
  ['another person', { who: 'wang' }, false],
  ['a part of the text in either language', { text: '强制' }, true],
  ['a part of the text in small letters', { text: 'forced v' }, true],
  ['a part of its source', { text: 'pt-1' }, true],
  ['words that it does not have', { text: 'pressure' }, false],
])('goes by %s', (_what, filter, fits) => {
  expect(fitsFilter(EVENT, { ...SPAN, ...filter })).toBe(fits);
});

it('never finds what is of no tag, area or person by one', () => {
  const { tag: _tag, area: _area, who: _who, ...bare } = EVENT;
  for (const filter of [{ tags: ['PT-1'] }, { areas: ['REG'] }, { who: 'L' }]) {
    expect(fitsFilter(bare, { ...SPAN, ...filter })).toBe(false);
  }
});
