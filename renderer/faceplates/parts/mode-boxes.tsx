/** Modes of an asset as letters in boxes: where it is operated from, its faults, its duty, whether it is in use, entered values. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { FaceplateTexts } from '../../../shared/text/faceplates/faceplates.ts';
import { useTexts } from '../../store/session.ts';
import { modesOf } from '../types/modes.ts';
import { useAssetLooks } from './use-asset.ts';

export function ModeBoxes({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words: FaceplateTexts['mode'] = useTexts().texts.faceplate.mode;
  const modes = modesOf(asset, useAssetLooks(asset));
  return modes.map(mode => (
    <span
      key={mode}
      className={mode === 'fault' || mode === 'forced' ? 'type-box is-solid' : 'type-box'}
      data-mode={mode}
    >
      {words[mode]}
    </span>
  ));
}
