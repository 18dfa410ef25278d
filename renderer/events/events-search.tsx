/** The fields of the event view: when, which classes, tag, area, person, text. Enter searches anew. */
import type { ReactNode } from 'react';
import { EVENT_KIND_TEXTS } from '../../shared/event/event-texts.ts';
import { EVENT_KINDS } from '../../shared/model/event.ts';
import { useZone } from '../alarms/use-alarms.ts';
import { useSession, useTexts } from '../store/session.ts';
import { SearchArea, SearchForm, SearchText } from '../ui/search/search-form.tsx';
import {
  EVENT_SPANS,
  type EventForm,
  type EventProblem,
  instantText,
  MARGINS,
  withKind,
  withSpan,
} from './event-form.ts';

interface SearchProps {
  readonly form: EventForm;
  readonly problem: EventProblem | null;
  readonly onChange: (form: EventForm) => void;
  readonly onSearch: () => void;
}

export function EventsSearch({ form, problem, onChange, onSearch }: SearchProps): ReactNode {
  const words = useTexts().texts.events;
  return (
    <SearchForm name="events" problem={problem === null ? null : words.problem[problem]} onSearch={onSearch}>
      <KindChoice form={form} onChange={onChange} />
      {form.isLive ? null : <SpanFields form={form} onChange={onChange} />}
      {(['tag', 'who', 'text'] as const).map(part => (
        <TextField key={part} part={part} value={form[part]} onText={text => onChange({ ...form, [part]: text })} />
      ))}
      <SearchArea name="events" area={form.area} onArea={area => onChange({ ...form, area })} />
    </SearchForm>
  );
}

type FieldProps = Pick<SearchProps, 'form' | 'onChange'>;

function KindChoice({ form, onChange }: FieldProps): ReactNode {
  const { texts, pick } = useTexts();
  return (
    <fieldset className="span-choice kind-choice" aria-label={texts.events.kinds}>
      <button
        type="button"
        aria-pressed={form.kinds.length === 0}
        data-testid="events:kind:all"
        onClick={() => onChange({ ...form, kinds: [] })}
      >
        {texts.events.allKinds}
      </button>
      {EVENT_KINDS.map(kind => (
        <button
          key={kind}
          type="button"
          aria-pressed={form.kinds.includes(kind)}
          data-testid={`events:kind:${kind}`}
          onClick={() => onChange(withKind(form, kind, EVENT_KINDS))}
        >
          {pick(EVENT_KIND_TEXTS[kind])}
        </button>
      ))}
    </fieldset>
  );
}

function SpanFields({ form, onChange }: FieldProps): ReactNode {
  const session = useSession();
  const zone = useZone();
  const words = useTexts().texts.events;
  const field = (part: 'from' | 'to') => (
    <TextField part={part} value={form[part]} onText={text => onChange({ ...form, [part]: text })} />
  );
  return (
    <>
      <fieldset className="span-choice" aria-label={words.span}>
        {EVENT_SPANS.map(span => (
          <button
            key={span}
            type="button"
            aria-pressed={form.span === span}
            data-testid={`events:span:${span}`}
            onClick={() => onChange(withSpan(form, span, { now: session.client.stationNow(), zone }))}
          >
            {words.spans[span]}
          </button>
        ))}
      </fieldset>
      {form.span === 'around' ? <AroundFields form={form} onChange={onChange} /> : null}
      {form.span === 'typed' ? field('from') : null}
      {form.span === 'typed' ? field('to') : null}
    </>
  );
}

function AroundFields({ form, onChange }: FieldProps): ReactNode {
  const zone = useZone();
  const words = useTexts().texts.events;
  return (
    <>
      <TextField
        part="at"
        value={instantText(form, zone)}
        onText={text => onChange({ ...form, anchor: null, at: text })}
      />
      <fieldset className="span-choice" aria-label={words.margin}>
        {MARGINS.map(margin => (
          <button
            key={margin}
            type="button"
            aria-pressed={form.margin === margin}
            data-testid={`events:margin:${margin}`}
            onClick={() => onChange({ ...form, margin })}
          >
            ±{margin} min
          </button>
        ))}
      </fieldset>
    </>
  );
}

interface TextFieldProps {
  readonly part: 'at' | 'from' | 'to' | 'tag' | 'who' | 'text';
  readonly value: string;
  readonly onText: (text: string) => void;
}

function TextField({ part, ...field }: TextFieldProps): ReactNode {
  return <SearchText name="events" part={part} label={useTexts().texts.events.field[part]} {...field} />;
}
