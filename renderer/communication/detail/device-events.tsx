/** What happened to one device lately, newest first: its own events and those of its channel. */
import type { ReactNode } from 'react';
import type { DeviceStatus } from '../../../shared/model/device.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { eventsOf } from './recent-events.ts';

export function DeviceEvents({ status }: { readonly status: DeviceStatus }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const { detail } = texts.communication;
  const zone = zoneClock(useObservable(session.station.model)?.description.timeZone ?? 'UTC');
  const events = eventsOf(useObservable(session.station.events), status);
  return (
    <div className="detail-part" data-testid="device-events">
      <div className="detail-head">
        <h3>{detail.events}</h3>
        {events.length === 0 ? <span>{detail.noEvents}</span> : null}
      </div>
      <dl className="happened">
        {events.map(event => (
          <div key={event.sequence}>
            <dt>{zone.at(event.time).time}</dt>
            {/* Holds the words of people, in the language in which they wrote them. */}
            <dd translate="no">{pick(event.text)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
