/**
 * What belongs together with the alarm: its equipment, and its other tags with their values now. Each that a mimic draws leads to
 * its screen, ringed; a tag opens its trend.
 */
import type { ReactNode } from 'react';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagName, TagValue } from '../../ui/tag-value.tsx';
import type { RingTarget } from '../desk/alarm-center.ts';
import { showObject, useIsDrawn } from './on-screen.ts';

/** More than these are a list of the area, not what belongs together. */
const MOST = 8;

export function Related({ description }: { readonly description: AlarmDescription }): ReactNode {
  const { texts, pick } = useTexts();
  const model = useObservable(useSession().station.model);
  const isDrawn = useIsDrawn();
  const { equipment } = description;
  const tags = description.relatedTags.slice(0, MOST).flatMap(name => model?.byName.get(name) ?? []);
  if (tags.length === 0 && equipment === null) return null;
  const ring = (name: string, target: RingTarget): ReactNode =>
    isDrawn(target) ? <RingButton name={name} target={target} /> : <span />;
  return (
    <section className="card-related" data-testid="card-related">
      <p className="section-name">{texts.alarms.card.related}</p>
      <ul>
        {equipment === null ? null : (
          <li>
            <b>{equipment}</b>
            <span className="cut">{texts.alarms.card.equipment}</span>
            <span />
            {ring(equipment, { tag: null, equipment })}
          </li>
        )}
        {tags.map(tag => (
          <li key={tag.name}>
            <TagName tag={tag} />
            <span className="cut">{pick(tag.description)}</span>
            <TagValue tag={tag} hasUnit />
            {ring(tag.name, { tag: tag.name, equipment: null })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RingButton({ name, target }: { readonly name: string; readonly target: RingTarget }): ReactNode {
  const session = useSession();
  const label = fill(useTexts().texts.alarms.card.ring, { name });
  return (
    <button
      type="button"
      className="ring-button"
      title={label}
      aria-label={label}
      data-testid={`ring-to:${name}`}
      onClick={() => showObject(session, target)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2 2H14V14H2ZM6 6H10V10H6Z" />
      </svg>
    </button>
  );
}
