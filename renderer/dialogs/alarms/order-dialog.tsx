/** Orders that take something back: reset of a latch, end of shelving, return to service. */
import type { ReactNode } from 'react';
import type { AlarmActionAnswer } from '../../../shared/rpc/alarm-contract.ts';
import { useAlarmFacts } from '../../alarms/use-alarms.ts';
import type { Client } from '../../host/client.ts';
import { useSession, useTexts } from '../../store/session.ts';
import type { AlarmOrderKind } from '../dialog-request.ts';
import { AlarmCommand, type AlarmOrder } from './alarm-command.tsx';

interface OrderDialogProps {
  readonly kind: AlarmOrderKind;
  readonly alarm: string;
  readonly onClose: () => void;
}

export function OrderDialog({ kind, alarm, onClose }: OrderDialogProps): ReactNode {
  const { client } = useSession();
  const { texts, pick } = useTexts();
  const { description } = useAlarmFacts(alarm);
  const words = texts.alarms.dialog[kind];
  return (
    <AlarmCommand
      title={words.title}
      subtitle={`${alarm} · ${description === undefined ? '' : pick(description.texts.message)}`}
      testId={`${kind}-dialog`}
      act={words.act}
      consequence={words.consequence}
      isReasonNeeded={false}
      obstacle={null}
      send={order => send(client, kind, { alarm, ...order })}
      onClose={onClose}
    />
  );
}

function send(
  client: Client,
  kind: AlarmOrderKind,
  { alarm: id, who, why: comment }: AlarmOrder & { readonly alarm: string },
): Promise<AlarmActionAnswer> {
  switch (kind) {
    case 'reset':
      return client.call('alarms.reset', { ids: [id], who, comment });
    case 'unshelve':
      return client.call('alarms.unshelve', { id, who, comment });
    case 'return-to-service':
      return client.call('alarms.returnToService', { id, who, comment });
  }
}
