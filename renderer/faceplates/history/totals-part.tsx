/** What a meter has counted: today, yesterday, the gas day, the one before, the month, by the rise of its totaliser in the history. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { fullTime } from '../../../shared/time/dated-time.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { type Session, useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagValue } from '../../ui/tag-value.tsx';
import { TOTAL_SPANS, type TotalSpan, totalSpans } from './totals.ts';
import { useAsked } from './use-asked.ts';

const EVERY_S = 60;

interface Total {
  readonly span: TotalSpan;
  readonly from: number;
  readonly to: number;
  /** NaN when nothing is known. */
  readonly rise: number;
  readonly percentGood: number;
}

export function TotalsPart({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const model = useObservable(useSession().station.model);
  const words = useTexts().texts.faceplate.lacking;
  const total = model?.byName.get(asset.tags['total'] ?? '');
  return total === undefined ? <p className="plate-note">{words.noTotals}</p> : <Totals total={total} />;
}

async function readTotals(session: Session, tag: string, signal: AbortSignal): Promise<readonly Total[]> {
  const description = session.station.model.get()?.description;
  const zone = zoneClock(description?.timeZone ?? 'UTC');
  const spans = totalSpans(session.client.stationNow(), zone, description?.gasDayStart ?? '00:00');
  const read = async (span: TotalSpan): Promise<Total> => {
    const { from, to } = spans[span];
    const question = {
      tags: [tag],
      aggregates: ['CounterIncrease' as const],
      from,
      to,
      stepMs: Math.max(1, to - from),
    };
    const [series] = await session.client.call('history.aggregate', question, { signal });
    return { span, from, to, rise: series?.v[0] ?? Number.NaN, percentGood: series?.percentGood[0] ?? 0 };
  };
  return Promise.all(TOTAL_SPANS.map(read));
}

function Totals({ total }: { readonly total: TagDefinition }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.faceplate;
  const asked = useAsked(signal => readTotals(session, total.name, signal), total.name, EVERY_S);
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  return (
    <>
      <dl className="plate-facts">
        <dt>
          {words.meter.reading} {total.name}
        </dt>
        <dd>
          <TagValue tag={total} hasUnit />
        </dd>
      </dl>
      {typeof asked === 'string' ? (
        <p className="plate-note">{asked === 'loading' ? texts.trend.loading : texts.trend.failed}</p>
      ) : (
        <table className="plate-table" data-testid="totals">
          <thead>
            <tr>
              <th>{words.meter.span}</th>
              <th className="r">
                {words.meter.volume} {total.unit}
              </th>
              <th className="r">{words.meter.known}</th>
            </tr>
          </thead>
          <tbody>
            {asked.value.map(({ span, from, rise, percentGood }) => (
              <tr key={span} title={fullTime(from, timeZone)}>
                <td>{words.meter.spans[span]}</td>
                <td className="r v">{percentGood > 0 ? formatNumber(rise, total.decimals) : NO_VALUE}</td>
                <td className="r">
                  {percentGood > 0 ? `${percentGood < 1 ? '< 1' : Math.floor(percentGood)} %` : words.lacking.noTotals}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
