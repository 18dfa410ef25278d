/**
 * Tabs of a regulator run: slam-shut, monitor and worker in their states and which of them controls, the pressures along the run,
 * the mechanical settings beside the outlet pressure, and the remote set point, which takes nothing yet.
 */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { SymbolId } from '../../../shared/scene/symbol-catalogue.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import type { Look } from '../../mimic/quality-look.ts';
import { monitorState, slamShutState, workerState } from '../../mimic/symbols/regulation.tsx';
import { useTexts } from '../../store/session.ts';
import { TagValue } from '../../ui/tag-value.tsx';
import { CommandZone, SetPointEntry } from '../parts/command-zone.tsx';
import { Derived } from '../parts/derived.tsx';
import { derivedLook, looksFor, rolesOf } from '../parts/derived-look.ts';
import { StateWords } from '../parts/state-words.tsx';
import { SymbolPicture } from '../parts/symbol-picture.tsx';
import { isMeasured, type Looks, readingsOf, useAssetLooks, useRoleTags } from '../parts/use-asset.ts';
import { ValueGrid } from '../parts/value-grid.tsx';
import { controllingOf, controllingRoles } from './regulator-state.ts';

const setOf = ({ setPoints }: ServedAsset, kind: string) => setPoints.find(point => point.kind === kind);

function runStates(asset: ServedAsset, looks: Looks) {
  const monitorSet = setOf(asset, 'monitor')?.value;
  const of = (symbol: 'slam-shut' | 'monitor' | 'regulator') => readingsOf(looksFor(looks, symbol));
  return {
    slamShut: slamShutState(of('slam-shut')),
    monitor: monitorState(of('monitor'), monitorSet === undefined ? {} : { setMpa: monitorSet }),
    worker: workerState(of('regulator')),
  };
}

export function RegulatorOperate({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate;
  const looks = useAssetLooks(asset);
  const states = runStates(asset, looks);
  const controlling = controllingOf(states);
  const all = useRoleTags(asset);
  const remote = all.find(({ role }) => role === 'setpoint');
  const { clamp } = asset;
  const fromOf = (symbol: SymbolId): Look | null => derivedLook(looks, rolesOf(symbol));
  return (
    <>
      <div className="run-states">
        <RunDevice asset={asset} kind="slam-shut" state={states.slamShut} from={fromOf('slam-shut')} />
        <RunDevice asset={asset} kind="monitor" state={states.monitor} from={fromOf('monitor')} />
        <RunDevice asset={asset} kind="worker" state={states.worker} from={fromOf('regulator')} />
      </div>
      <dl className="plate-facts is-strong">
        <dt>{words.state.controlling}</dt>
        <dd>
          <Derived from={derivedLook(looks, controllingRoles(controlling))} testId="controlling">
            {words.state.controls[controlling]}
          </Derived>
        </dd>
      </dl>
      <ValueGrid values={all.filter(isMeasured)} />
      <CommandZone buttons={[]}>
        <SetPointEntry
          act={words.command.apply}
          value={remote === undefined ? words.lacking.notSaid : <TagValue tag={remote.tag} hasUnit />}
          range={
            clamp === undefined
              ? words.lacking.notSaid
              : fill(words.command.range, {
                  low: String(clamp.low),
                  high: String(clamp.high),
                  rate: clamp.perMinute === undefined ? '–' : `${clamp.perMinute} ${remote?.tag.unit ?? ''}`.trim(),
                })
          }
        />
      </CommandZone>
    </>
  );
}

interface DeviceProps {
  readonly asset: ServedAsset;
  readonly kind: 'worker' | 'monitor' | 'slam-shut';
  readonly state: string;
  readonly from: Look | null;
}

function RunDevice({ asset, kind, state, from }: DeviceProps): ReactNode {
  const words = useTexts().texts.faceplate.setPoint;
  const point = setOf(asset, kind);
  return (
    <div>
      <small>{words.of[kind]}</small>
      <SymbolPicture symbol={kind === 'slam-shut' ? kind : 'monitor'} state={state} />
      <StateWords state={state} from={from} isShort />
      <small>{point === undefined ? '' : `${point.of} · ${point.value} ${point.unit}`}</small>
    </div>
  );
}

export function RegulatorSettings({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate;
  const looks = useAssetLooks(asset);
  const outlet = looks['outlet']?.value ?? null;
  const from = derivedLook(looks, ['outlet']);
  const decimals = useRoleTags(asset).find(({ role }) => role === 'outlet')?.tag.decimals ?? 3;
  const missing = [words.setPoint.lockUp, words.setPoint.creep, words.setPoint.hunting];
  const sorted = asset.setPoints.toSorted((a, b) => b.value - a.value);
  return (
    <>
      <p className="section-name">{words.setPoint.readOnly}</p>
      <table className="plate-table" data-testid="settings">
        <thead>
          <tr>
            <th>{words.setPoint.device}</th>
            <th className="r">{words.setPoint.value}</th>
            <th className="r">{words.setPoint.fromOutlet}</th>
            <th>{words.setPoint.source}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ of, kind, value, unit, source }) => (
            <tr key={of}>
              <td>
                {words.setPoint.of[kind]} <small>{of}</small>
              </td>
              <td className="r">
                {formatNumber(value, decimals)} <small>{unit}</small>
              </td>
              <td className="r v">
                <Derived from={from}>{outlet === null ? NO_VALUE : formatNumber(value - outlet, decimals)}</Derived>
              </td>
              <td>
                <small>{pick(source)}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="plate-facts">
        {missing.map(name => (
          <LackingFact key={name} name={name} why={words.lacking.notCalculated} />
        ))}
        <dt>{words.setPoint.testDue}</dt>
        <dd>
          {asset.tests.length === 0
            ? words.lacking.notSaid
            : asset.tests.map(({ what, due }) => `${pick(what)} ${due}`).join(' · ')}
        </dd>
      </dl>
    </>
  );
}

function LackingFact({ name, why }: { readonly name: string; readonly why: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className="dim">{why}</dd>
    </>
  );
}
