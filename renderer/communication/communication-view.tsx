/**
 * The communication screen (L4): every device with its state and figures, one of them in detail, the values that people
 * have put in the place of live ones, and how recording goes on. What no stream tells is asked for once a second at most, and only while this screen is
 * open.
 */
import { type ReactNode, useCallback, useMemo, useRef } from 'react';
import { communicationOf, type Place } from '../store/place.ts';
import { useObservable, useSession } from '../store/session.ts';
import { usePolled } from '../store/use-polled.ts';
import { DeviceDetail } from './detail/device-detail.tsx';
import { inTableOrder } from './devices/device-figures.ts';
import { DeviceTable } from './devices/device-table.tsx';
import { HistoryPanel } from './history/history-panel.tsx';
import { OverrideTable } from './overrides/override-table.tsx';

/** The host looks at every tag for the answer: 30 ms for 50,000 of them, too much for every second. */
const ATTENTION_EVERY_S = 5;

interface ViewProps {
  readonly place: Extract<Place, { screen: 'communication' }>;
}

export function CommunicationView({ place }: ViewProps): ReactNode {
  const session = useSession();
  const detail = useRef<HTMLElement>(null);
  const devices = useObservable(session.station.devices);
  const diagnostics = usePolled('devices.diagnostics', {});
  const attention = usePolled('tags.attention', {}, ATTENTION_EVERY_S);
  const byDevice = useMemo(() => new Map(diagnostics.value?.map(d => [d.device, d])), [diagnostics.value]);
  const ordered = inTableOrder(devices);
  const selected = ordered.find(({ device }) => device === place.device) ?? ordered[0];
  const select = useCallback((device: string) => session.place.set(communicationOf(device)), [session]);
  return (
    <div className="comm" data-testid="communication">
      <div className="comm-lists">
        <DeviceTable
          devices={devices}
          diagnostics={byDevice}
          isOld={diagnostics.isOld}
          selected={selected?.device ?? null}
          hasFocus={place.part === 'devices'}
          onSelect={select}
          onOpen={() => detail.current?.focus()}
        />
        <OverrideTable hasFocus={place.part === 'overrides'} />
        <HistoryPanel />
      </div>
      <DeviceDetail
        panel={detail}
        status={selected}
        diagnostics={selected && byDevice.get(selected.device)}
        attention={attention.value?.find(entry => entry.device === selected?.device)}
        isOld={diagnostics.isOld || attention.isOld}
      />
    </div>
  );
}
