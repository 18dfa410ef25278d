/** Orders that take something back: reset of a latch, end of shelving, return to service of an alarm or of its equipment. */
import type { ReactNode } from 'react';
import type { AlarmActionAnswer } from '../../../shared/rpc/alarm-contract.ts';
import type { Client } from '../../host/client.ts';
import { useSession, useTexts } from '../../store/session.ts';
import type { AlarmOrderKind } from '../dialog-request.ts';
import { AlarmCommand, type AlarmOrder } from './alarm-command.tsx';
import { useOrderSubject } from './order-subject.ts';

interface OrderDialogProps {
  readonly kind: AlarmOrderKind;
  readonly alarm: string;
  readonly onClose: () => void;
}

export function OrderDialog({ kind, alarm, onClose }: OrderDialogProps): ReactNode {
  const { client } = useSession();
  const words = useTexts().texts.alarms.dialog[kind];
  const { text, equipment } = useOrderSubject(kind, alarm);
  return (
    <AlarmCommand
      title={words.title}
      subtitle={text}
      testId={`${kind}-dialog`}
      act={words.act}
      consequence={words.consequence}
      isReasonNeeded={false}
      obstacle={null}
      send={order => send(client, kind, { alarm, equipment: equipment ?? alarm, ...order })}
      onClose={onClose}
    />
  );
}

function send(
  client: Client,
  kind: AlarmOrderKind,
  order: AlarmOrder & { readonly alarm: string; readonly equipment: string },
): Promise<AlarmActionAnswer> {
  const { alarm: id, equipment, who, why: comment } = order;
  switch (kind) {
    case 'reset':
      return client.call('alarms.reset', { ids: [id], who, comment });
    case 'unshelve':
      return client.call('alarms.unshelve', { id, who, comment });
    case 'return-to-service':
      return client.call('alarms.returnToService', { id, who, comment });
    case 'return-equipment':
      return client.call('alarms.returnEquipment', { equipment, who, comment });
  }
}
