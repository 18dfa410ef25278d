/** What the alarms are called, by id: read once a connection. Until it is there, and for alarms that are gone, the id must do. */
import { useEffect, useState } from 'react';
import type { AlarmDescription } from '../../../../shared/rpc/alarm-contract.ts';
import { CallError } from '../../../host/call-book.ts';
import { useSession } from '../../../store/session.ts';

export type Descriptions = ReadonlyMap<string, AlarmDescription>;

const NONE: Descriptions = new Map();

export function useDescriptions(): Descriptions {
  const { client } = useSession();
  const [found, setFound] = useState(NONE);
  useEffect(() => {
    const ask = (): void => {
      client.call('alarms.describe', {}).then(
        all => setFound(new Map(all.map(each => [each.id, each]))),
        (error: unknown) => {
          if (!(error instanceof CallError)) throw error;
        },
      );
    };
    ask();
    return client.onConnected(ask);
  }, [client]);
  return found;
}
