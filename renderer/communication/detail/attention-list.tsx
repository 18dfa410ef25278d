/** Tags of a device that somebody should look at, by name; each opens its trend. */
import type { ReactNode } from 'react';
import type { DeviceAttention } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagName } from '../../ui/tag-value.tsx';

/** Names in one list; a thousand silent tags have one cause, and the first ones name it. */
const MOST_NAMES = 40;
const KINDS = ['frozen', 'silent', 'outOfRange', 'overridden'] as const;

export function AttentionList({ attention }: { readonly attention: DeviceAttention }): ReactNode {
  const { detail } = useTexts().texts.communication;
  const kinds = KINDS.filter(kind => attention[kind].length > 0);
  return (
    <div className="detail-part" data-testid="attention">
      <div className="detail-head">
        <h3>{detail.attention}</h3>
        {kinds.length === 0 ? <span>{detail.noAttention}</span> : null}
      </div>
      {kinds.map(kind => (
        <div key={kind} className="attention-kind" data-testid={`attention:${kind}`}>
          <span className="dim">
            {detail[kind]} <b>{attention[kind].length}</b>
          </span>
          <Names names={attention[kind]} />
        </div>
      ))}
    </div>
  );
}

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  const { detail } = useTexts().texts.communication;
  const model = useObservable(useSession().station.model);
  const more = names.length - MOST_NAMES;
  return (
    <div className="names">
      {names.slice(0, MOST_NAMES).map(name => {
        const tag = model?.byName.get(name);
        return tag === undefined ? <span key={name}>{name}</span> : <TagName key={name} tag={tag} />;
      })}
      {more > 0 ? <span className="dim">{fill(detail.more, { count: String(more) })}</span> : null}
    </div>
  );
}
