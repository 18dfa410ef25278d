/** Shows the dialog that the window asks for, one at a time, over whatever screen. */
import type { ReactNode } from 'react';
import { useObservable, useSession } from '../store/session.ts';
import { CertificatesDialog } from './certificates/certificates-dialog.tsx';
import { DeviceDialog } from './device-dialog.tsx';
import { BackupDialog } from './history/backup-dialog.tsx';
import { CheckDialog } from './history/check-dialog.tsx';
import { OverrideDialog } from './overrides/override-dialog.tsx';
import { ReleaseDialog } from './overrides/release-dialog.tsx';

export function DialogHost(): ReactNode {
  const session = useSession();
  const request = useObservable(session.dialog);
  const close = (): void => session.dialog.set(null);
  if (request === null) return null;
  switch (request.kind) {
    case 'certificates':
      return <CertificatesDialog channel={request.channel} onClose={close} />;
    case 'check':
      return <CheckDialog onClose={close} />;
    case 'backup':
      return <BackupDialog onClose={close} />;
    case 'override':
      return <OverrideDialog onClose={close} />;
    case 'release':
      return <ReleaseDialog tagName={request.tag} onClose={close} />;
    default:
      return <DeviceDialog command={request.kind} device={request.device} onClose={close} />;
  }
}
