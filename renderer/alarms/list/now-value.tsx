/** The value of an alarm's tag now, in its quality; of a state whether it is there, in the same quality: both ask quality-look.ts. */
import type { ReactNode } from 'react';
import type { AlarmKind, AlarmStatus } from '../../../shared/model/alarm.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { Look } from '../../mimic/quality-look.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import { isNumeric, stateText } from '../alarm-texts.ts';
import { stateLook } from '../state-look.ts';
import { useAlarmFacts } from '../use-alarms.ts';

interface NowProps {
  readonly status: AlarmStatus;
  /** The unit stands elsewhere, e.g. in its own column. */
  readonly hasUnit?: boolean;
}

export function NowValue({ status, hasUnit = true }: NowProps): ReactNode {
  const { description, tag } = useAlarmFacts(status.id);
  if (description === undefined) return null;
  const { kind } = description;
  if (tag === undefined) return <StateNow status={status} kind={kind} tagLook={null} />;
  return isNumeric(kind) ? (
    <NumberNow tag={tag} hasUnit={hasUnit} />
  ) : (
    <TagStateNow status={status} {...{ kind, tag }} />
  );
}

function NumberNow({ tag, hasUnit }: { readonly tag: TagDefinition; readonly hasUnit: boolean }): ReactNode {
  const look = useHandleLook(tag.handle);
  return <Reading look={look} decimals={tag.decimals} unit={hasUnit ? tag.unit : ''} />;
}

interface StateProps {
  readonly status: AlarmStatus;
  readonly kind: AlarmKind;
}

function TagStateNow({ tag, ...rest }: StateProps & { readonly tag: TagDefinition }): ReactNode {
  return <StateNow {...rest} tagLook={useHandleLook(tag.handle)} />;
}

function StateNow({ status, kind, tagLook }: StateProps & { readonly tagLook: Look | null }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  useObservable(session.link);
  const { silentMs } = session.moment();
  const word = stateText(status, texts.alarms.state);
  const look = stateLook({ kind, isJudged: status.isJudged, tagLook, silentMs }, word);
  return <Reading look={look} decimals={0} unit="" />;
}
