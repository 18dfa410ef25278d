/**
 * Top bar: mark, station, screen and level, overridden values, who is on duty, device links, station clock, language, palette, help
 * about the keys. Same place on every screen.
 */
import { Fragment, type ReactNode, useEffect, useState } from 'react';
import { textWidth } from '../../shared/scene/text-width.ts';
import { LANGUAGES } from '../../shared/text/text.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { HistoryButtons } from '../navigation/history-buttons.tsx';
import { toggleReplay } from '../replay/replay-bar.tsx';
import { ReplayButton } from '../replay/replay-button.tsx';
import type { Place } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { Lamps } from './lamps.tsx';
import { OnDutyCell } from './on-duty-cell.tsx';
import { OverrideCount } from './override-count.tsx';

/** Where the screen stands in the tree of screens. */
export interface Crumb {
  readonly level: number;
  /** From the top, with where a press leads. */
  readonly parents: readonly { readonly name: string; readonly place: Place }[];
  readonly title: string;
}

/** `crumb` null: the screen is not known yet. */
export function Header({ crumb }: { readonly crumb: Crumb | null }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const description = useObservable(session.station.model)?.description;
  return (
    <header className="top">
      <div className="mark" aria-hidden="true">
        <svg width="30" height="30" viewBox="0 0 30 30">
          <path d="M3 7v16l24-16v16z" />
        </svg>
      </div>
      <h1>
        <span className="station-name">{description === undefined ? texts.product : pick(description.name)}</span>
        {description?.demo === true ? (
          <span className="demo" title={texts.demoHint} data-testid="demo">
            {texts.demo}
          </span>
        ) : null}
      </h1>
      <HistoryButtons />
      <WhereAmI crumb={crumb} />
      <FindButton />
      <OverrideCount />
      <OnDutyCell />
      <Lamps />
      <Clock />
      <ReplayButton />
      <LanguageChoice />
      <ThemeChoice />
      <KeysButton />
    </header>
  );
}

/** Beside the name itself: padding, level and gaps, em. */
const CRUMB_EM = 6;

/** The name of the screen is what is cut last of all in the bar, so its room is asked for; the path before it is cut first. */
function WhereAmI({ crumb }: { readonly crumb: Crumb | null }): ReactNode {
  const session = useSession();
  if (crumb === null) return <div className="crumb" />;
  return (
    <div className="crumb" style={{ minWidth: `${(textWidth(crumb.title, 1, true) + CRUMB_EM).toFixed(1)}em` }}>
      <span className="level">L{crumb.level}</span>
      <span className="crumb-path">
        <bdi dir="ltr">
          {crumb.parents.map(({ name, place }) => (
            <Fragment key={name}>
              <button type="button" onClick={() => session.place.set(place)}>
                {name}
              </button>
              <span className="sep">›</span>
            </Fragment>
          ))}
        </bdi>
      </span>
      <b data-testid="screen-title">{crumb.title}</b>
    </div>
  );
}

/** Of a date, with the stroke after it. */
const YEAR = 5;

/** The station's clock in the station's zone, wherever this screen stands. While the link is lost it stops. */
function Clock(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const zone = useObservable(session.station.model)?.description.timeZone;
  const link = useObservable(session.link);
  const second = useObservable(session.second);
  const [held, setHeld] = useState(0);
  useEffect(() => {
    if (link.phase === 'up') setHeld(second);
  }, [link, second]);
  const shown = zone === undefined || held === 0 ? null : zoneClock(zone).at(held * 1_000);
  return (
    <button
      type="button"
      className="clock"
      title={`${texts.stationTime} · ${zone ?? ''}\n${texts.replay.open}`}
      data-testid="clock-button"
      onClick={() => toggleReplay(session)}
    >
      <b data-testid="clock" data-held={link.phase === 'up' ? undefined : 'true'}>
        {shown?.time ?? '--:--:--'}
      </b>
      {shown === null ? null : (
        <span>
          <i>{shown.date.slice(0, YEAR)}</i>
          {shown.date.slice(YEAR)}
          <i> {texts.weekdays[shown.weekday] ?? ''}</i>
        </span>
      )}
    </button>
  );
}

/** The search for whoever does not know its key, or has none. */
function FindButton(): ReactNode {
  const session = useSession();
  const { title } = useTexts().texts.navigation.palette;
  return (
    <button
      type="button"
      className="find-button"
      title={title}
      aria-label={title}
      data-testid="find"
      onClick={() => session.dialog.set({ kind: 'palette' })}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="7" cy="7" r="4.8" />
        <path d="M10.5 10.5L15 15" />
      </svg>
      <span>Ctrl+K</span>
    </button>
  );
}

/** The way to the help for whoever does not know its key. */
function KeysButton(): ReactNode {
  const session = useSession();
  const { title } = useTexts().texts.keys;
  return (
    <button
      type="button"
      className="keys-button"
      title={title}
      aria-label={title}
      data-testid="keys"
      onClick={() => session.dialog.set({ kind: 'keys' })}
    >
      ?
    </button>
  );
}

const LANGUAGE_NAMES = { zh: ['中', '中文'], en: ['EN', 'English'] } as const;

function LanguageChoice(): ReactNode {
  const { preferences } = useSession();
  const { texts } = useTexts();
  const language = useObservable(preferences.language);
  return (
    <fieldset className="choice" aria-label={texts.languageGroup} data-testid="language">
      {LANGUAGES.map(name => (
        <button
          key={name}
          type="button"
          aria-pressed={name === language}
          aria-label={LANGUAGE_NAMES[name][1]}
          data-testid={`language:${name}`}
          onClick={() => preferences.language.set(name)}
        >
          {LANGUAGE_NAMES[name][0]}
        </button>
      ))}
    </fieldset>
  );
}

function ThemeChoice(): ReactNode {
  const { preferences } = useSession();
  const { texts } = useTexts();
  const theme = useObservable(preferences.theme);
  const icons = {
    day: 'M9 4.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M9 .8v2M9 15.2v2M.8 9h2M15.2 9h2M3.2 3.2l1.4 1.4M13.4 13.4l1.4 1.4M3.2 14.8l1.4-1.4M13.4 4.6l1.4-1.4',
    night: 'M14.5 11.5A6.5 6.5 0 0 1 6.5 3.5A6.5 6.5 0 1 0 14.5 11.5Z',
  } as const;
  return (
    <fieldset className="choice" aria-label={texts.themeGroup} data-testid="theme">
      {(['day', 'night'] as const).map(name => (
        <button
          key={name}
          type="button"
          aria-pressed={name === theme}
          aria-label={texts[name]}
          title={texts[name]}
          data-testid={`theme:${name}`}
          onClick={() => preferences.theme.set(name)}
        >
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d={icons[name]} />
          </svg>
        </button>
      ))}
    </fieldset>
  );
}
