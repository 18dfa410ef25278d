/** Where faceplates of each type stood last, as the storage holds it, which anybody may have written. Pure. */
import { storedJson } from '../../store/stored-json.ts';
import type { PlateShare } from './plate-list.ts';

/** By asset type. */
export type PlatePlaces = Readonly<Record<string, PlateShare>>;

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** What cannot be read is left out: a plate then finds its own place. */
export function readPlatePlaces(text: string | null): PlatePlaces {
  const found = storedJson(text);
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).flatMap(([type, place]: [string, unknown]) => {
      const { x, y }: { x: unknown; y: unknown } = { x: null, y: null, ...(typeof place === 'object' ? place : {}) };
      return isShare(x) && isShare(y) ? [[type, { x, y }] as const] : [];
    }),
  );
}
