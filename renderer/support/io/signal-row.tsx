/** One signal: definition, what the device sent, value in its quality, times, limits, what a person has put in its place. */
import { memo, type ReactNode } from 'react';
import type { TagDefinition, TagReading } from '../../../shared/model/tag.ts';
import { ageText } from '../../../shared/time/age.ts';
import { formatNumber, formatRaw } from '../../../shared/units/format.ts';
import { timeParts } from '../../alarms/alarm-texts.ts';
import { useZone } from '../../alarms/use-alarms.ts';
import { RingButton } from '../../navigation/ring-button.tsx';
import { soughtOfTag, useWayTo } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { qualityWords } from '../../ui/detail-rows.ts';
import { useHandleLook } from '../../ui/reading.tsx';
import { TagName, TagValue } from '../../ui/tag-value.tsx';
import { limitsOf } from './signals.ts';

interface RowProps {
  readonly tag: TagDefinition;
  /** Undefined before the first answer. */
  readonly reading: TagReading | undefined;
  readonly top: number;
  readonly isCurrent: boolean;
  readonly onCurrent: (tag: string) => void;
}

export const SignalRow = memo(function SignalRow({ tag, reading, top, isCurrent, onCurrent }: RowProps): ReactNode {
  const { texts, pick } = useTexts();
  return (
    <div
      id={`signal-${tag.name}`}
      className="signal-row"
      role="row"
      style={{ top }}
      aria-selected={isCurrent}
      data-testid={`signal:${tag.name}`}
      onPointerDown={() => onCurrent(tag.name)}
    >
      <span className="c-tag">
        <TagName tag={tag} />
      </span>
      <span className="cut" title={pick(tag.description)}>
        {pick(tag.description)}
      </span>
      <span className="c-class" title={texts.signalClass[tag.signalClass]}>
        {tag.signalClass}
      </span>
      <span className="c-address cut" translate="no" title={`${tag.device ?? ''} ${tag.address}`}>
        {tag.device === null ? <em>{texts.tip.calculated}</em> : `${tag.device} ${tag.address}`}
      </span>
      <span className="r c-raw">{tag.device === null ? '–' : formatRaw(reading?.raw ?? null)}</span>
      <span className="r">
        <TagValue tag={tag} />
      </span>
      <span className="dim">{tag.unit}</span>
      <QualityCells tag={tag} />
      <Limits tag={tag} />
      <OverrideCell tag={tag} />
      <span className="c-go">
        <Way tag={tag} />
      </span>
    </div>
  );
});

/** Quality in words, when the value became so, how long ago. */
function QualityCells({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const zone = useZone();
  const look = useHandleLook(tag.handle);
  const { t } = session.tags.sample(tag.handle);
  const { date, time, ms } = Number.isFinite(t)
    ? timeParts(t, zone, session.client.stationNow())
    : { date: '', time: '', ms: '' };
  const words = qualityWords(look, texts);
  return (
    <>
      <span className={look.kind === 'good' ? 'cut dim' : 'cut'} title={words}>
        {words}
      </span>
      <span className="c-time" title={date}>
        {date === '' ? '' : `${date.slice(5)} `}
        {time}
        <em>{ms}</em>
      </span>
      <span className="r c-age">{Number.isFinite(look.ageMs) ? ageText(look.ageMs) : ''}</span>
    </>
  );
}

function Limits({ tag }: { readonly tag: TagDefinition }): ReactNode {
  return (
    <span className="c-limits cut">
      {limitsOf(tag).map(([name, value]) => (
        <span key={name}>
          <em>{name}</em> {formatNumber(value, tag.decimals)}{' '}
        </span>
      ))}
    </span>
  );
}

function OverrideCell({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const { texts } = useTexts();
  const entry = useObservable(useSession().station.overrides).find(one => one.tag === tag.name);
  if (entry === undefined) return <span />;
  return (
    <span title={`${texts.tip.override[entry.kind]} · ${entry.who} · ${entry.why}`}>
      <b className="mode-letter">{entry.kind === 'force' ? 'F' : 'S'}</b>
      {entry.isInForce ? null : <em> {texts.tip.waiting}</em>}
    </span>
  );
}

function Way({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const sought = soughtOfTag(tag);
  return useWayTo()(sought)?.isDrawn === true ? <RingButton name={tag.name} target={sought} /> : null;
}
