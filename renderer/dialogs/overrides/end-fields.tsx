/** Until when an override lasts: an hour, eight, the end of the shift, or a date and time; and what that means in time left. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { useTexts } from '../../store/session.ts';
import { END_CHOICES, type EndChoice, type EndEntry, endOf, nextShiftEnd, typedTime } from './override-end.ts';
import type { OverrideAction } from './override-form.ts';

interface EndFieldsProps {
  readonly end: EndEntry;
  readonly zone: ZoneClock;
  /** Station clock, epoch ms. */
  readonly now: number;
  readonly dispatch: (action: OverrideAction) => void;
}

export function EndFields({ end, zone, now, dispatch }: EndFieldsProps): ReactNode {
  const words = useTexts().texts.dialog.override;
  const shift = typedTime(nextShiftEnd(now, zone), zone).time;
  const choose = (choice: EndChoice): void => {
    // A date and time begin as what was chosen before: most often only a part of it is changed.
    const known = endOf(end, now, zone);
    const start = choice === 'at' && known.kind === 'end' ? typedTime(known.at, zone) : {};
    dispatch({ kind: 'end', end: { choice, ...start } });
  };
  return (
    <fieldset className="field choices">
      <legend>{words.end}</legend>
      <div className="end-choices">
        {END_CHOICES.map(choice => (
          <label key={choice} className="choice-row">
            <input
              type="radio"
              name="override-end"
              checked={choice === end.choice}
              data-testid={`end:${choice}`}
              onChange={() => choose(choice)}
            />
            <span>{fill(words.choice[choice], { time: shift })}</span>
          </label>
        ))}
      </div>
      {end.choice === 'at' ? <TypedEnd end={end} dispatch={dispatch} /> : null}
      <EndsAt end={end} zone={zone} now={now} />
    </fieldset>
  );
}

/** Plain fields: the browser's own date picker speaks the language of the machine and not of the screen. */
function TypedEnd({ end, dispatch }: Pick<EndFieldsProps, 'end' | 'dispatch'>): ReactNode {
  const words = useTexts().texts.dialog.override;
  return (
    <div className="typed-end">
      {(['date', 'time'] as const).map(part => (
        <label key={part} className="field">
          <span>{words[part]}</span>
          <input
            type="text"
            value={end[part]}
            autoComplete="off"
            data-testid={`field:${part}`}
            onChange={event => dispatch({ kind: 'end', end: { [part]: event.currentTarget.value } })}
          />
        </label>
      ))}
    </div>
  );
}

function EndsAt({ end, zone, now }: Pick<EndFieldsProps, 'end' | 'zone' | 'now'>): ReactNode {
  const words = useTexts().texts.dialog.override;
  const found = endOf(end, now, zone);
  if (found.kind !== 'end') return <strong className="field-problem">{words.obstacle[found.kind]}</strong>;
  const { date, time } = typedTime(found.at, zone);
  return (
    <p className="field-note" data-testid="ends-at">
      {fill(words.ends, { time: `${date} ${time}`, left: remainingText(found.at - now) })}
    </p>
  );
}
