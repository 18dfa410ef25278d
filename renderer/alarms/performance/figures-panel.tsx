/** Figures beside their targets, and what cannot be judged: how long alarms were hidden. */
import type { ReactNode } from 'react';
import {
  judgePerformance,
  PERFORMANCE_FIGURES,
  PERFORMANCE_TARGETS,
  type PerformanceFigure,
  type PerformanceJudgement,
  performanceFigure,
} from '../../../shared/alarm/performance-targets.ts';
import type { AlarmPerformance } from '../../../shared/model/alarm-journal.ts';
import type { PerformanceTexts } from '../../../shared/text/performance/performance.ts';
import { useTexts } from '../../store/session.ts';
import { durationText, figureText, mostText, targetText } from './figure-texts.ts';
import { Panel } from './panel.tsx';

type NamedFigure = keyof PerformanceTexts['name'];
const NAMED = PERFORMANCE_FIGURES.filter((figure): figure is NamedFigure => !figure.startsWith('priority'));
const HIDDEN = ['shelved', 'suppressed', 'outOfService'] as const;

export function FiguresPanel({ performance }: { readonly performance: AlarmPerformance }): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <Panel title={words.figures} testId="performance-figures">
      <table className="rows">
        <thead>
          <tr>
            <th>{words.figure}</th>
            <th className="r">{words.value}</th>
            <th className="r">{words.target}</th>
            <th className="r">{words.most}</th>
            <th className="judged">{words.judgement}</th>
          </tr>
        </thead>
        <tbody>
          {NAMED.map(figure => (
            <FigureRow key={figure} figure={figure} performance={performance} />
          ))}
          {HIDDEN.map(kind => (
            <tr key={kind}>
              <td>{`${words.hidden} · ${words.hiddenBy[kind]}`}</td>
              <td className="r figure">{durationText(performance.hiddenHours[kind] * 3_600)}</td>
              <td />
              <td />
              <td className="judged dim">{words.noTarget}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function FigureRow({ figure, performance }: { figure: NamedFigure; performance: AlarmPerformance }): ReactNode {
  const words = useTexts().texts.performance;
  const value = performanceFigure(figure, performance);
  const { source, clause } = PERFORMANCE_TARGETS[figure];
  return (
    <tr title={`${source} ${clause}`} data-testid={`figure:${figure}`}>
      <td>{words.name[figure]}</td>
      <td className="r figure">{figureText(figure, value)}</td>
      <td className="r">{targetText(figure)}</td>
      <td className="r dim">{mostText(figure)}</td>
      <Judged judgement={judgePerformance(figure, value)} />
    </tr>
  );
}

const WORD = { within: 'within', beyond: 'beyond', 'no-target': 'noTarget' } as const;

/** Beyond is bold behind a filled square, within plain behind an open one: nothing here is an alarm, so nothing has its colours. */
export function Judged({ judgement }: { readonly judgement: PerformanceJudgement }): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <td className={`judged is-${judgement}`}>
      {judgement === 'no-target' ? null : (
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <rect x="1" y="1" width="8" height="8" />
        </svg>
      )}
      {words[WORD[judgement]]}
    </td>
  );
}

/** For the rows of the priorities, which are judged in a table of their own. */
export const judgedShare = (priority: number, performance: AlarmPerformance) => {
  const figure = `priority${priority}` as PerformanceFigure;
  const value = performanceFigure(figure, performance);
  return { value, target: targetText(figure), judgement: judgePerformance(figure, value) };
};
