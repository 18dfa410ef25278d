/** The bits of a status word, each with its name and whether it is set: a filled square is set, a hollow one is not, dashed nobody knows. Bits of an old word are hatched. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { bit } from '../../mimic/define-symbol.ts';
import { useTexts } from '../../store/session.ts';
import { readingsOf, useAssetLooks } from './use-asset.ts';

export function StatusBits({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const status = readingsOf(useAssetLooks(asset))['status'];
  if (asset.bits.length === 0) return null;
  return (
    <ul className="status-bits">
      {asset.bits.map(({ bit: index, text }) => {
        const isSet = bit(status, index);
        const look = isSet === null ? 'is-unknown' : isSet ? 'is-set' : 'is-clear';
        const age = status?.isStale === true ? ' is-old' : '';
        return (
          <li key={index} className={`${look}${age}`} title={isSet === null ? texts.deviceUnknown : undefined}>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <rect x={1} y={1} width={10} height={10} />
            </svg>
            {pick(text)}
          </li>
        );
      })}
    </ul>
  );
}
