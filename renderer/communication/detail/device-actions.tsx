/** What a person may do with a device. Every button only opens the dialog that asks who and why. */
import type { ReactNode } from 'react';
import type { DeviceStatus } from '../../../shared/model/device.ts';
import type { DialogRequest } from '../../dialogs/dialog-request.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { useSession, useTexts } from '../../store/session.ts';

interface DeviceActionsProps {
  readonly status: DeviceStatus;
  /** Null: not known yet. */
  readonly isRecorded: boolean | null;
}

export function DeviceActions({ status, isRecorded }: DeviceActionsProps): ReactNode {
  const { action } = useTexts().texts.communication;
  const { device, channel } = status;
  const isOut = status.state === 'disabled';
  return (
    <footer className="actions">
      <OpenDialog
        label={isOut ? action.putBack : action.takeOut}
        request={{ kind: isOut ? 'put-back' : 'take-out', device }}
        testId="action:enabled"
      />
      <OpenDialog
        label={isRecorded === false ? action.record : action.stopRecording}
        request={isRecorded === null ? null : { kind: isRecorded ? 'stop-recording' : 'record', device }}
        testId="action:recorded"
      />
      {status.protocol === 'opcua' ? (
        <OpenDialog
          label={action.certificates}
          request={{ kind: 'certificates', channel }}
          testId="action:certificates"
        />
      ) : null}
    </footer>
  );
}

interface OpenDialogProps {
  readonly label: string;
  readonly request: DialogRequest | null;
  readonly testId: string;
}

/** While the host is not heard a button says why it does nothing. */
export function OpenDialog({ label, request, testId }: OpenDialogProps): ReactNode {
  const session = useSession();
  return (
    <OrderButton
      className="button"
      obstacle={request === null ? '' : null}
      isRoomy={true}
      data-testid={testId}
      onAct={() => session.dialog.set(request)}
    >
      {label}
    </OrderButton>
  );
}
