/** What the searches of the journal and of the events have in common: the form around their fields, text and area fields, the count. */
import type { ReactNode } from 'react';
import { useAreaNames } from '../../alarms/use-alarms.ts';
import { useTexts } from '../../store/session.ts';

/** Begins the names for tests. */
type SearchName = 'journal' | 'events';

interface SearchFormProps {
  readonly name: SearchName;
  /** What is wrong in a field; null = nothing. */
  readonly problem: string | null;
  readonly onSearch: () => void;
  readonly children: ReactNode;
}

export function SearchForm({ name, problem, onSearch, children }: SearchFormProps): ReactNode {
  const words = useTexts().texts.alarms.journal;
  return (
    <form
      className="journal-search"
      onSubmit={event => {
        event.preventDefault();
        onSearch();
      }}
    >
      {children}
      <button type="submit" className="button is-small" data-testid={`${name}:search`}>
        {words.search}
      </button>
      {problem === null ? null : (
        <strong className="journal-problem" role="alert">
          {problem}
        </strong>
      )}
    </form>
  );
}

type TextPart = 'at' | 'from' | 'to' | 'tag' | 'who' | 'text';

interface SearchTextProps {
  readonly name: SearchName;
  readonly part: TextPart;
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** The longest name of a person, and of anything else. */
const LONGEST_NAME = 64;
const LONGEST_TEXT = 200;

export function SearchText({ name, part, label, value, onText }: SearchTextProps): ReactNode {
  return (
    <label className={`journal-field is-${part === 'at' ? 'from' : part}`}>
      <span>{label}</span>
      <input
        type="text"
        value={value}
        autoComplete="off"
        spellCheck={false}
        maxLength={part === 'who' ? LONGEST_NAME : LONGEST_TEXT}
        data-testid={`${name}:${part}`}
        onChange={event => onText(event.currentTarget.value)}
      />
    </label>
  );
}

interface SearchAreaProps {
  readonly name: SearchName;
  /** Empty: every area. */
  readonly area: string;
  readonly onArea: (area: string) => void;
}

export function SearchArea({ name, area, onArea }: SearchAreaProps): ReactNode {
  const { texts, pick } = useTexts();
  const names = useAreaNames();
  return (
    <label className="journal-field">
      <span>{texts.alarms.filter.area}</span>
      <select value={area} data-testid={`${name}:area`} onChange={event => onArea(event.currentTarget.value)}>
        <option value="">{texts.alarms.filter.anyArea}</option>
        {[...names].map(([id, text]) => (
          <option key={id} value={id}>
            {pick(text)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SearchCountProps {
  readonly name: SearchName;
  /** `none`: nothing is asked, because a field is wrong. */
  readonly phase: 'reading' | 'failed' | 'end' | 'more' | 'none';
  readonly count: number;
  readonly failed: string;
}

export function SearchCount({ name, phase, count, failed }: SearchCountProps): ReactNode {
  const { texts } = useTexts();
  return (
    <span className="dim" data-testid={`${name}-count`}>
      {phase === 'reading' ? texts.alarms.loading : null}
      {phase === 'failed' ? failed : null}
      {phase === 'end' ? `${count} ${texts.alarms.journal.rows}` : null}
      {phase === 'more' ? `${count} ${texts.alarms.journal.rowsMore}` : null}
    </span>
  );
}
