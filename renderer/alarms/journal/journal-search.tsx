/** The fields of the search. Enter searches anew, e.g. for what has come since. */
import type { ReactNode } from 'react';
import { ALARM_PRIORITIES } from '../../../shared/model/alarm.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { Badge } from '../badge/badge.tsx';
import { useAreaNames, useZone } from '../use-alarms.ts';
import { JOURNAL_SPANS, type JournalForm, type JournalProblem, typedSpan } from './journal-form.ts';

interface SearchProps {
  readonly form: JournalForm;
  readonly problem: JournalProblem | null;
  readonly onChange: (form: JournalForm) => void;
  readonly onSearch: () => void;
}

export function JournalSearch(props: SearchProps): ReactNode {
  const { form, problem, onChange, onSearch } = props;
  const words = useTexts().texts.alarms.journal;
  return (
    <form
      className="journal-search"
      onSubmit={event => {
        event.preventDefault();
        onSearch();
      }}
    >
      <SpanChoice {...props} />
      {form.span === 'typed'
        ? (['from', 'to'] as const).map(part => <TextField key={part} part={part} {...props} />)
        : null}
      {(['tag', 'who', 'text'] as const).map(part => (
        <TextField key={part} part={part} {...props} />
      ))}
      <AreaField form={form} onChange={onChange} />
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
      <button type="submit" className="button is-small" data-testid="journal:search">
        {words.search}
      </button>
      {problem === null ? null : (
        <strong className="journal-problem" role="alert">
          {words.problem[problem]}
        </strong>
      )}
    </form>
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

function TextField({
  part,
  form,
  onChange,
}: FieldProps & { readonly part: 'from' | 'to' | 'tag' | 'who' | 'text' }): ReactNode {
  const words = useTexts().texts.alarms.journal;
  return (
    <label className={`journal-field is-${part}`}>
      <span>{words.field[part]}</span>
      <input
        type="text"
        value={form[part]}
        autoComplete="off"
        spellCheck={false}
        maxLength={part === 'who' ? 64 : 200}
        data-testid={`journal:${part}`}
        onChange={event => onChange({ ...form, [part]: event.currentTarget.value })}
      />
    </label>
  );
}

function AreaField({ form, onChange }: FieldProps): ReactNode {
  const { texts, pick } = useTexts();
  const names = useAreaNames();
  return (
    <label className="journal-field">
      <span>{texts.alarms.filter.area}</span>
      <select
        value={form.area}
        data-testid="journal:area"
        onChange={event => onChange({ ...form, area: event.currentTarget.value })}
      >
        <option value="">{texts.alarms.filter.anyArea}</option>
        {[...names].map(([id, name]) => (
          <option key={id} value={id}>
            {pick(name)}
          </option>
        ))}
      </select>
    </label>
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
          <Badge
            priority={priority}
            look={priorities.length === 0 || priorities.includes(priority) ? 'acknowledged' : 'none'}
          />
        </button>
      ))}
    </fieldset>
  );
}
