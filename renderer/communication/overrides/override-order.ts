/** The register of overridden values as it is read: what ends next comes first. Pure. */
import type { OverrideEntry, OverrideKind } from '../../../shared/model/tag.ts';

export const byEnd = (entries: readonly OverrideEntry[]): readonly OverrideEntry[] =>
  entries.toSorted((a, b) => a.until - b.until || (a.tag < b.tag ? -1 : 1));

/** How many of each kind there are, whether a substitute is in use or waits. */
export function countKinds(entries: readonly OverrideEntry[]): Readonly<Record<OverrideKind, number>> {
  const count = (kind: OverrideKind): number => entries.filter(entry => entry.kind === kind).length;
  return { force: count('force'), substitute: count('substitute') };
}
