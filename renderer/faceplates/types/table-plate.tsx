/** Operate tabs of machines, analysers, vessels and package units: what they measure, their status bits, the command zone. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { TagValue } from '../../ui/tag-value.tsx';
import { CommandChain, CommandZone, SetPointEntry } from '../parts/command-zone.tsx';
import { derivedLook } from '../parts/derived-look.ts';
import { Permissives } from '../parts/permissives.tsx';
import { StateWords } from '../parts/state-words.tsx';
import { StatusBits } from '../parts/status-bits.tsx';
import { isMeasured, useAssetLooks, useRoleTags } from '../parts/use-asset.ts';
import { ValueGrid } from '../parts/value-grid.tsx';

interface PlateProps {
  readonly asset: ServedAsset;
}

/** By the role `running`: a truth of an expression or a state, or a flow that is not zero; nothing where the asset has none. */
function Running({ asset }: PlateProps): ReactNode {
  const looks = useAssetLooks(asset);
  const running = looks['running'];
  if (running === undefined) return null;
  return (
    <div className="plate-state is-plain">
      <StateWords
        state={running.value === null ? 'unknown' : running.value > 0 ? 'run' : 'stop'}
        from={derivedLook(looks, ['running'])}
      />
    </div>
  );
}

export function MotorOperate({ asset }: PlateProps): ReactNode {
  const words = useTexts().texts.faceplate;
  const roles = useRoleTags(asset);
  const setpoint = roles.find(({ role }) => role === 'setpoint')?.tag;
  return (
    <>
      <Running asset={asset} />
      <ValueGrid values={roles.filter(isMeasured)} />
      <StatusBits asset={asset} />
      <CommandZone buttons={[words.command.start, words.command.halt]}>
        <CommandChain />
        {setpoint === undefined ? null : (
          <SetPointEntry
            value={<TagValue tag={setpoint} hasUnit />}
            range={
              setpoint.low === null || setpoint.high === null
                ? words.lacking.notSaid
                : `${formatNumber(setpoint.low, setpoint.decimals)}–${formatNumber(setpoint.high, setpoint.decimals)} ${setpoint.unit}`
            }
          />
        )}
      </CommandZone>
    </>
  );
}

const COMPONENTS = ['c1', 'c2', 'c3', 'ic4', 'nc4', 'ic5', 'nc5', 'c6', 'n2', 'co2', 'sum'];

export function AnalyserOperate({ asset }: PlateProps): ReactNode {
  const words = useTexts().texts.faceplate;
  const values = useRoleTags(asset).filter(role => isMeasured(role) && !COMPONENTS.includes(role.role));
  return (
    <>
      <ValueGrid values={values} />
      <StatusBits asset={asset} />
      <CommandZone buttons={[]}>
        <p className="plate-text">{words.command.none}</p>
      </CommandZone>
    </>
  );
}

export function AnalyserComponents({ asset }: PlateProps): ReactNode {
  const words = useTexts().texts.faceplate;
  const rows = useRoleTags(asset).filter(({ role }) => COMPONENTS.includes(role));
  return (
    <table className="plate-table" data-testid="components">
      <tbody>
        {rows.map(({ role, tag }) => (
          <tr key={role}>
            <td>{words.role[role]}</td>
            <td>
              <small>{tag.name}</small>
            </td>
            <td className="r">
              <TagValue tag={tag} hasUnit />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function VesselOperate({ asset }: PlateProps): ReactNode {
  const words = useTexts().texts.faceplate;
  const roles = useRoleTags(asset);
  const states = roles.filter(({ tag }) => tag.isStepped && !tag.writable);
  return (
    <>
      <Running asset={asset} />
      <ValueGrid values={[...roles.filter(isMeasured), ...states.filter(({ role }) => role !== 'status')]} />
      <StatusBits asset={asset} />
      {asset.tags['drain'] === undefined ? (
        <CommandZone buttons={[]}>
          <p className="plate-text">{words.command.none}</p>
        </CommandZone>
      ) : (
        <CommandZone buttons={[words.role['drain'] ?? words.command.open]}>
          <CommandChain />
        </CommandZone>
      )}
      {asset.permissives.length === 0 ? null : <Permissives asset={asset} />}
    </>
  );
}
