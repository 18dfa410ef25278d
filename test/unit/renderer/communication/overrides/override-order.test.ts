/** The register of overridden values as it is read. */
import { expect, test } from 'vitest';
import { byEnd, countKinds } from '../../../../../renderer/communication/overrides/override-order.ts';
import type { OverrideEntry, OverrideKind } from '../../../../../shared/model/tag.ts';

const entry = (tag: string, until: number, kind: OverrideKind = 'force'): OverrideEntry => ({
  tag,
  kind,
  value: 1,
  who: 'Li',
  why: 'test',
  since: 0,
  until,
  isInForce: false,
  live: { tag, value: 1, quality: 'good', time: 0, raw: null },
});

test('what ends next comes first, and tags of the same end by name', () => {
  const entries = [entry('C', 20), entry('B', 10), entry('A', 10)];
  expect(byEnd(entries).map(e => e.tag)).toEqual(['A', 'B', 'C']);
});

test('both kinds are counted, also a substitute that waits', () => {
  expect(countKinds([entry('A', 1), entry('B', 1, 'substitute'), entry('C', 1)])).toEqual({ force: 2, substitute: 1 });
  expect(countKinds([])).toEqual({ force: 0, substitute: 0 });
});
