/**
 * One row of height 40 under the top bar, the same on every screen: the highest unacknowledged alarm with its key, or one muted
 * sentence; that no history is recorded, and devices that are not reached, for as long as it is so; how many alarms there are.
 * With the link lost it says so in place of the alarm; how many alarms there were, the notice and the key that silences stay.
 */
import type { ReactNode } from 'react';
import type { DeviceStatus } from '../../shared/model/device.ts';
import { fill } from '../../shared/text/catalog.ts';
import { ageText } from '../../shared/time/age.ts';
import { AlarmCountRow } from '../alarms/banner/alarm-counts.tsx';
import { AlarmLead, AlarmNotice } from '../alarms/banner/alarm-lead.tsx';
import { communicationOf } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { levelOf } from '../ui/device-level.ts';
import { HistoryMessage } from './history-message.tsx';

export function MessageRow(): ReactNode {
  return (
    <>
      <Row />
      <AlarmNotice />
    </>
  );
}

function Row(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const link = useObservable(session.link);
  const model = useObservable(session.station.model);
  const devices = useObservable(session.station.devices);
  if (link.phase === 'lost') return <LinkBanner />;
  if (model === null || link.phase === 'connecting') {
    return (
      <div className="message" role="status">
        <span className="quiet">{texts.connecting}</span>
      </div>
    );
  }
  const lost = devices.filter(device => levelOf(device.state) === 'crossed');
  return (
    <div className="message" data-testid="message">
      <AlarmLead />
      <HistoryMessage />
      {lost.length === 0 ? null : <LostDevices devices={lost} />}
      <AlarmCountRow />
    </div>
  );
}

/** A certificate that nobody trusts is mended by a person, so the way there is one action from every screen. */
function LostDevices({ devices }: { readonly devices: readonly DeviceStatus[] }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const untrusted = devices.find(device => device.cause === 'certificate-untrusted');
  return (
    <>
      <b className="lost-devices" data-testid="devices-lost">
        {texts.devicesLost}{' '}
        {devices.map(({ device }) => (
          <button
            key={device}
            type="button"
            title={fill(texts.communication.openDevice, { device })}
            data-testid={`lost-device:${device}`}
            onClick={() => session.place.set(communicationOf(device))}
          >
            {device}
          </button>
        ))}
      </b>
      {untrusted === undefined ? null : (
        <button
          type="button"
          className="message-action"
          data-testid="message-certificates"
          onClick={() => session.dialog.set({ kind: 'certificates', channel: untrusted.channel })}
        >
          {texts.communication.action.certificates}
        </button>
      )}
    </>
  );
}

function LinkBanner(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  useObservable(session.second);
  const silentMs = performance.now() - session.client.link().heardAt;
  return (
    <div className="message lost" role="alert" data-testid="link-banner">
      <svg width="20" height="20" viewBox="0 0 12 12" aria-hidden="true">
        <g className="lamp crossed">
          <rect x={1.5} y={1.5} width={9} height={9} />
          <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" />
        </g>
      </svg>
      <b>{texts.linkLostFor}</b>
      <b className="elapsed">{ageText(silentMs)}</b>
      <span>{texts.linkLostConsequence}</span>
      <AlarmCountRow />
    </div>
  );
}
