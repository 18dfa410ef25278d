/** Filters of the list as chips that are always seen and cleared by one action; what waits while the order stands still. */
import { type ReactNode, useEffect, useRef } from 'react';
import { ALARM_PRIORITIES, type AlarmPriority } from '../../../shared/model/alarm.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { FilterBadge } from '../badge/filter-badge.tsx';
import { isPlainKey, useKeys } from '../desk/use-keys.ts';
import { useAreaNames } from '../use-alarms.ts';
import { isFiltering, NO_FILTER, withPriority } from './alarm-filter.ts';

interface FilterBarProps {
  readonly waiting: number;
  readonly isFrozen: boolean;
  readonly onThaw: () => void;
}

export function FilterBar({ waiting, isFrozen, onThaw }: FilterBarProps): ReactNode {
  const { alarms, preferences } = useSession();
  const { filter } = alarms;
  const words = useTexts().texts.alarms.filter;
  const chosen = useObservable(filter);
  const mine = useObservable(preferences.areas);
  const isOutside = chosen.area !== null && mine !== null && !mine.includes(chosen.area);
  const turn = (priority: AlarmPriority): void => filter.set(withPriority(filter.get(), priority));
  useKeys({
    ...Object.fromEntries(ALARM_PRIORITIES.map(priority => [`shift+${priority}`, () => turn(priority)])),
    x: () => filter.set(NO_FILTER),
  });
  return (
    <div className="filter-bar">
      <AreaChoice />
      <fieldset className="priority-choice" aria-label={words.priority}>
        {ALARM_PRIORITIES.map(priority => (
          <button
            key={priority}
            type="button"
            aria-pressed={chosen.priorities.includes(priority)}
            aria-label={`${words.priority} ${priority}`}
            data-testid={`filter:${priority}`}
            onClick={() => turn(priority)}
          >
            <FilterBadge priority={priority} pressed={chosen.priorities} />
          </button>
        ))}
      </fieldset>
      <TextChoice />
      {isOutside ? (
        <b className="outside-note" data-testid="outside">
          {words.outside}
        </b>
      ) : null}
      {isFiltering(chosen) ? (
        <button type="button" className="clear-filter" data-testid="filter:clear" onClick={() => filter.set(NO_FILTER)}>
          {words.clear} <kbd>X</kbd>
        </button>
      ) : null}
      <span className="filter-gap" />
      {waiting === 0 ? null : (
        <button type="button" className="new-chip" data-testid="new-alarms" onClick={onThaw}>
          <b>▲ {waiting}</b> {words.waiting} <kbd>N</kbd>
        </button>
      )}
      {isFrozen ? <span className="frozen-note">{words.frozen}</span> : null}
    </div>
  );
}

function AreaChoice(): ReactNode {
  const { filter } = useSession().alarms;
  const { texts, pick } = useTexts();
  const names = useAreaNames();
  const chosen = useObservable(filter);
  const words = texts.alarms.filter;
  return (
    <select
      className={chosen.area === null ? 'filter-area' : 'filter-area is-chosen'}
      aria-label={words.area}
      data-testid="filter:area"
      value={chosen.area ?? ''}
      onChange={event => filter.set({ ...filter.get(), area: event.currentTarget.value || null })}
    >
      <option value="">{words.allAreas}</option>
      {[...names].map(([id, name]) => (
        <option key={id} value={id}>
          {fill(words.oneArea, { area: pick(name) })}
        </option>
      ))}
    </select>
  );
}

/** `/` leads here from anywhere on the screen; Esc empties it and, empty, gives the focus back. */
function TextChoice(): ReactNode {
  const session = useSession();
  const { filter } = session.alarms;
  const words = useTexts().texts.alarms.filter;
  const chosen = useObservable(filter);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || session.dialog.get() !== null || !isPlainKey(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session]);
  return (
    <input
      ref={input}
      type="text"
      className="filter-text"
      placeholder={words.find}
      aria-label={words.find}
      autoComplete="off"
      spellCheck={false}
      value={chosen.text}
      data-testid="filter:text"
      onChange={event => filter.set({ ...filter.get(), text: event.currentTarget.value.slice(0, 200) })}
      onKeyDown={event => {
        if (event.key === 'Escape') filter.set({ ...filter.get(), text: '' });
      }}
    />
  );
}
