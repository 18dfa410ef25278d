/** Tags that the project names and does not fill yet: they wait for a later part and are shown as not configured. */
import type { StationProject } from './types.ts';

export const notConfiguredTags = ({ calculations }: Pick<StationProject, 'calculations'>): ReadonlySet<string> =>
  new Set(calculations.flatMap(entry => (entry.kind === 'not-configured' ? [entry.tag] : [])));
