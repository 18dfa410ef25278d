/** Tabs of a meter run: what it measures, the diagnostics of an ultrasonic meter against their limits, and what is in use. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { RangeBar } from '../../alarms/list/range-bar.tsx';
import { bit } from '../../mimic/define-symbol.ts';
import { useTexts } from '../../store/session.ts';
import { TagName, TagValue } from '../../ui/tag-value.tsx';
import { Derived } from '../parts/derived.tsx';
import { derivedLook } from '../parts/derived-look.ts';
import { LimitTable } from '../parts/limit-table.tsx';
import { Notes } from '../parts/notes.tsx';
import { StatusBits } from '../parts/status-bits.tsx';
import { readingsOf, useAssetLooks, useRoleTags } from '../parts/use-asset.ts';
import { ValueGrid } from '../parts/value-grid.tsx';

const MEASURED = ['actual', 'standard', 'pressure', 'temperature', 'compressibility', 'sos'];
const DIAGNOSED = ['sosDeviation', 'performance', 'snr', 'gain', 'profile'];

export function MeterOperate({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate;
  const values = useRoleTags(asset).filter(({ role }) => MEASURED.includes(role));
  return (
    <>
      <ValueGrid values={values} />
      <p className="section-name">{words.meter.bits}</p>
      <SetBits asset={asset} />
      <StatusBits asset={asset} />
      <LimitTable asset={asset} />
    </>
  );
}

/** The alarm word in one line: which bits are set, or that none is. */
function SetBits({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate;
  const looks = useAssetLooks(asset);
  const { status } = readingsOf(looks);
  const isKnown = status !== undefined && status.value !== null;
  const set = asset.bits.filter(({ bit: index }) => bit(status, index) === true);
  const text = set.length === 0 ? words.meter.noBits : set.map(({ text: name }) => pick(name)).join(' · ');
  return (
    <p className="plate-text">
      <Derived from={derivedLook(looks, ['status'])}>{isKnown ? text : texts.deviceUnknown}</Derived>
    </p>
  );
}

export function MeterDiagnostics({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate;
  const roles = useRoleTags(asset);
  const rows = roles.filter(({ role }) => DIAGNOSED.includes(role));
  const sos = roles.filter(({ role }) => role === 'sos');
  return (
    <>
      <ValueGrid values={sos} />
      {rows.length === 0 ? null : (
        <table className="plate-table" data-testid="diagnostics">
          <tbody>
            {rows.map(({ role, tag }) => (
              <tr key={role}>
                <td>{words.role[role]}</td>
                <td>
                  <TagName tag={tag} />
                </td>
                <td>
                  <RangeBar facts={{ tag, description: undefined, decimals: tag.decimals, unit: tag.unit }} />
                </td>
                <td className="r">
                  <TagValue tag={tag} hasUnit />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className="plate-facts">
        <dt>{words.meter.paths}</dt>
        <dd className="dim">{words.lacking.noPaths}</dd>
        <dt>{words.meter.theory}</dt>
        <dd className="dim">{words.lacking.notCalculated}</dd>
        <dt>{words.meter.hostDifference}</dt>
        <dd className="dim">{words.lacking.notCalculated}</dd>
        <dt>{words.meter.gcAge}</dt>
        <dd className="dim">{words.lacking.notCalculated}</dd>
      </dl>
    </>
  );
}

export function MeterConstants({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate;
  const inUse = useRoleTags(asset).filter(({ role }) => role === 'compressibility');
  return (
    <>
      <p className="section-name">{words.meter.inUse}</p>
      <ValueGrid values={inUse} />
      <p className="plate-text">{words.lacking.noConstants}</p>
      <Notes asset={asset} />
    </>
  );
}
