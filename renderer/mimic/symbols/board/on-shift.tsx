/**
 * Who is on shift: a place that accounts will fill. Until then it has the name that somebody has given at this screen, and says so. A press
 * gives or changes it, as in the top bar. Origin: top left corner.
 */
import type { ReactNode } from 'react';
import { fill } from '../../../../shared/text/catalog.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';
import { onDuty } from '../../../alarms/desk/duty.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { useNow } from '../../../store/use-now.ts';
import { pressKeys } from '../../../ui/press-keys.ts';
import { defineSymbol } from '../../define-symbol.ts';

const SECOND_MS = 1_000;
const LONGEST_NAME = 12;

function OnShift(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.mimic.board;
  const duty = useObservable(session.preferences.duty);
  const model = useObservable(session.station.model);
  const name = onDuty(duty, useNow(SECOND_MS));
  const until =
    duty === null
      ? ''
      : zoneClock(model?.description.timeZone ?? 'UTC')
          .at(duty.until)
          .time.slice(0, 5);
  const open = (): void => session.dialog.set({ kind: 'on-duty' });
  return (
    <g
      className="target"
      role="button"
      tabIndex={0}
      aria-label={texts.alarms.duty.hint}
      data-testid="on-shift"
      onClick={open}
      onKeyDown={pressKeys(open)}
    >
      <rect className="hit" x={-6} y={-4} width={108} height={112} />
      <text y={16} className={name === null ? 't16 mut' : 't16 b'} data-testid="on-shift-name">
        {name === null ? texts.alarms.duty.nobody : Array.from(name).slice(0, LONGEST_NAME).join('')}
      </text>
      <text y={38} className="t12 mut">
        {name === null ? '' : fill(words.until, { time: until })}
      </text>
      {words.noAccounts.map((line, i) => (
        <text key={line} y={64 + i * 18} className="t12 mut">
          {line}
        </text>
      ))}
    </g>
  );
}

export const onShift = defineSymbol({ id: 'on-shift', draw: () => <OnShift /> });
