/** Which modes a faceplate shows in its head. Pure. */
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { FaceplateTexts } from '../../../shared/text/faceplates/faceplates.ts';
import { bit } from '../../mimic/define-symbol.ts';
import { type Looks, readingsOf } from '../parts/use-asset.ts';

export type PlateMode = keyof FaceplateTexts['mode'];

/** A mode that is not known is not shown: an empty head says less than a wrong one. */
export function modesOf(asset: Pick<ServedAsset, 'type' | 'bits' | 'duty'>, looks: Looks): readonly PlateMode[] {
  const { status, running } = readingsOf(looks);
  const isSet = (meaning: string): boolean | null => {
    const known = asset.bits.find(({ is }) => is === meaning);
    return known === undefined ? null : bit(status, known.bit);
  };
  const either = (meaning: string, on: PlateMode, off: PlateMode): readonly PlateMode[] => {
    const set = isSet(meaning);
    return set === null ? [] : [set ? on : off];
  };
  const isEntered = Object.values(looks).some(({ kind }) => kind === 'forced' || kind === 'substituted');
  return [
    ...(asset.duty === undefined ? [] : [asset.duty]),
    ...(asset.type === 'meter-run' && running !== undefined && running.value !== null
      ? [running.value > 0 ? ('inUse' as const) : ('idle' as const)]
      : []),
    ...either('remote', 'remote', 'local'),
    ...either('auto', 'auto', 'manual'),
    ...(isSet('fault') === true ? (['fault'] as const) : []),
    ...(isEntered ? (['forced'] as const) : []),
  ];
}

/** What each mode follows from; duty and standby are of the project and never old. */
const FROM: Readonly<Partial<Record<PlateMode, string>>> = {
  inUse: 'running',
  idle: 'running',
  remote: 'status',
  local: 'status',
  auto: 'status',
  manual: 'status',
  fault: 'status',
};

/** Whether a mode is the last one that was known. */
export const isOldMode = (mode: PlateMode, looks: Looks): boolean => looks[FROM[mode] ?? '']?.kind === 'stale';
