/** Modes of an asset as letters in boxes: where it is operated from, its faults, its duty, whether it is in use, entered values. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { FaceplateTexts } from '../../../shared/text/faceplates/faceplates.ts';
import { useTexts } from '../../store/session.ts';
import { useAssetLooks } from '../parts/use-asset.ts';
import { isOldMode, modesOf, type PlateMode } from './modes.ts';

export function ModeBoxes({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words: FaceplateTexts['mode'] = useTexts().texts.faceplate.mode;
  const looks = useAssetLooks(asset);
  const modes = modesOf(asset, looks);
  return modes.map(mode => (
    <span key={mode} className={classOf(mode, isOldMode(mode, looks))} data-mode={mode}>
      {words[mode]}
    </span>
  ));
}

const classOf = (mode: PlateMode, isOld: boolean): string =>
  isOld ? 'type-box is-old' : mode === 'fault' || mode === 'forced' ? 'type-box is-solid' : 'type-box';
