/** Shows the dialog that the window asks for, one at a time, over whatever screen. */
import type { ReactNode } from 'react';
import { PaletteDialog } from '../navigation/palette/palette-dialog.tsx';
import { useObservable, useSession } from '../store/session.ts';
import { AcknowledgeAreaDialog, AcknowledgeDialog } from './alarms/acknowledge-dialog.tsx';
import { AreasDialog } from './alarms/areas-dialog.tsx';
import { HoldDialog } from './alarms/hold-dialog.tsx';
import { OnDutyDialog } from './alarms/on-duty-dialog.tsx';
import { OrderDialog } from './alarms/order-dialog.tsx';
import { CertificatesDialog } from './certificates/certificates-dialog.tsx';
import { DeviceDialog } from './device-dialog.tsx';
import type { AlarmDialogRequest, DialogRequest } from './dialog-request.ts';
import { BackupDialog } from './history/backup-dialog.tsx';
import { CheckDialog } from './history/check-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { OverrideDialog } from './overrides/override-dialog.tsx';
import { ReleaseDialog } from './overrides/release-dialog.tsx';
import { isAboutTrends, TrendDialog } from './trends/trend-dialog.tsx';

export function DialogHost(): ReactNode {
  const session = useSession();
  const request = useObservable(session.dialog);
  const close = (): void => session.dialog.set(null);
  if (request === null) return null;
  if (isAboutAlarms(request)) return <AlarmDialog request={request} onClose={close} />;
  if (isAboutTrends(request)) return <TrendDialog request={request} onClose={close} />;
  switch (request.kind) {
    case 'certificates':
      return <CertificatesDialog channel={request.channel} onClose={close} />;
    case 'check':
      return <CheckDialog onClose={close} />;
    case 'keys':
      return <KeysDialog onClose={close} />;
    case 'palette':
      return <PaletteDialog onClose={close} />;
    case 'backup':
      return <BackupDialog onClose={close} />;
    case 'override':
      return <OverrideDialog tagName={request.tag} onClose={close} />;
    case 'release':
      return <ReleaseDialog tagName={request.tag} onClose={close} />;
    default:
      return <DeviceDialog command={request.kind} device={request.device} onClose={close} />;
  }
}

const ALARM_DIALOGS: readonly DialogRequest['kind'][] = [
  'acknowledge',
  'acknowledge-area',
  'shelve',
  'remove-from-service',
  'reset',
  'unshelve',
  'return-to-service',
  'take-equipment-out',
  'return-equipment',
  'areas',
  'on-duty',
];

const isAboutAlarms = (request: DialogRequest): request is AlarmDialogRequest => ALARM_DIALOGS.includes(request.kind);

function AlarmDialog({
  request,
  onClose,
}: {
  readonly request: AlarmDialogRequest;
  readonly onClose: () => void;
}): ReactNode {
  switch (request.kind) {
    case 'acknowledge':
      return <AcknowledgeDialog ids={request.ids} leftOut={request.leftOut ?? 0} onClose={onClose} />;
    case 'acknowledge-area':
      return <AcknowledgeAreaDialog area={request.area} onClose={onClose} />;
    case 'areas':
      return <AreasDialog onClose={onClose} />;
    case 'on-duty':
      return <OnDutyDialog onClose={onClose} />;
    case 'shelve':
    case 'remove-from-service':
    case 'take-equipment-out':
      return <HoldDialog kind={request.kind} alarm={request.alarm} onClose={onClose} />;
    default:
      return <OrderDialog kind={request.kind} alarm={request.alarm} onClose={onClose} />;
  }
}
