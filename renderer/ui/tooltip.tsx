/** What stands behind a number: tag, description, quality and reason, source time, age, device, address, range, limits. */
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { TagDefinition } from '../../shared/model/tag.ts';
import type { Catalog } from '../../shared/text/catalog.ts';
import { ageText } from '../../shared/time/age.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { formatNumber } from '../../shared/units/format.ts';
import type { Look } from '../mimic/quality-look.ts';
import { type Session, type Target, useObservable, useSession, useTexts } from '../store/session.ts';
import { placeBeside } from './placement.ts';
import { Reading, useHandleLook } from './reading.tsx';

export function ValueTooltip(): ReactNode {
  const target = useObservable(useSession().hovered);
  return target === null ? null : <Tooltip key={`${target.handle}`} target={target} />;
}

/** Quality and reason in words. */
export function qualityWords(look: Look, texts: Catalog): string {
  if (look.isLinkLost) return `${texts.staleValue} · ${texts.linkLostReason}`;
  if (look.kind === 'stale') return `${texts.qualityClass.bad} · ${texts.qualityReason[look.reason]}`;
  const word = texts.qualityClass[look.kind === 'substituted' ? 'uncertain' : look.kind];
  return look.reason === 'none' ? word : `${word} · ${texts.qualityReason[look.reason]}`;
}

function Tooltip({ target }: { readonly target: Target }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(session.station.model);
  const look = useHandleLook(target.handle);
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
  const rows = detailRows({ session, look, tag, texts, unit, decimals, target });
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

interface DetailInput {
  readonly session: Session;
  readonly look: Look;
  readonly tag: TagDefinition | undefined;
  readonly texts: Catalog;
  readonly unit: string;
  readonly decimals: number;
  readonly target: Target;
}

function detailRows({ session, look, tag, texts, unit, decimals, target }: DetailInput): [string, string][] {
  const { tip } = texts;
  const sample = session.tags.sample(target.handle);
  const zone = session.station.model.get()?.description.timeZone;
  const clock = (time: number): string => {
    if (zone === undefined || !Number.isFinite(time)) return '--:--:--';
    const at = zoneClock(zone).at(time);
    return `${at.date} ${at.time}`;
  };
  const rows: [string, string][] = [
    [tip.quality, qualityWords(look, texts)],
    [tip.sourceTime, clock(sample.t)],
    [tip.age, ageText(look.kind === 'bad' || look.isLinkLost ? session.client.stationNow() - sample.t : look.ageMs)],
  ];
  if (look.kind === 'bad' && Number.isFinite(sample.lastV)) {
    rows.push([tip.lastGood, `${formatNumber(sample.lastV, decimals)} ${unit} · ${clock(sample.lastT)}`]);
  }
  if (tag === undefined) return rows;
  rows.push([tip.device, tag.device ?? tip.calculated]);
  if (tag.device !== null) rows.push([tip.address, tag.address]);
  if (tag.low !== null && tag.high !== null) {
    rows.push([tip.range, `${formatNumber(tag.low, decimals)} … ${formatNumber(tag.high, decimals)} ${unit}`]);
  }
  const limits = (['LL', 'L', 'H', 'HH'] as const).flatMap(key => {
    const limit = tag.limits[key];
    return limit === undefined ? [] : [`${key} ${formatNumber(limit, decimals)}`];
  });
  rows.push([tip.limits, limits.length === 0 ? tip.noLimits : limits.join(' · ')]);
  return rows;
}
