/** The value of an alarm's tag now, in its quality; of a state whether it is there. What is not known is never printed as a number. */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { useTexts } from '../../store/session.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import { isNumeric, stateText } from '../alarm-texts.ts';
import { useAlarmFacts } from '../use-alarms.ts';

interface NowProps {
  readonly status: AlarmStatus;
  /** The unit stands elsewhere, e.g. in its own column. */
  readonly hasUnit?: boolean;
}

export function NowValue({ status, hasUnit = true }: NowProps): ReactNode {
  const { description, tag } = useAlarmFacts(status.id);
  const { texts } = useTexts();
  if (description === undefined) return null;
  if (tag === undefined || !isNumeric(description.kind)) {
    return <span className="state-word">{stateText(status, texts.alarms.state)}</span>;
  }
  return <NumberNow tag={tag} hasUnit={hasUnit} />;
}

function NumberNow({ tag, hasUnit }: { readonly tag: TagDefinition; readonly hasUnit: boolean }): ReactNode {
  const look = useHandleLook(tag.handle);
  return <Reading look={look} decimals={tag.decimals} unit={hasUnit ? tag.unit : ''} />;
}
