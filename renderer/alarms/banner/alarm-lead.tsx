/** The banner's alarm with its value now, limit, time and age, and its key; calm it is one muted sentence of the same height. */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { RingIcon } from '../../navigation/ring-button.tsx';
import { showAlarm } from '../../navigation/show-object.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { alarmOf } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { lookOfAlarm } from '../alarm-order.ts';
import { kindOf, shortKindOf, spanText, subjectOf, timeParts } from '../alarm-texts.ts';
import { Badge } from '../badge/badge.tsx';
import { NowValue } from '../list/now-value.tsx';
import { useAlarmFacts, useZone } from '../use-alarms.ts';

export function AlarmLead(): ReactNode {
  const first = useObservable(useSession().alarms.lead.alarm);
  return (
    <div className="alarm-lead" role="status" data-testid="alarm-lead">
      {first === null ? <CalmSentence /> : <LeadAlarm status={first} />}
    </div>
  );
}

function CalmSentence(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const zone = useZone();
  const summary = useObservable(session.alarms.book.summary);
  const latest = useObservable(session.station.events).at(-1);
  const areas = useObservable(session.preferences.areas);
  const active = summary?.counts.active.reduce((sum, count) => sum + count, 0) ?? 0;
  const words = texts.alarms.banner;
  const alarms =
    summary === null
      ? ''
      : active === 0
        ? areas === null
          ? words.none
          : words.noneHere
        : fill(words.onlyAcknowledged, { count: String(active) });
  // Events are heard live: beside the alarms of a past moment the newest would be one of its future.
  const isPast = useObservable(session.replay.state) !== null;
  const newest =
    latest === undefined ? texts.noEvents : `${texts.latestEvent} ${zone.at(latest.time).time} ${pick(latest.text)}`;
  const event = isPast ? '' : newest;
  return <span className="quiet">{[alarms, event].filter(Boolean).join(' · ')}</span>;
}

function LeadAlarm({ status }: { readonly status: AlarmStatus }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const { description, decimals, unit } = useAlarmFacts(status.id);
  const words = texts.alarms;
  const limit = description?.limit ?? null;
  return (
    <>
      <button
        type="button"
        className="lead-open"
        title={words.banner.open}
        data-testid="lead-open"
        onClick={() => session.place.set(alarmOf(status.id))}
      >
        <Badge priority={status.priority} look={lookOfAlarm(status)} isFlashing />
        <b className="lead-tag" data-testid="lead-tag">
          {subjectOf(status.id)}
        </b>
        <span className="type-box" title={kindOf(status.id)}>
          {shortKindOf(status.id)}
        </span>
        <b className="lead-text">{description === undefined ? '' : pick(description.texts.message)}</b>
        <span className="lead-now">
          <NowValue status={status} />
        </span>
        {limit === null ? null : (
          <span className="lead-limit">
            <em>{words.column.limit}</em> {formatNumber(limit, decimals)} <em>{unit}</em>
          </span>
        )}
        <LeadTimes status={status} />
        <OtherCount />
      </button>
      <button
        type="button"
        className="lead-screen"
        title={words.banner.screen}
        aria-label={words.banner.screen}
        data-testid="lead-screen"
        onClick={() => showAlarm(session, status.id)}
      >
        <RingIcon /> <kbd>J</kbd>
      </button>
      <OrderButton className="lead-ack" data-testid="lead-ack" onAct={() => session.alarms.lead.acknowledge()}>
        {words.action.acknowledge} <kbd>A</kbd>
      </OrderButton>
    </>
  );
}

function LeadTimes({ status }: { readonly status: AlarmStatus }): ReactNode {
  const session = useSession();
  const zone = useZone();
  useObservable(session.second);
  const at = status.record.raisedAt;
  if (at === null) return null;
  const now = session.client.stationNow();
  const { date, time } = timeParts(at, zone, now);
  return (
    <>
      <span className="lead-time">{date === '' ? time : `${date.slice(5)} ${time}`}</span>
      <span className="lead-age">{spanText(now - at)}</span>
    </>
  );
}

function OtherCount(): ReactNode {
  const { texts } = useTexts();
  const counts = useObservable(useSession().alarms.book.summary)?.counts.unacknowledged ?? [];
  const others = counts.reduce((sum, count) => sum + count, 0) - 1;
  return others <= 0 ? null : (
    <em className="lead-more">{fill(texts.alarms.banner.more, { count: String(others) })}</em>
  );
}

/** What was refused, for some seconds: beneath the banner, because it may cut nothing of the alarm and is itself never cut. */
export function AlarmNotice(): ReactNode {
  const session = useSession();
  const { pick } = useTexts();
  const notice = useObservable(session.alarms.desk.notice);
  if (notice === null) return null;
  return (
    <b className="alarm-notice" role="alert" data-testid="alarm-notice">
      {pick(notice)}
    </b>
  );
}
