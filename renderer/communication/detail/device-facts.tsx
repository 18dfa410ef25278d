/** What else is known of a device: clock, cost, writes, traffic, recorder, and the addresses that it refuses. */
import { Fragment, type ReactNode } from 'react';
import type { DeviceDiagnostics, DeviceStatus, LearnedHole } from '../../../shared/model/device.ts';
import { systemTagName } from '../../../shared/model/system-tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatBytes, formatNumber } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagValue } from '../../ui/tag-value.tsx';
import { isCommunicating } from '../devices/device-figures.ts';

interface DeviceFactsProps {
  readonly status: DeviceStatus;
  readonly diagnostics: DeviceDiagnostics;
}

export function DeviceFacts({ status, diagnostics }: DeviceFactsProps): ReactNode {
  const { detail } = useTexts().texts.communication;
  const { counters, isRecorded, cost, holes } = diagnostics;
  return (
    <>
      <dl className="detail-part facts" data-testid="device-facts">
        {status.protocol === 'opcua' ? (
          <Fact name={detail.clockOffset}>
            <ClockOffset status={status} />
          </Fact>
        ) : (
          <Fact name={detail.cost}>
            <Cost cost={cost} />
          </Fact>
        )}
        <Fact name={detail.lateReplies}>{formatNumber(counters.lateReplies, 0)}</Fact>
        <Fact name={detail.writes}>
          <Writes counters={counters} />
        </Fact>
        <Fact
          name={detail.traffic}
        >{`${formatBytes(counters.bytesSent)} / ${formatBytes(counters.bytesReceived)}`}</Fact>
        <Fact name={detail.recorder}>{isRecorded ? detail.recorderOn : detail.recorderOff}</Fact>
      </dl>
      {holes.length === 0 ? null : <Holes holes={holes} />}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Cost({ cost }: Pick<DeviceDiagnostics, 'cost'>): ReactNode {
  const { detail } = useTexts().texts.communication;
  if (cost === null) return detail.notMeasured;
  const request = formatNumber(cost.perRequestMs, 1);
  return fill(detail.costs, { request, register: formatNumber(cost.perRegisterMs * 1_000, 1) });
}

/** Only as long as the device is heard: its clock may have been set meanwhile. */
function ClockOffset({ status }: { readonly status: DeviceStatus }): ReactNode {
  const { detail } = useTexts().texts.communication;
  const tag = useObservable(useSession().station.model)?.byName.get(systemTagName(status.device, 'clock-offset'));
  if (tag === undefined || !isCommunicating(status.state)) return detail.notMeasured;
  return <TagValue tag={tag} hasUnit />;
}

function Writes({ counters }: Pick<DeviceDiagnostics, 'counters'>): ReactNode {
  const { detail } = useTexts().texts.communication;
  const failed = fill(detail.failed, { count: formatNumber(counters.writeFailures, 0) });
  return counters.writeFailures === 0
    ? formatNumber(counters.writes, 0)
    : `${formatNumber(counters.writes, 0)} · ${failed}`;
}

const placeOf = ({ from, to }: LearnedHole): string => (from === to ? String(from) : `${from}–${to}`);

function Holes({ holes }: { readonly holes: readonly LearnedHole[] }): ReactNode {
  const { detail } = useTexts().texts.communication;
  const zone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  return (
    <div className="detail-part">
      <div className="detail-head">
        <h3>{detail.holes}</h3>
      </div>
      <dl className="holes" data-testid="holes">
        {holes.map(hole => (
          <Fragment key={`${hole.table}:${hole.from}`}>
            <dt>{fill(detail.hole, { table: detail.table[hole.table], place: placeOf(hole) })}</dt>
            <dd>{fill(detail.nextTrial, { time: zoneClock(zone).at(hole.nextProbeAt).time })}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
