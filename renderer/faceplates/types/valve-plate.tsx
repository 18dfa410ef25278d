/** Operate tab of valves and slam-shut valves: the symbol in its state, what the switches and the status word say, the command zone. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { slamShutState } from '../../mimic/symbols/regulation.tsx';
import { valveState } from '../../mimic/symbols/valve.tsx';
import { useTexts } from '../../store/session.ts';
import { CommandChain, CommandZone } from '../parts/command-zone.tsx';
import { derivedLook, looksFor, rolesOf } from '../parts/derived-look.ts';
import { Permissives } from '../parts/permissives.tsx';
import { StateWords } from '../parts/state-words.tsx';
import { StatusBits } from '../parts/status-bits.tsx';
import { SymbolPicture } from '../parts/symbol-picture.tsx';
import { isMeasured, readingsOf, useAssetLooks, useRoleTags } from '../parts/use-asset.ts';
import { ValueGrid } from '../parts/value-grid.tsx';

export function ValveOperate({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate;
  const looks = useAssetLooks(asset);
  const state = valveState(readingsOf(looksFor(looks, 'valve')));
  const { open, closed } = asset.tags;
  const measured = useRoleTags(asset).filter(isMeasured);
  return (
    <>
      <div className="plate-state">
        <SymbolPicture symbol="valve" state={state} actuator={asset.actuator} />
        <div>
          <StateWords state={state} from={derivedLook(looks, rolesOf('valve'))} />
          <TravelBar state={state} />
          <small>
            {fill(words.state.limits, {
              open: open ?? words.lacking.notSaid,
              closed: closed ?? words.lacking.notSaid,
            })}
          </small>
          <small>{words.state.noPosition}</small>
        </div>
      </div>
      {measured.length === 0 ? null : <ValueGrid values={measured} />}
      <StatusBits asset={asset} />
      <CommandZone buttons={[words.command.open, words.command.stop, words.command.close]}>
        <CommandChain />
      </CommandZone>
      {asset.permissives.length === 0 ? null : <Permissives asset={asset} />}
    </>
  );
}

/** Empty when closed, full when open, hatched while nobody can say where between the limits it is, or where it is now. */
function TravelBar({ state }: { readonly state: string }): ReactNode {
  const [word = ''] = state.split(/[ ~]/);
  const isOld = state.endsWith('~');
  return (
    <svg className="travel-bar" viewBox="0 0 216 14" preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" x={1} y={1} width={214} height={12} />
      {word === 'open' && !isOld ? <rect className="fillbar" x={1} y={1} width={214} height={12} /> : null}
      {isOld || word === 'travel' || word === 'unknown' ? (
        <rect className="between" x={1} y={1} width={214} height={12} />
      ) : null}
    </svg>
  );
}

export function SlamShutOperate({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate;
  const looks = useAssetLooks(asset);
  const state = slamShutState(readingsOf(looksFor(looks, 'slam-shut')));
  const measured = useRoleTags(asset).filter(isMeasured);
  return (
    <>
      <div className="plate-state">
        <SymbolPicture symbol="slam-shut" state={state} />
        <div>
          <StateWords state={state} from={derivedLook(looks, rolesOf('slam-shut'))} />
          {asset.note === undefined ? null : <small>{pick(asset.note)}</small>}
        </div>
      </div>
      <ValueGrid values={measured} />
      <CommandZone buttons={[]}>
        <p className="plate-text">{words.command.none}</p>
      </CommandZone>
    </>
  );
}
