/** A month to pick a day from. One day takes the focus, arrows move it: the way through the form stays short. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../../store/session.ts';
import { daysLater, monthsLater, weeksOf } from './typed-time.ts';

interface MonthProps {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly today: string;
  readonly onPick: (day: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
/** Texts of weekdays begin with Sunday, weeks with Monday. */
const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 0] as const;

export function MonthDays({ day, today, onPick }: MonthProps): ReactNode {
  const { texts } = useTexts();
  const words = texts.trends.goTo;
  const grid = useRef<HTMLTableElement>(null);
  const hasMoved = useRef(false);
  const month = day.slice(0, 7);
  useEffect(() => {
    if (!hasMoved.current) return;
    hasMoved.current = false;
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [day]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    hasMoved.current = true;
    onPick(daysLater(day, step));
  };
  const turn = (by: number, label: string): ReactNode => (
    <button type="button" aria-label={label} title={label} onClick={() => onPick(turned(day, by))}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={by < 0 ? 'M10 3L5 8L10 13' : 'M6 3L11 8L6 13'} />
      </svg>
    </button>
  );
  return (
    <div className="month">
      <header>
        {turn(-1, words.monthBefore)}
        <b>{month}</b>
        {turn(1, words.monthAfter)}
      </header>
      <table ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {MONDAY_FIRST.map(weekday => (
              <th key={weekday}>{texts.weekdays[weekday]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map(week => (
            <tr key={week[0]}>
              {week.map(date => (
                <td key={date} className={date.slice(0, 7) === month ? undefined : 'is-other'}>
                  <button
                    type="button"
                    tabIndex={date === day ? 0 : -1}
                    disabled={date > today}
                    aria-pressed={date === day}
                    aria-label={date}
                    data-testid={`day:${date}`}
                    onClick={() => onPick(date)}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same day of another month, or its last one where it has no such day. */
function turned(day: string, months: number): string {
  const month = monthsLater(day.slice(0, 7), months);
  const last = daysLater(`${monthsLater(month, 1)}-01`, -1);
  const same = `${month}${day.slice(7)}`;
  return same > last ? last : same;
}
