/** Everything that is known of one device, and what may be done with it. Its parts scroll; the buttons stay. */
import type { ReactNode, Ref } from 'react';
import type { DeviceDiagnostics, DeviceStatus } from '../../../shared/model/device.ts';
import type { DeviceAttention } from '../../../shared/model/tag.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { DeviceGlyph } from '../../ui/device-glyph.tsx';
import { levelOf } from '../../ui/device-level.ts';
import { stateWords } from '../devices/device-figures.ts';
import { AttentionList } from './attention-list.tsx';
import { DeviceActions } from './device-actions.tsx';
import { DeviceEvents } from './device-events.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { ScanGroups } from './scan-groups.tsx';

interface DeviceDetailProps {
  /** Takes the focus when the detail is asked for by key. */
  readonly panel: Ref<HTMLElement>;
  readonly status: DeviceStatus | undefined;
  readonly diagnostics: DeviceDiagnostics | undefined;
  readonly attention: DeviceAttention | undefined;
  /** The last answers are not of now. */
  readonly isOld: boolean;
}

export function DeviceDetail({ panel, status, diagnostics, attention, isOld }: DeviceDetailProps): ReactNode {
  const { texts, pick } = useTexts();
  if (status === undefined) {
    return (
      <section className="comm-panel detail-panel">
        <p className="view-note">{texts.communication.detail.none}</p>
      </section>
    );
  }
  return (
    <section
      ref={panel}
      className="comm-panel detail-panel"
      tabIndex={-1}
      aria-label={`${status.device} ${pick(status.name)}`}
      data-testid="device-detail"
      data-device={status.device}
    >
      <header className="panel-head">
        <h2>{status.device}</h2>
        <span>{pick(status.name)}</span>
        <span className="panel-note">{isOld ? texts.communication.notUpdated : ''}</span>
      </header>
      <div className="comm-scroll detail-body">
        <StateLine status={status} />
        {diagnostics === undefined ? null : (
          <>
            <LatencyChart latency={diagnostics.latency} timeoutMs={status.timeoutMs} />
            <ScanGroups status={status} groups={diagnostics.groups} />
            <DeviceFacts status={status} diagnostics={diagnostics} />
          </>
        )}
        {attention === undefined ? null : <AttentionList attention={attention} />}
        <DeviceEvents status={status} />
      </div>
      <DeviceActions status={status} isRecorded={diagnostics?.isRecorded ?? null} />
    </section>
  );
}

/** State, cause and the words of the device or the library, which are English wherever they come from. */
function StateLine({ status }: { readonly status: DeviceStatus }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const { detail, protocol } = texts.communication;
  const isUp = useObservable(session.link).phase === 'up';
  useObservable(session.second);
  const level = isUp ? levelOf(status.state) : 'unknown';
  return (
    <div className={`state-line ${level}`}>
      <p className="state">
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <DeviceGlyph level={level} />
        </svg>
        {isUp ? stateWords(status, texts, session.client.stationNow()) : texts.deviceUnknown}
      </p>
      <p className="dim">
        {detail.channel} {status.channel} · {protocol[status.protocol]} · {status.endpoint}
      </p>
      {status.detail === '' ? null : (
        <p className="told" data-testid="device-told">
          <span className="dim">{detail.told}</span> <q lang="en">{status.detail}</q>
        </p>
      )}
    </div>
  );
}
