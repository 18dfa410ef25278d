/**
 * What a mechanical device is set to, from the equipment list (`assets.json`): no tag says it. Without an entry it reads `----`. The
 * source stands in the tooltip. Origin: right edge and base line of the number; the unit follows it.
 */
import type { ReactNode } from 'react';
import type { Asset, SetPoint } from '../../../../shared/model/asset.ts';
import { SIZES, sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { formatNumber, NO_VALUE } from '../../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { type DrawInput, defineSymbol, numberProp, stringProp } from '../../define-symbol.ts';

const TEXT_SIZES = [14, 16, 18] as const;

/** The set point of a device, wherever in the equipment list it stands. */
export const setPointOf = (assets: readonly Asset[], device: string): SetPoint | undefined =>
  assets.flatMap(asset => asset.setPoints).find(setPoint => setPoint.of === device);

function SetPointValue({ node }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const assets = useObservable(useSession().station.model)?.description.assets ?? [];
  const device = stringProp(node, 'device') ?? '';
  const found = setPointOf(assets, device);
  const asked = sizesOf('set-point', node).size;
  const size = TEXT_SIZES.find(known => known === asked) ?? SIZES['set-point'].size;
  return (
    <>
      {found === undefined ? null : <title>{`${device} · ${pick(found.source)}`}</title>}
      <text className={`val t${size}${size >= 16 ? ' b' : ''}`} textAnchor="end" data-testid={`setpoint:${device}`}>
        {found === undefined ? NO_VALUE : formatNumber(found.value, numberProp(node, 'decimals') ?? 3)}
      </text>
      <text x={4} className="t12 mut">
        {found?.unit ?? ''}
      </text>
    </>
  );
}

export const setPoint = defineSymbol({
  id: 'set-point',
  draw: input => <SetPointValue {...input} />,
});
