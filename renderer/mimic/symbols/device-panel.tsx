/** Every device of the station with its link state (by shape) and its median round trip. Not bound to tags. */
import type { ReactNode } from 'react';
import { sizesOf } from '../../../shared/scene/catalogue/sizes.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { DeviceGlyph } from '../../ui/device-glyph.tsx';
import { type DeviceLevel, levelOf } from '../../ui/device-level.ts';
import { type DrawInput, defineSymbol } from '../define-symbol.ts';

/** A device that is not reached has no round trip: the last one would look like a live figure. */
function roundTripText(level: DeviceLevel, roundTripMs: number | null): string {
  if (roundTripMs === null || level === 'unknown' || level === 'crossed') return NO_VALUE;
  return formatNumber(roundTripMs, roundTripMs < 9.95 ? 1 : 0);
}

function DevicePanel({ node }: DrawInput): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const devices = useObservable(session.station.devices);
  const link = useObservable(session.link);
  const { columns, pitchX, pitchY } = sizesOf('device-panel', node);
  const rows = Math.ceil(devices.length / columns);
  return (
    <>
      {devices.map((device, i) => {
        const level = link.phase === 'up' ? levelOf(device.state) : 'unknown';
        const state = level === 'unknown' ? texts.deviceUnknown : texts.deviceState[device.state];
        const cause = device.cause === 'none' ? '' : ` · ${texts.deviceCause[device.cause]}`;
        const time = roundTripText(level, device.roundTripMs);
        return (
          <g
            key={device.device}
            transform={`translate(${Math.floor(i / rows) * pitchX} ${(i % rows) * pitchY})`}
            data-testid={`device:${device.device}`}
            data-state={device.state}
            data-level={level}
            role="img"
            aria-label={`${device.device} ${pick(device.name)} ${state}${cause}`}
          >
            <title>{`${device.device} ${pick(device.name)} · ${state}${cause} · ${device.endpoint}`}</title>
            <rect className="hit" x={-3} y={-14} width={pitchX - 4} height={20} />
            <g transform="translate(0 -9.5)">
              <DeviceGlyph level={level} />
            </g>
            <text x={16} className={level === 'full' ? 't12 mut' : 't12 txt b'}>
              {device.device}
            </text>
            <text x={pitchX - 12} className={time === NO_VALUE ? 't12 txt' : 't12 val'} textAnchor="end">
              {time}
            </text>
          </g>
        );
      })}
    </>
  );
}

export const devicePanel = defineSymbol({
  id: 'device-panel',
  draw: input => <DevicePanel {...input} />,
});
