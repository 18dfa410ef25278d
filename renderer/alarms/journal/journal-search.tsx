/** The fields of the search. Enter searches anew, e.g. for what has come since. */
import type { ReactNode } from 'react';
import { ALARM_PRIORITIES } from '../../../shared/model/alarm.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { SearchArea, SearchForm, SearchText } from '../../ui/search/search-form.tsx';
import { FilterBadge } from '../badge/filter-badge.tsx';
import { useZone } from '../use-alarms.ts';
import { JOURNAL_SPANS, type JournalForm, type JournalProblem, typedSpan } from './journal-form.ts';

interface SearchProps {
  readonly form: JournalForm;
  readonly problem: JournalProblem | null;
  readonly onChange: (form: JournalForm) => void;
  readonly onSearch: () => void;
}

export function JournalSearch({ form, problem, onChange, onSearch }: SearchProps): ReactNode {
  const words = useTexts().texts.alarms.journal;
  const field = (part: 'from' | 'to' | 'tag' | 'who' | 'text'): ReactNode => (
    <SearchText
      key={part}
      name="journal"
      part={part}
      label={words.field[part]}
      value={form[part]}
      onText={text => onChange({ ...form, [part]: text })}
    />
  );
  return (
    <SearchForm name="journal" problem={problem === null ? null : words.problem[problem]} onSearch={onSearch}>
      <SpanChoice form={form} onChange={onChange} />
      {form.span === 'typed' ? (['from', 'to'] as const).map(field) : null}
      {(['tag', 'who', 'text'] as const).map(field)}
      <SearchArea name="journal" area={form.area} onArea={area => onChange({ ...form, area })} />
      <PriorityField form={form} onChange={onChange} />
      <label className="calls-only">
        <input
          type="checkbox"
          checked={form.isCallsOnly}
          data-testid="journal:calls-only"
          onChange={event => onChange({ ...form, isCallsOnly: event.currentTarget.checked })}
        />
        {words.callsOnly}
      </label>
    </SearchForm>
  );
}

type FieldProps = Pick<SearchProps, 'form' | 'onChange'>;

function SpanChoice({ form, onChange }: FieldProps): ReactNode {
  const session = useSession();
  const zone = useZone();
  const words = useTexts().texts.alarms.journal;
  return (
    <fieldset className="span-choice" aria-label={words.span}>
      {JOURNAL_SPANS.map(span => (
        <button
          key={span}
          type="button"
          aria-pressed={form.span === span}
          data-testid={`journal:${span}`}
          onClick={() =>
            onChange({
              ...form,
              ...(span === 'typed' ? typedSpan(form, session.client.stationNow(), zone) : {}),
              span,
            })
          }
        >
          {words.spans[span]}
        </button>
      ))}
    </fieldset>
  );
}

function PriorityField({ form, onChange }: FieldProps): ReactNode {
  const words = useTexts().texts.alarms.filter;
  const { priorities } = form;
  return (
    <fieldset className="priority-choice" aria-label={words.priority}>
      {ALARM_PRIORITIES.map(priority => (
        <button
          key={priority}
          type="button"
          aria-pressed={priorities.includes(priority)}
          aria-label={`${words.priority} ${priority}`}
          data-testid={`journal:p${priority}`}
          onClick={() =>
            onChange({
              ...form,
              priorities: priorities.includes(priority)
                ? priorities.filter(p => p !== priority)
                : [...priorities, priority].toSorted((a, b) => a - b),
            })
          }
        >
          <FilterBadge priority={priority} pressed={priorities} />
        </button>
      ))}
    </fieldset>
  );
}
