/** Alarms of an asset's tags with what they are judged by: limit, deadband, priority, delay, and how each is now. */
import { type ReactNode, useEffect } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { shortKindOf, stateText, subjectOf } from '../../alarms/alarm-texts.ts';
import { delayText } from '../../alarms/card/clears.ts';
import { useAlarmFacts, useAlarmStatus } from '../../alarms/use-alarms.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';

const ORDER = ['HH', 'H', 'L', 'LL'];
const rank = ({ kind }: AlarmDescription): number => (ORDER.indexOf(kind) + ORDER.length + 1) % (ORDER.length + 1);

/** Of its tags, and of the equipment as a whole; in the order of the tags, the highest limit first. */
export function useAssetAlarms(asset: ServedAsset): readonly AlarmDescription[] {
  const all = useObservable(useSession().alarms.descriptions);
  const tags = Object.values(asset.tags);
  return [...all.values()]
    .filter(({ tag, equipment }) =>
      tag === null ? equipment === asset.id : tags.includes(tag) || equipment === asset.id,
    )
    .toSorted((a, b) => tags.indexOf(a.tag ?? '') - tags.indexOf(b.tag ?? '') || rank(a) - rank(b));
}

export function LimitTable({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { alarms } = useSession();
  const words = useTexts().texts.faceplate;
  const found = useAssetAlarms(asset);
  // A limit may be bound to a tag and have moved since.
  useEffect(() => void alarms.refresh(), [alarms]);
  if (found.length === 0) return <p className="plate-note">{words.lacking.noAlarms}</p>;
  const isOneTag = new Set(found.map(({ tag }) => tag)).size === 1;
  return (
    <table className="plate-table" data-testid="limit-table">
      <thead>
        <tr>
          <th>{words.limit.alarm}</th>
          <th className="r">{words.limit.limit}</th>
          <th className="r">{words.limit.deadband}</th>
          <th className="r">{words.limit.priority}</th>
          <th className="r">{words.limit.delay}</th>
          <th className="r">{words.limit.state}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ id }) => (
          <LimitRow key={id} id={id} isOneTag={isOneTag} />
        ))}
      </tbody>
    </table>
  );
}

function LimitRow({ id, isOneTag }: { readonly id: string; readonly isOneTag: boolean }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate.limit;
  const { description, decimals, unit } = useAlarmFacts(id);
  const status = useAlarmStatus(id);
  if (description === undefined || status === undefined) return null;
  const { limit, deadband, isLimitHeld } = description;
  return (
    <tr data-testid={`limit:${id}`} title={pick(description.texts.message)}>
      <td>
        <b>{shortKindOf(id)}</b>
        {isOneTag ? null : <small> {subjectOf(id)}</small>}
      </td>
      <td className="r v">
        {limit === null ? '–' : formatNumber(limit, decimals)} <small>{limit === null ? '' : unit}</small>
        {isLimitHeld ? <small> {words.held}</small> : null}
      </td>
      <td className="r">{deadband === null ? '–' : formatNumber(deadband, decimals)}</td>
      <td className="r">{status.priority}</td>
      <td className="r">{delayText(description)}</td>
      <td className={status.isStanding ? 'r is-standing' : 'r'}>
        {status.isJudged || status.isStanding ? texts.alarms.shortState[status.name] : texts.deviceUnknown}
        <span className="hidden-text"> {stateText(status, texts.alarms.state)}</span>
      </td>
    </tr>
  );
}
