/** All devices by channel: state and cause in words, round trips, success, errors. Arrows select, Enter leads to the detail. */
import type { ReactNode } from 'react';
import type { DeviceDiagnostics, DeviceStatus } from '../../../shared/model/device.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { DeviceGlyph } from '../../ui/device-glyph.tsx';
import { type DeviceLevel, levelOf } from '../../ui/device-level.ts';
import { useRowKeys } from '../use-row-keys.ts';
import { countLevels, type DeviceGroup, groupByChannel } from './device-figures.ts';
import { DeviceRow } from './device-row.tsx';

interface DeviceTableProps {
  readonly devices: readonly DeviceStatus[];
  readonly diagnostics: ReadonlyMap<string, DeviceDiagnostics>;
  /** The diagnostics are not of now. */
  readonly isOld: boolean;
  readonly selected: string | null;
  readonly hasFocus: boolean;
  readonly onSelect: (device: string) => void;
  /** Leads to what is known of the selected one. */
  readonly onOpen: () => void;
}

export function DeviceTable({
  devices,
  diagnostics,
  isOld,
  selected,
  hasFocus,
  onSelect,
  onOpen,
}: DeviceTableProps): ReactNode {
  const { texts } = useTexts();
  const groups = groupByChannel(devices);
  const ids = groups.flatMap(group => group.members.map(member => member.device));
  const { rowRef, onKeyDown } = useRowKeys({ ids, selected, onEnter: onOpen, hasFocus });
  return (
    <section className="comm-panel device-panel" aria-label={texts.communication.devices}>
      <TableHead devices={devices} isOld={isOld} />
      <div className="comm-scroll">
        <table className="rows device-table" role="grid" data-testid="device-table" onKeyDown={onKeyDown}>
          <Columns />
          {groups.map(group => (
            <tbody key={group.line?.channel ?? ''}>
              <GroupHead group={group} />
              {group.members.map(status => (
                <DeviceRow
                  key={status.device}
                  status={status}
                  diagnostics={diagnostics.get(status.device)}
                  isSelected={status.device === selected}
                  rowRef={rowRef(status.device)}
                  onSelect={onSelect}
                />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

function GroupHead({ group }: { readonly group: DeviceGroup }): ReactNode {
  const { communication } = useTexts().texts;
  const { line } = group;
  return (
    <tr className="group-head">
      <td colSpan={COLUMNS.length - WIDE_COLUMNS}>
        {line === null
          ? communication.network
          : fill(communication.line, { ...line, protocol: communication.protocol[line.protocol] })}
      </td>
      <td colSpan={WIDE_COLUMNS} className="is-wide" />
    </tr>
  );
}

const COUNTED = ['full', 'half', 'crossed', 'hollow'] as const satisfies readonly DeviceLevel[];

function TableHead({ devices, isOld }: Pick<DeviceTableProps, 'devices' | 'isOld'>): ReactNode {
  const { texts } = useTexts();
  const words = texts.communication;
  const isUp = useObservable(useSession().link).phase === 'up';
  const counts = countLevels(devices.map(device => (isUp ? levelOf(device.state) : 'unknown')));
  return (
    <header className="panel-head">
      <h2>{words.devices}</h2>
      {COUNTED.filter(level => level === 'full' || counts[level] > 0).map(level => (
        <span key={level} className="level-count">
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <DeviceGlyph level={level} />
          </svg>
          <b>{counts[level]}</b> {words.counts[level]}
        </span>
      ))}
      <span className="panel-note">{isOld ? words.notUpdated : words.sinceStart}</span>
    </header>
  );
}

const COLUMNS = [
  'glyph',
  'device',
  'address',
  'state',
  'p50',
  'p95',
  'hour',
  'success',
  'errors',
  'overruns',
  'tags',
] as const;
/** Address, overruns and tags are left out where there is no room: the detail says them as well. */
const WIDE_COLUMNS = 3;

function Columns(): ReactNode {
  const { column } = useTexts().texts.communication;
  return (
    <>
      <colgroup>
        {COLUMNS.map(name => (
          <col key={name} className={`col-${name}`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th aria-hidden="true" />
          <th>{column.device}</th>
          <th className="is-wide">{column.address}</th>
          <th>{column.state}</th>
          <th className="r">{column.p50}</th>
          <th className="r">{column.p95}</th>
          <th className="hour">{column.hour}</th>
          <th className="r">{column.success}</th>
          <th className="r">{column.errors}</th>
          <th className="r is-wide">{column.overruns}</th>
          <th className="r is-wide">{column.tags}</th>
        </tr>
      </thead>
    </>
  );
}
