/** The scan groups of a device: what was asked for and what is really kept. The measured figures are tags like any other. */
import type { ReactNode } from 'react';
import type { DeviceStatus, ScanGroupStatus } from '../../../shared/model/device.ts';
import { systemTagName } from '../../../shared/model/system-tag.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagValue } from '../../ui/tag-value.tsx';
import { isCommunicating } from '../devices/device-figures.ts';

interface ScanGroupsProps {
  readonly status: DeviceStatus;
  readonly groups: readonly ScanGroupStatus[];
}

export function ScanGroups({ status, groups }: ScanGroupsProps): ReactNode {
  const { detail } = useTexts().texts.communication;
  return (
    <div className="detail-part">
      <div className="detail-head">
        <h3>{detail.groups}</h3>
        {groups.length === 0 ? <span>{detail.noGroups}</span> : null}
      </div>
      {groups.length === 0 ? null : (
        <table className="rows" data-testid="scan-groups">
          <thead>
            <tr>
              <th className="r">{detail.period}</th>
              <th className="r">{detail.measured}</th>
              <th className="r">{detail.jitter}</th>
              <th className="r">{detail.requests}</th>
              <th className="r">{detail.overruns}</th>
              <th className="r">{detail.tags}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(group => (
              <GroupRow key={group.periodMs} status={status} group={group} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function GroupRow({ status, group }: { readonly status: DeviceStatus; readonly group: ScanGroupStatus }): ReactNode {
  const name = (quantity: 'period' | 'jitter') => systemTagName(status.device, quantity, group.periodMs);
  return (
    <tr>
      <td className="r">{formatNumber(group.periodMs, 0)}</td>
      <td className="r">
        <Measured status={status} tagName={name('period')} />
      </td>
      <td className="r">
        <Measured status={status} tagName={name('jitter')} />
      </td>
      <td className="r">{formatNumber(group.requests, 0)}</td>
      <td className="r">
        <span className={group.overruns === 0 ? 'figure zero' : 'figure some'}>{formatNumber(group.overruns, 0)}</span>
      </td>
      <td className="r">{formatNumber(group.tags, 0)}</td>
    </tr>
  );
}

/** A device that is lost keeps no period, though the last one is remembered. */
function Measured({ status, tagName }: { readonly status: DeviceStatus; readonly tagName: string }): ReactNode {
  const tag = useObservable(useSession().station.model)?.byName.get(tagName);
  if (tag === undefined || !isCommunicating(status.state)) return <span className="figure none">{NO_VALUE}</span>;
  return <TagValue tag={tag} />;
}
