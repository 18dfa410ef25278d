/**
 * The frame and the bar of a window that shows the past. The bar says what time it is, that nothing can be operated, and how the
 * alarms of the present are: nobody may miss the station because of its history.
 */
import { type FormEvent, type ReactNode, useState } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { useKeys } from '../alarms/desk/use-keys.ts';
import { type Session, useObservable, useSession, useTexts } from '../store/session.ts';
import { timeOf, typedOf } from '../trend/goto/typed-time.ts';
import { REPLAY_SPEEDS, type Replay } from './replay-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Where a replay begins: near enough to see what has just happened, far enough to see it come. */
const BEGIN_MS = 10 * MINUTE_MS;

/** Steps of the buttons, ms, with what they are called. */
const STEPS = [
  { name: '1 h', ms: HOUR_MS },
  { name: '10 min', ms: 10 * MINUTE_MS },
  { name: '1 min', ms: MINUTE_MS },
] as const;

/** Y looks at the past, and comes back from it. */
export function toggleReplay({ replay, client }: Pick<Session, 'replay' | 'client'>): void {
  if (replay.state.get() === null) replay.seek(client.stationNow() - BEGIN_MS);
  else replay.leave();
}

export function ReplayBar(): ReactNode {
  const session = useSession();
  const replay = useObservable(session.replay.state);
  useKeys({ y: () => toggleReplay(session) });
  return replay === null ? null : <Bar replay={replay} />;
}

function Bar({ replay }: { readonly replay: Replay }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.replay;
  return (
    <section className="replay-bar" aria-label={words.title} data-testid="replay">
      <Held />
      <Moment replay={replay} />
      <div className="replay-steps">
        {STEPS.map(({ name, ms }) => (
          <StepButton key={name} name={`−${name}`} hint={words.step.back} by={-ms} replay={replay} />
        ))}
        <button
          type="button"
          className="button is-solid replay-play"
          data-testid="replay-play"
          aria-pressed={replay.isPlaying}
          onClick={() => session.replay.play(!replay.isPlaying)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={replay.isPlaying ? 'M3 2h4v12H3zM9 2h4v12H9z' : 'M3 2l11 6-11 6z'} />
          </svg>
          {replay.isPlaying ? words.pause : words.play}
        </button>
        {STEPS.toReversed().map(({ name, ms }) => (
          <StepButton key={name} name={`+${name}`} hint={words.step.on} by={ms} replay={replay} />
        ))}
      </div>
      <Speeds replay={replay} />
      <DaySlider replay={replay} />
      <Present />
      <button
        type="button"
        className="button is-solid"
        data-testid="replay-live"
        onClick={() => session.replay.leave()}
      >
        {words.live} <kbd>Y</kbd>
      </button>
    </section>
  );
}

/** Struck by whatever was tried: each try shows the reason anew. */
function Held(): ReactNode {
  const session = useSession();
  const words = useTexts().texts.replay;
  const refused = useObservable(session.replay.refused);
  const trouble = useObservable(session.client.trouble);
  const { pick } = useTexts();
  const isPresent = useObservable(session.place).screen === 'communication';
  return (
    <p className="replay-held">
      <b>{words.frame}</b>
      <span key={refused} className={refused > 0 ? 'is-struck' : ''} role="status" data-testid="replay-held">
        {trouble === null
          ? isPresent
            ? words.presentOnly
            : words.held
          : pick({ zh: trouble.body.zh.message, en: trouble.body.message })}
      </span>
    </p>
  );
}

/** The time that is shown, to be typed over: Enter goes there. */
function Moment({ replay }: { readonly replay: Replay }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const zone = zoneClock(useObservable(session.station.model)?.description.timeZone ?? 'UTC');
  const [typed, setTyped] = useState<{ readonly date: string; readonly time: string } | null>(null);
  const shown = typed ?? typedOf(replay.at, zone);
  const found = timeOf(shown, zone, session.replay.liveNow());
  const go = (event: FormEvent): void => {
    event.preventDefault();
    if (found.kind !== 'time') return;
    setTyped(null);
    session.replay.seek(found.at);
  };
  const change = (parts: Partial<typeof shown>): void => setTyped({ ...shown, ...parts });
  return (
    <form className="replay-moment" aria-label={texts.replay.goTo} onSubmit={go}>
      <input
        type="text"
        aria-label={texts.trends.goTo.date}
        value={shown.date}
        autoComplete="off"
        data-testid="replay-date"
        onFocus={() => session.replay.play(false)}
        onChange={event => change({ date: event.currentTarget.value })}
      />
      <input
        type="text"
        aria-label={texts.trends.goTo.time}
        value={shown.time}
        autoComplete="off"
        data-testid="replay-time"
        onFocus={() => session.replay.play(false)}
        onChange={event => change({ time: event.currentTarget.value })}
      />
      <button type="submit" className="button" aria-disabled={found.kind !== 'time'} data-testid="replay-go">
        {found.kind === 'time' ? texts.trends.goTo.act : texts.trends.goTo.problem[found.kind]}
      </button>
    </form>
  );
}

interface StepButtonProps {
  readonly name: string;
  readonly hint: string;
  readonly by: number;
  readonly replay: Replay;
}

function StepButton({ name, hint, by, replay }: StepButtonProps): ReactNode {
  const session = useSession();
  const { at, isPlaying } = replay;
  return (
    <button
      type="button"
      className="button"
      aria-label={fill(hint, { span: name.slice(1) })}
      data-testid={`replay-step:${by}`}
      onClick={() => {
        session.replay.seek((session.replay.now() ?? at) + by);
        session.replay.play(isPlaying);
      }}
    >
      {name}
    </button>
  );
}

function Speeds({ replay }: { readonly replay: Replay }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.replay;
  return (
    <div className="replay-speeds" role="radiogroup" aria-label={words.speed}>
      {REPLAY_SPEEDS.map(speed => (
        <button
          key={speed}
          type="button"
          role="radio"
          aria-checked={speed === replay.speed}
          className={speed === replay.speed ? 'button is-chosen' : 'button'}
          data-testid={`replay-speed:${speed}`}
          onClick={() => session.replay.setSpeed(speed)}
        >
          {speed}×
        </button>
      ))}
    </div>
  );
}

/** The last day by hand; farther back by date. */
function DaySlider({ replay }: { readonly replay: Replay }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.replay;
  const now = session.replay.liveNow();
  const from = now - DAY_MS;
  return (
    <input
      type="range"
      className="replay-day"
      aria-label={words.day}
      data-testid="replay-day"
      min={0}
      max={DAY_MS}
      step={1_000}
      value={Math.max(0, replay.at - from)}
      onChange={event => session.replay.seek(from + Number(event.currentTarget.value))}
    />
  );
}

/** Alarms of the present, by the highest priority that nobody has acknowledged. */
function Present(): ReactNode {
  const words = useTexts().texts.replay;
  const counts = useObservable(useSession().client.present);
  const count = (counts?.unacknowledged ?? []).reduce((sum, n) => sum + n, 0);
  return (
    <p className={count > 0 ? 'replay-present is-calling' : 'replay-present'} data-testid="replay-present">
      {count > 0 ? fill(words.unacknowledged, { count: String(count) }) : words.calm}
    </p>
  );
}
