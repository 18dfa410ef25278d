/** Floods, and the alarms that should be repaired: chattering, fleeting, stale. */
import type { ReactNode } from 'react';
import type { AlarmPerformance, AlarmShare } from '../../../shared/model/alarm-journal.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { AlarmName } from './alarm-name.tsx';
import { durationText } from './figure-texts.ts';
import { Panel, ShortList } from './panel.tsx';

const MOST_FLOODS = 5;
const MOST_ALARMS = 5;

interface ListProps {
  readonly performance: AlarmPerformance;
  readonly clock: ZoneClock;
}

export function Lists({ performance, clock }: ListProps): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <>
      <Floods performance={performance} clock={clock} />
      <Shares kind="chattering" shares={performance.chattering} note={words.chatteringNote} />
      <Shares kind="fleeting" shares={performance.fleeting} note={words.fleetingNote} />
      <Stale performance={performance} clock={clock} />
    </>
  );
}

/** `11-03 08:15` by the station's clock. */
function minuteOf(clock: ZoneClock, at: number): string {
  const { date, time } = clock.at(at);
  return `${date.slice(5)} ${time.slice(0, 5)}`;
}

function Floods({ performance, clock }: ListProps): ReactNode {
  const words = useTexts().texts.performance;
  const worstFirst = performance.floods.toSorted((a, b) => b.activations - a.activations);
  return (
    <Panel
      title={words.floods}
      note={fill(words.floodsNote, { count: String(performance.floods.length) })}
      testId="performance-floods"
    >
      <table className="rows">
        <thead>
          <tr>
            <th>{words.begin}</th>
            <th className="r">{words.lasted}</th>
            <th className="r">{words.calls}</th>
          </tr>
        </thead>
        <ShortList
          items={worstFirst}
          most={MOST_FLOODS}
          columns={3}
          none={words.noFloods}
          row={({ from, to, activations }) => (
            <tr key={from}>
              <td className="figure">{minuteOf(clock, from)}</td>
              <td className="r figure">{to === null ? words.lasting : durationText((to - from) / 1000)}</td>
              <td className="r figure">{formatNumber(activations, 0)}</td>
            </tr>
          )}
        />
      </table>
    </Panel>
  );
}

interface SharesProps {
  readonly kind: 'chattering' | 'fleeting';
  readonly shares: readonly AlarmShare[];
  readonly note: string;
}

function Shares({ kind, shares, note }: SharesProps): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <Panel title={words[kind]} note={note} testId={`performance-${kind}`}>
      <table className="rows">
        <thead>
          <tr>
            <th>{words.alarm}</th>
            <th className="r">{words.activations}</th>
          </tr>
        </thead>
        <ShortList
          items={shares}
          most={MOST_ALARMS}
          columns={2}
          none={words.nothing}
          row={({ id, activations }) => (
            <tr key={id}>
              <AlarmName id={id} />
              <td className="r figure">{formatNumber(activations, 0)}</td>
            </tr>
          )}
        />
      </table>
    </Panel>
  );
}

function Stale({ performance, clock }: ListProps): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <Panel title={words.stale} note={words.staleNote} testId="performance-stale">
      <table className="rows">
        <thead>
          <tr>
            <th>{words.alarm}</th>
            <th className="r">{words.since}</th>
          </tr>
        </thead>
        <ShortList
          items={performance.stale}
          most={MOST_ALARMS}
          columns={2}
          none={words.nothing}
          row={({ id, since }) => (
            <tr key={id}>
              <AlarmName id={id} />
              <td className="r figure">{minuteOf(clock, since)}</td>
            </tr>
          )}
        />
      </table>
    </Panel>
  );
}
