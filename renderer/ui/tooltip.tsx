/** What stands behind a number, beside it: name, value in its quality, and the rows of detail-rows.ts. */
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { type Target, useObservable, useSession, useTexts } from '../store/session.ts';
import { detailRows } from './detail-rows.ts';
import { placeBeside } from './placement.ts';
import { Reading, useHandleLook } from './reading.tsx';
import { useTagDetail } from './use-tag-detail.ts';

export function ValueTooltip(): ReactNode {
  const target = useObservable(useSession().hovered);
  return target === null ? null : <Tooltip key={`${target.handle}`} target={target} />;
}

function Tooltip({ target }: { readonly target: Target }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(session.station.model);
  const look = useHandleLook(target.handle);
  // It follows what it tells of.
  useObservable(session.zoom);
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const place = placeBeside({
      anchor: target.element.getBoundingClientRect(),
      panel: { width, height },
      area: { left: 4, top: 4, width: window.innerWidth - 8, height: window.innerHeight - 8 },
      gap: 8,
      sides: ['below', 'above', 'right', 'left'],
    });
    element.style.left = `${place.left}px`;
    element.style.top = `${place.top}px`;
  });
  const tag = model?.byName.get(target.tag);
  const description = tag === undefined ? target.caption : tag.description;
  const unit = tag?.unit ?? target.unit ?? '';
  const decimals = tag?.decimals ?? target.decimals ?? 0;
  const detail = useTagDetail(tag === undefined ? null : tag.name);
  const rows = detailRows({
    look,
    sample: session.tags.sample(target.handle),
    tag,
    // Of a host that is not heard any more nothing but the old value is known.
    detail: look.isLinkLost ? null : detail,
    texts,
    unit,
    decimals,
    timeZone: model?.description.timeZone,
    now: session.client.stationNow(),
  });
  return (
    <div className="tooltip" role="tooltip" ref={panel} data-testid="tooltip">
      <p className="tip-head">
        <b>{tag === undefined ? texts.tip.expression : target.tag}</b>
        <span>{description === undefined ? '' : pick(description)}</span>
      </p>
      <p className="tip-value">
        <Reading look={look} decimals={decimals} unit={unit} />
      </p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="tip-foot">{texts.tip.openTrend}</p>
    </div>
  );
}
