/** The sunk head of a group of rows: what they have in common, and how many there are. */
import type { ReactNode } from 'react';
import { useTexts } from '../../store/session.ts';
import type { AlarmGroup } from '../alarm-order.ts';

interface GroupHeadProps {
  readonly head: AlarmGroup;
  readonly count: number;
  readonly top: number;
  readonly height: number;
}

export function GroupHead({ head, count, top, height }: GroupHeadProps): ReactNode {
  const words = useTexts().texts.alarms.group;
  return (
    <div className="group-head" role="row" style={{ top, height }}>
      <b role="gridcell">
        {words[head]} {count}
      </b>
    </div>
  );
}
