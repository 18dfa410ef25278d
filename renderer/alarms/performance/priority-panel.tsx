/** How the alarms are spread over the priorities, against the targets, and how long each waited to be acknowledged. */
import type { ReactNode } from 'react';
import { PERFORMANCE_TARGETS, type PerformanceFigure } from '../../../shared/alarm/performance-targets.ts';
import { ALARM_PRIORITIES, type AlarmPriority } from '../../../shared/model/alarm.ts';
import type { AlarmPerformance } from '../../../shared/model/alarm-journal.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { durationText, shareText } from './figure-texts.ts';
import { Judged, judgedShare } from './figures-panel.tsx';
import { Panel } from './panel.tsx';

export function PriorityPanel({ performance }: { readonly performance: AlarmPerformance }): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <Panel title={words.byPriority} testId="performance-priorities">
      <table className="rows">
        <thead>
          <tr>
            <th>{words.priority}</th>
            <th className="r">{words.calls}</th>
            <th className="r">{words.share}</th>
            <th aria-hidden="true" />
            <th className="r">{words.target}</th>
            <th className="judged">{words.judgement}</th>
            <th className="r">{words.median}</th>
            <th className="r">{words.p95}</th>
            <th className="r">{words.longest}</th>
          </tr>
        </thead>
        <tbody>
          {ALARM_PRIORITIES.map(priority => (
            <PriorityRow key={priority} priority={priority} performance={performance} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function PriorityRow({ priority, performance }: { priority: AlarmPriority; performance: AlarmPerformance }): ReactNode {
  const { value, target, judgement } = judgedShare(priority, performance);
  const waits = performance.acknowledgeSeconds[priority - 1] ?? null;
  const wait = (name: 'p50' | 'p95' | 'worst'): string => (waits === null ? NO_VALUE : durationText(waits[name]));
  return (
    <tr data-testid={`priority:${priority}`}>
      <td>{priority}</td>
      <td className="r figure">{formatNumber(performance.byPriority[priority - 1] ?? 0, 0)}</td>
      <td className="r figure">{shareText(value)}</td>
      <td className="share-cell">
        <ShareBar share={value ?? 0} target={PERFORMANCE_TARGETS[`priority${priority}` as PerformanceFigure].value} />
      </td>
      <td className="r">{target}</td>
      <Judged judgement={judgement} />
      <td className="r figure">{wait('p50')}</td>
      <td className="r figure">{wait('p95')}</td>
      <td className="r figure">{wait('worst')}</td>
    </tr>
  );
}

/** The upright line is the target. */
function ShareBar({ share, target }: { readonly share: number; readonly target: number }): ReactNode {
  return (
    <svg className="share-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" width="100" height="12" />
      <rect className="fill" y="2" width={share * 100} height="8" />
      <path className="mark" d={`M${target * 100} 0V12`} />
    </svg>
  );
}
