/** The value now, large, with how fast it moves, and beside it what it tripped at, the limit, where it clears and its delay. */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { isNumeric, valueText } from '../alarm-texts.ts';
import { NowValue } from '../list/now-value.tsx';
import type { AlarmFacts } from '../use-alarms.ts';
import { clearsAt, delayText } from './clears.ts';

interface CardValueProps {
  readonly status: AlarmStatus;
  readonly facts: AlarmFacts;
}

export function CardValue({ status, facts }: CardValueProps): ReactNode {
  const { texts } = useTexts();
  const words = texts.alarms;
  const { description, decimals } = facts;
  if (description === undefined) return null;
  const isNumber = isNumeric(description.kind);
  const rows: readonly (readonly [string, string])[] = [
    [
      words.column.trip,
      status.record.raisedAt === null
        ? '–'
        : valueText(description.kind, status.record.raisedValue, { decimals, words: words.state }),
    ],
    [words.column.limit, isNumber && description.limit !== null ? formatNumber(description.limit, decimals) : '–'],
    [words.card.clears, clearsText(description, decimals, words.state.gone)],
    [words.card.delay, delayText(description)],
  ];
  return (
    <>
      <section className="card-value">
        <div className="card-now">
          <NowValue status={status} />
        </div>
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value}
                {name === words.column.limit && description.isLimitHeld ? (
                  <small className="held-limit">{words.card.heldLimit}</small>
                ) : null}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {status.isJudged ? null : <CannotJudge lacking={status.lacking} />}
    </>
  );
}

/** Beneath the value: what stands there says nothing about whether the alarm is there. */
function CannotJudge({ lacking }: { readonly lacking: readonly string[] }): ReactNode {
  const words = useTexts().texts.alarms.card;
  return (
    <p className="cannot-judge" data-testid="cannot-judge">
      {lacking.length === 0 ? words.cannotJudgeYet : fill(words.cannotJudge, { tags: lacking.join(', ') })}
    </p>
  );
}

function clearsText(description: AlarmDescription, decimals: number, gone: string): string {
  const clears = clearsAt(description);
  if (clears === null) return isNumeric(description.kind) ? '–' : gone;
  return `${clears.side} ${formatNumber(clears.at, decimals)}`;
}
