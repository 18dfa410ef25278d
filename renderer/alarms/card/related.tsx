/**
 * What belongs together with the alarm: its equipment, and its other tags with their values now. Each that a mimic draws leads to
 * its screen, ringed; a tag opens its trend.
 */
import type { ReactNode } from 'react';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { RingButton } from '../../navigation/ring-button.tsx';
import type { Sought } from '../../navigation/scene-for.ts';
import { useWayTo } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagName, TagValue } from '../../ui/tag-value.tsx';

/** More than these are a list of the area, not what belongs together. */
const MOST = 8;

export function Related({ description }: { readonly description: AlarmDescription }): ReactNode {
  const { texts, pick } = useTexts();
  const model = useObservable(useSession().station.model);
  const way = useWayTo();
  const { equipment } = description;
  const tags = description.relatedTags.slice(0, MOST).flatMap(name => model?.byName.get(name) ?? []);
  if (tags.length === 0 && equipment === null) return null;
  const ring = (name: string, target: Sought): ReactNode =>
    way(target)?.isDrawn === true ? <RingButton name={name} target={target} /> : <span />;
  return (
    <section className="card-related" data-testid="card-related">
      <p className="section-name">{texts.alarms.card.related}</p>
      <ul>
        {equipment === null ? null : (
          <li>
            <b>{equipment}</b>
            <span className="cut">{texts.alarms.card.equipment}</span>
            <span />
            {ring(equipment, { tag: null, equipment, area: description.area })}
          </li>
        )}
        {tags.map(tag => (
          <li key={tag.name}>
            <TagName tag={tag} />
            <span className="cut">{pick(tag.description)}</span>
            <TagValue tag={tag} hasUnit />
            {ring(tag.name, { tag: tag.name, equipment: null, area: tag.area })}
          </li>
        ))}
      </ul>
    </section>
  );
}
