/**
 * How many alarms there are, on every screen: unacknowledged / active by priority, shelved, whether they come as a flood, whether
 * the horn can be heard, and the key that silences it.
 */
import type { ReactNode } from 'react';
import { ALARM_PRIORITIES, type AlarmPriority } from '../../../shared/model/alarm.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { AlarmSummary } from '../../store/alarm-book.ts';
import { ALARMS, alarmOf } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Badge } from '../badge/badge.tsx';
import { NO_FILTER } from '../list/alarm-filter.ts';

export function AlarmCountRow(): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.banner;
  const summary = useObservable(session.alarms.book.summary);
  if (summary === null) return <span className="quiet alarm-counts">{words.unknown}</span>;
  return (
    <div className="alarm-counts" data-testid="alarm-counts">
      {summary.isDurable ? null : <b className="alarm-trouble">{words.notDurable}</b>}
      <LostRows count={summary.lostRows} />
      <SpeakerTrouble />
      <FloodMark counts={summary.counts} />
      {ALARM_PRIORITIES.map(priority => (
        <PriorityCount key={priority} priority={priority} counts={summary.counts} />
      ))}
      <ShelvedCount counts={summary.counts} />
      <UnjudgedCount counts={summary.counts} />
      <SilenceButton />
    </div>
  );
}

interface CountsProps {
  readonly counts: AlarmSummary['counts'];
}

function PriorityCount({ priority, counts }: CountsProps & { readonly priority: AlarmPriority }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const unacknowledged = counts.unacknowledged[priority - 1] ?? 0;
  const active = counts.active[priority - 1] ?? 0;
  const look = unacknowledged > 0 ? 'unacknowledged' : active > 0 ? 'acknowledged' : 'none';
  const label = fill(texts.alarms.banner.count, {
    priority: String(priority),
    unacknowledged: String(unacknowledged),
    active: String(active),
  });
  return (
    <button
      type="button"
      className={look === 'none' ? 'priority-count is-zero' : 'priority-count'}
      title={label}
      aria-label={label}
      data-testid={`count:${priority}`}
      onClick={() => {
        session.alarms.filter.set({ ...NO_FILTER, priorities: [priority] });
        session.place.set(ALARMS);
      }}
    >
      <Badge priority={priority} look={look} />
      <b>{unacknowledged}</b>
      <em>/ {active}</em>
    </button>
  );
}

function ShelvedCount({ counts }: CountsProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms;
  return (
    <button
      type="button"
      className="shelved-count"
      data-testid="count:shelved"
      onClick={() => session.place.set(alarmOf(null, 'shelved'))}
    >
      <em>{words.banner.shelved}</em>
      <b>{counts.shelved}</b>
    </button>
  );
}

/** A blind alarm looks like one at rest: where there are any, every screen says so. */
function UnjudgedCount({ counts }: CountsProps): ReactNode {
  const words = useTexts().texts.alarms;
  if (counts.unjudged === 0) return null;
  return (
    <span className="unjudged-count" data-testid="count:unjudged">
      <em>{words.unjudged}</em>
      <b>{counts.unjudged}</b>
    </span>
  );
}

function FloodMark({ counts }: CountsProps): ReactNode {
  const words = useTexts().texts.alarms.banner;
  if (!counts.isFlood) return null;
  return (
    <b className="alarm-trouble" title={words.floodHint} data-testid="flood">
      {words.flood} {counts.recent}
      <span> / 10 min</span>
    </b>
  );
}

/** What people were shown and the journal will never have: it must not look complete. */
function LostRows({ count }: { readonly count: number }): ReactNode {
  const words = useTexts().texts.alarms.banner;
  if (count === 0) return null;
  return (
    <b className="alarm-trouble" role="alert" title={words.lostHint} data-testid="lost-rows">
      {fill(words.lost, { count: String(count) })}
    </b>
  );
}

/** A horn that nobody hears must not look like a quiet station. */
function SpeakerTrouble(): ReactNode {
  const { horn } = useSession().alarms;
  const words = useTexts().texts.alarms.sound;
  const state = useObservable(horn.speaker);
  const isCovered = useObservable(horn.isCovered);
  // A window that was never touched may be silent while another one is heard for all its areas.
  if (state === 'ready' || (state === 'blocked' && isCovered)) return null;
  return (
    <b className="alarm-trouble" role="alert" title={words.hint[state]} data-testid="speaker" data-state={state}>
      {words.trouble[state]}
    </b>
  );
}

function SilenceButton(): ReactNode {
  const {
    alarms: { horn, desk },
    replay,
  } = useSession();
  const { texts } = useTexts();
  // The horn is of the present, whatever is shown: it can be silenced from the past, and the key says whose horn it is.
  const isPast = useObservable(replay.state) !== null;
  const label = isPast ? texts.replay.silence : texts.alarms.action.silence;
  const sounding = useObservable(horn.sounding);
  const place = useObservable(horn.place);
  const speaker = useObservable(horn.speaker);
  return (
    <button
      type="button"
      className="silence"
      data-testid="silence"
      data-sounding={sounding ?? ''}
      data-horn={place}
      data-speaker={speaker}
      aria-label={label}
      title={isPast ? texts.replay.silenceHint : undefined}
      onClick={() => void desk.silence()}
    >
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <path d="M2 6.5h3L9 3v12l-4-3.5H2zM11.5 7l4 4M15.5 7l-4 4" />
      </svg>
      <span>{label}</span> <kbd>M</kbd>
    </button>
  );
}
