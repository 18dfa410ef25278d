/** What the I/O list is narrowed by: words, device, class, only what people have put in. Shown as chips, cleared by one action. */
import { type ReactNode, useRef } from 'react';
import { SIGNAL_CLASSES } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { useKeys } from '../../alarms/desk/use-keys.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { ALL_SIGNALS, isFiltering, type SignalFilter } from './signals.ts';

interface BarProps {
  readonly filter: SignalFilter;
  readonly shown: number;
  readonly onFilter: (filter: SignalFilter) => void;
}

export function SignalFilterBar({ filter, shown, onFilter }: BarProps): ReactNode {
  const { texts } = useTexts();
  const words = texts.support.io;
  const field = useRef<HTMLInputElement>(null);
  const clear = (): void => onFilter(ALL_SIGNALS);
  useKeys({ '/': () => field.current?.focus(), x: isFiltering(filter) ? clear : undefined });
  return (
    <div className="filter-bar">
      <input
        ref={field}
        type="text"
        className="signal-search"
        value={filter.typed}
        placeholder={`${words.search} /`}
        aria-label={words.search}
        autoComplete="off"
        spellCheck={false}
        data-testid="signal-search"
        onChange={event => onFilter({ ...filter, typed: event.currentTarget.value })}
        onKeyDown={event => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
          if (filter.typed === '') event.currentTarget.blur();
          else onFilter({ ...filter, typed: '' });
        }}
      />
      <DeviceChoice filter={filter} onFilter={onFilter} />
      <ClassChoice filter={filter} onFilter={onFilter} />
      <button
        type="button"
        className="button is-small"
        aria-pressed={filter.isOverridden}
        data-testid="signal-overridden"
        onClick={() => onFilter({ ...filter, isOverridden: !filter.isOverridden })}
      >
        {words.overridden}
      </button>
      {isFiltering(filter) ? (
        <button type="button" className="clear-filter" data-testid="signal-clear" onClick={clear}>
          {texts.alarms.filter.clear} <kbd>X</kbd>
        </button>
      ) : null}
      <span className="filter-gap" />
      <span className="dim">{fill(words.shown, { count: String(shown) })}</span>
    </div>
  );
}

type ChoiceProps = Omit<BarProps, 'shown'>;

const ALL = '*';

function DeviceChoice({ filter, onFilter }: ChoiceProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.support.io;
  const devices = useObservable(useSession().station.model)?.description.devices ?? [];
  return (
    <select
      value={filter.device ?? ALL}
      aria-label={words.device}
      data-testid="signal-device"
      onChange={({ currentTarget: { value } }) => onFilter({ ...filter, device: value === ALL ? null : value })}
    >
      <option value={ALL}>{words.allDevices}</option>
      {devices.map(({ id, name }) => (
        <option key={id} value={id}>
          {id} {pick(name)}
        </option>
      ))}
      <option value="">{texts.tip.calculated}</option>
    </select>
  );
}

function ClassChoice({ filter, onFilter }: ChoiceProps): ReactNode {
  const { texts } = useTexts();
  const words = texts.support.io;
  return (
    <select
      value={filter.signalClass ?? ALL}
      aria-label={words.column.signalClass}
      data-testid="signal-class"
      onChange={({ currentTarget: { value } }) =>
        onFilter({ ...filter, signalClass: SIGNAL_CLASSES.find(name => name === value) ?? null })
      }
    >
      <option value={ALL}>{words.allClasses}</option>
      {SIGNAL_CLASSES.map(name => (
        <option key={name} value={name}>
          {name} {texts.signalClass[name]}
        </option>
      ))}
    </select>
  );
}
