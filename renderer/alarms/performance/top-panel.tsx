/** The ten alarms that came most often, and what would calm them: asked for one by one, because each reads a month of its tag. */
import { Fragment, type ReactNode } from 'react';
import type { AlarmPerformance, AlarmShare } from '../../../shared/model/alarm-journal.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useAlarmFacts } from '../use-alarms.ts';
import { AlarmName } from './alarm-name.tsx';
import { type Asked, useSuggestion } from './ask/use-suggestion.ts';
import { shareText } from './figure-texts.ts';
import { Panel } from './panel.tsx';
import { type SuggestionLines, suggestionLines } from './suggestion-texts.ts';

const COLUMNS = 5;

export function TopPanel({ performance }: { readonly performance: AlarmPerformance }): ReactNode {
  const words = useTexts().texts.performance;
  const { top, topShare } = performance;
  const note = top.length === 0 ? '' : fill(words.topNote, { share: shareText(topShare) });
  return (
    <Panel title={words.top} note={note} testId="performance-top">
      <table className="rows top-alarms">
        <thead>
          <tr>
            <th aria-hidden="true" />
            <th>{words.alarm}</th>
            <th className="r">{words.activations}</th>
            <th className="r">{words.share}</th>
            <th className="no-print" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {top.map((alarm, i) => (
            <TopRows key={alarm.id} place={i + 1} alarm={alarm} />
          ))}
          {top.length > 0 ? null : (
            <tr>
              <td colSpan={COLUMNS} className="dim">
                {words.noCalls}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Panel>
  );
}

interface TopRowsProps {
  readonly place: number;
  readonly alarm: AlarmShare;
}

function TopRows({ place, alarm }: TopRowsProps): ReactNode {
  const words = useTexts().texts.performance;
  const { asked, ask, giveUp } = useSuggestion(alarm.id);
  return (
    <Fragment>
      <tr data-testid={`top:${alarm.id}`}>
        <td className="r dim">{place}</td>
        <AlarmName id={alarm.id} />
        <td className="r figure">{formatNumber(alarm.activations, 0)}</td>
        <td className="r figure">{shareText(alarm.share)}</td>
        <td className="no-print ask">
          <button
            type="button"
            className="button is-small"
            data-testid={`suggest:${alarm.id}`}
            aria-label={`${asked.phase === 'asking' ? words.giveUp : words.suggest} ${alarm.id}`}
            onClick={asked.phase === 'asking' ? giveUp : ask}
          >
            {asked.phase === 'asking' ? words.giveUp : words.suggest}
          </button>
        </td>
      </tr>
      <Answer asked={asked} id={alarm.id} />
    </Fragment>
  );
}

function Answer({ asked, id }: { readonly asked: Asked; readonly id: string }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.performance;
  // It looks through the last days of the present, whatever is shown.
  const isPast = useObservable(useSession().replay.state) !== null;
  const { unit } = useAlarmFacts(id);
  if (asked.phase === 'idle') return null;
  const lines = linesOf(asked);
  function linesOf(now: Exclude<Asked, { phase: 'idle' }>): SuggestionLines {
    if (now.phase === 'answered') return suggestionLines(now.suggestion, words, unit);
    if (now.phase === 'asking') return { result: words.suggesting, change: '' };
    const { body } = now.error;
    return { result: `${words.suggestion.failed}: ${pick({ zh: body.zh.message, en: body.message })}`, change: '' };
  }
  return (
    <tr className={asked.phase === 'answered' ? 'suggestion' : 'suggestion no-print'} data-testid={`suggestion:${id}`}>
      <td />
      <td colSpan={COLUMNS - 1} role="status">
        {isPast ? `${texts.replay.present} · ` : ''}
        {lines.result}
        {lines.change === '' ? null : <b>{lines.change}</b>}
      </td>
    </tr>
  );
}
