/** The conditions of every operation, by equipment, as assets.json has them: what is not met stands first, what nobody knows before what is. */
import { type ReactNode, useMemo } from 'react';
import type { Permissive, ServedAsset } from '../../../shared/model/asset.ts';
import { RingButton } from '../../navigation/ring-button.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TruthMark } from './truth-mark.tsx';
import { useTruth } from './use-truth.ts';

export function AssetPermissives(): ReactNode {
  const words = useTexts().texts.support.interlocks;
  const assets = useObservable(useSession().station.model)?.description.assets ?? [];
  const withConditions = assets.filter(({ permissives }) => permissives.length > 0);
  if (withConditions.length === 0) return null;
  return (
    <section className="permissives" data-testid="permissives">
      <h3>{words.permissives}</h3>
      <div className="permissive-cards">
        {withConditions.map(asset => (
          <AssetCard key={asset.id} asset={asset} />
        ))}
      </div>
    </section>
  );
}

function AssetCard({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.support.interlocks;
  const byAction = useMemo(() => [...Map.groupBy(asset.permissives, ({ action }) => action)], [asset]);
  return (
    <article data-testid={`permissives:${asset.id}`}>
      <h4>
        <b translate="no">{asset.id}</b> {pick(asset.name)}
        <RingButton name={asset.id} target={{ tag: null, equipment: asset.id, area: null }} />
      </h4>
      {byAction.map(([action, conditions]) => (
        <dl key={action}>
          <dt>{words.action[action]}</dt>
          <dd>
            <ul>
              {conditions.map(condition => (
                <Condition key={condition.text.en} condition={condition} handles={asset.handles} />
              ))}
            </ul>
          </dd>
        </dl>
      ))}
      {asset.trips === undefined ? null : (
        <dl>
          <dt>ESD</dt>
          <dd>{pick(asset.trips)}</dd>
        </dl>
      )}
    </article>
  );
}

interface ConditionProps {
  readonly condition: Permissive;
  readonly handles: ServedAsset['handles'];
}

/** Its place among the others follows what is known of it (`order` of the row): unmet first. */
function Condition({ condition, handles }: ConditionProps): ReactNode {
  const { pick } = useTexts();
  const truth = useTruth(condition.when, handles);
  return (
    <li className={`is-${truth}`}>
      <TruthMark kind="permissive" truth={truth} />
      <span>{pick(condition.text)}</span>
    </li>
  );
}
