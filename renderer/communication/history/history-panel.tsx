/** How the historian is doing: whether it records, whether every value is accounted for, and how long the disk will last. */
import { type ReactNode, useEffect, useState } from 'react';
import type { HistoryStatus } from '../../../shared/model/history.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { taskWork, workText } from '../../dialogs/history/running-text.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';
import { OpenDialog } from '../detail/device-actions.tsx';
import { HistoryEvents } from './history-events.tsx';
import { historyFacts, rateOf, type StoredAt, stateText, withPoint } from './history-figures.ts';

const EVERY_S = 2;

export function HistoryPanel(): ReactNode {
  const { texts } = useTexts();
  const { value: status, isOld } = usePolled('history.status', {}, EVERY_S);
  const rate = useStoredRate(status);
  return (
    <section className="comm-panel history-panel" aria-label={texts.history.title} data-testid="history-panel">
      <header className="panel-head">
        <h2>{texts.history.title}</h2>
        {status === null ? null : <Head status={status} />}
        <span className="panel-note">{isOld ? texts.communication.notUpdated : ''}</span>
        <OpenDialog label={texts.history.care.checkButton} request={{ kind: 'check' }} testId="action:check" />
        <OpenDialog label={texts.history.care.backupButton} request={{ kind: 'backup' }} testId="action:backup" />
      </header>
      {status === null ? null : <Facts status={status} rate={rate} />}
      <HistoryEvents />
    </section>
  );
}

function Head({ status }: { readonly status: HistoryStatus }): ReactNode {
  const { history: texts, trends } = useTexts().texts;
  const isWrong = status.unaccounted !== 0;
  return (
    <>
      <span className={status.state === 'recording' ? '' : 'history-state'} data-testid="history-state">
        {stateText(status, texts)}
      </span>
      <span className={`unaccounted ${isWrong ? 'is-wrong' : ''}`} title={texts.unaccountedHint}>
        {texts.unaccounted} <b data-testid="history-unaccounted">{formatNumber(status.unaccounted, 0)}</b>
        {isWrong ? ` · ${texts.isWrong}` : ''}
      </span>
      <Work work={status.work} />
      {status.demoPast?.failure ? (
        <b data-testid="history-demo-failure" title={trends.demoFailure[status.demoPast.failure]}>
          {trends.demoStoppedShort}
        </b>
      ) : null}
      {status.hasDemoData && status.work === null ? <span data-testid="history-demo">{texts.hasDemoData}</span> : null}
    </>
  );
}

/** What goes on, whoever has ordered it, or that what this window ordered could not be done. */
function Work({ work }: Pick<HistoryStatus, 'work'>): ReactNode {
  const session = useSession();
  const texts = useTexts().texts.history;
  const run = useObservable(session.care.run);
  if (work !== null) {
    const words = workText(work, { texts, now: session.client.stationNow() });
    return (
      <b className="history-work" data-testid="history-work">
        {words}
      </b>
    );
  }
  if (run.phase !== 'refused') return null;
  const refused = fill(texts.careRefused, { work: texts.work[taskWork(run.task)] });
  return (
    <b className="history-work" data-testid="history-work" role="status">
      {refused}
    </b>
  );
}

function Facts({ status, rate }: { readonly status: HistoryStatus; readonly rate: number | null }): ReactNode {
  const session = useSession();
  const texts = useTexts().texts.history;
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  return (
    <dl className="history-facts">
      {historyFacts({ status, rate, texts, timeZone, now: session.client.stationNow() }).map(([name, value]) => (
        <div key={name}>
          <dt>{texts.fact[name]}</dt>
          <dd className="figure" title={value} data-testid={`history:${name}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useStoredRate(status: HistoryStatus | null): number | null {
  const [points, setPoints] = useState<readonly StoredAt[]>([]);
  useEffect(() => {
    if (status === null) return;
    setPoints(before => withPoint(before, { at: performance.now(), stored: status.stored }));
  }, [status]);
  return rateOf(points);
}
