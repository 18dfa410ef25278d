/** Commands about one device: out of operation and back, frames recorded or not. */
import type { ReactNode } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import type { DialogTexts } from '../../shared/text/dialogs.ts';
import { formatNumber } from '../../shared/units/format.ts';
import type { Client } from '../host/client.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { type By, CommandDialog } from './command-dialog.tsx';
import type { DeviceCommand } from './dialog-request.ts';

interface DeviceDialogProps {
  readonly command: DeviceCommand;
  readonly device: string;
  readonly onClose: () => void;
}

const TEXTS = {
  'take-out': 'takeOut',
  'put-back': 'putBack',
  record: 'record',
  'stop-recording': 'stopRecording',
} as const satisfies Record<DeviceCommand, keyof DialogTexts>;

function give(client: Client, command: DeviceCommand, order: By & { readonly device: string }): Promise<null> {
  switch (command) {
    case 'take-out':
      return client.call('devices.setEnabled', { ...order, isEnabled: false });
    case 'put-back':
      return client.call('devices.setEnabled', { ...order, isEnabled: true });
    case 'record':
      return client.call('frames.setRecorded', { ...order, isRecorded: true });
    case 'stop-recording':
      return client.call('frames.setRecorded', { ...order, isRecorded: false });
  }
}

export function DeviceDialog({ command, device, onClose }: DeviceDialogProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const status = useObservable(session.station.devices).find(known => known.device === device);
  const { title, consequence, act } = texts.dialog[TEXTS[command]];
  const name = status === undefined ? device : `${device} ${pick(status.name)}`;
  const tags = formatNumber(status?.tagCount ?? null, 0);
  return (
    <CommandDialog
      texts={{ title, consequence: fill(consequence, { name, tags }), act }}
      subtitle={name}
      testId="device-dialog"
      send={by => give(session.client, command, { device, ...by })}
      onClose={onClose}
    />
  );
}
