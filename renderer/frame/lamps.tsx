/** One lamp for each group of devices in the top bar, leading to the first of its devices that is not as it should be. */
import type { ReactNode } from 'react';
import type { DeviceStatus } from '../../shared/model/device.ts';
import { fill } from '../../shared/text/catalog.ts';
import { ageText } from '../../shared/time/age.ts';
import { communicationOf } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { DeviceGlyph } from '../ui/device-glyph.tsx';
import { groupsOf, levelOf, levelOfGroup, worstOf } from '../ui/device-level.ts';

export function Lamps(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const devices = useObservable(session.station.devices);
  return (
    <ul className="lamps" aria-label={texts.links}>
      {groupsOf(devices).map(group => (
        <Lamp key={group} group={group} members={devices.filter(device => device.group === group)} />
      ))}
    </ul>
  );
}

function Lamp({ group, members }: { readonly group: string; readonly members: readonly DeviceStatus[] }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const link = useObservable(session.link);
  useObservable(session.second);
  const isUp = link.phase === 'up';
  const level = isUp ? levelOfGroup(members.map(device => levelOf(device.state))) : 'unknown';
  const lost = members.filter(device => levelOf(device.state) === 'crossed');
  const since = Math.min(...lost.map(device => device.since));
  const states = members.map(
    ({ device, state }) => `${device}: ${isUp ? texts.deviceState[state] : texts.deviceUnknown}`,
  );
  const worst = worstOf(members)?.device ?? null;
  const isLate = lost.length > 0 && (level === 'crossed' || level === 'half');
  return (
    <li className={`link-lamp ${level}`} data-testid={`device-group:${group}`} data-level={level}>
      <button
        type="button"
        title={[...states, fill(texts.communication.openDevice, { device: worst ?? group })].join('\n')}
        onClick={() => session.place.set(communicationOf(worst))}
      >
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <DeviceGlyph level={level} />
        </svg>
        {group}
        {isLate ? ` ${ageText(session.client.stationNow() - since)}` : ''}
      </button>
    </li>
  );
}
