/** What belongs together with the alarm: its other tags with their values now, each opening its trend. */
import type { ReactNode } from 'react';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagName, TagValue } from '../../ui/tag-value.tsx';

/** More than these are a list of the area, not what belongs together. */
const MOST = 8;

export function Related({ description }: { readonly description: AlarmDescription }): ReactNode {
  const { texts, pick } = useTexts();
  const model = useObservable(useSession().station.model);
  const tags = description.relatedTags.slice(0, MOST).flatMap(name => model?.byName.get(name) ?? []);
  if (tags.length === 0) return null;
  return (
    <section className="card-related">
      <p className="section-name">{texts.alarms.card.related}</p>
      <ul>
        {tags.map(tag => (
          <li key={tag.name}>
            <TagName tag={tag} />
            <span className="cut">{pick(tag.description)}</span>
            <TagValue tag={tag} hasUnit />
          </li>
        ))}
      </ul>
    </section>
  );
}
