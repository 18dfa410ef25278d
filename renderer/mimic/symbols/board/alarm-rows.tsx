/**
 * The standing alarms of some areas on a mimic: badge, tag, text, time; the worst first, as many as there are rows, and how many
 * more there are. A row opens the card of its alarm. What an alarm is and looks like is decided in `renderer/alarms/`.
 */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../../shared/model/alarm.ts';
import { ALARM_PITCH, sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { shortenedWithin, textWidth } from '../../../../shared/scene/text-width.ts';
import { lookOfAlarm, worstStatusFirst } from '../../../alarms/alarm-order.ts';
import { sentence, timeParts } from '../../../alarms/alarm-texts.ts';
import { BadgeShape } from '../../../alarms/badge/badge.tsx';
import { useAlarmFacts, useAllAlarms, useZone } from '../../../alarms/use-alarms.ts';
import { useSession, useTexts } from '../../../store/session.ts';
import { pressKeys } from '../../../ui/press-keys.ts';
import { type DrawInput, defineSymbol, stringProp } from '../../define-symbol.ts';

const TEXT_X = 30;

interface RowProps {
  readonly status: AlarmStatus;
  readonly width: number;
}

function AlarmLine({ status, width }: RowProps): ReactNode {
  const session = useSession();
  const { pick } = useTexts();
  const { description } = useAlarmFacts(status.id);
  const { time } = timeParts(status.record.raisedAt ?? 0, useZone(), session.client.stationNow());
  const name = status.tag ?? status.id;
  const textX = TEXT_X + textWidth(name, 13, true) + 10;
  const text = description === undefined ? '' : sentence(pick(description.texts.message));
  const open = (): void => session.alarms.carded.set(status.id);
  return (
    <g
      className="target"
      role="button"
      tabIndex={0}
      aria-label={`${name} ${text}`}
      data-testid={`alarm-line:${status.id}`}
      onClick={open}
      onKeyDown={pressKeys(open)}
    >
      <rect className="hit" x={0} y={-18} width={width} height={ALARM_PITCH} />
      <g className={status.isUnacknowledged ? 'is-flashing' : ''} transform="translate(13 -4.5)">
        <BadgeShape priority={status.priority} look={lookOfAlarm(status)} />
      </g>
      <text x={TEXT_X} className="t13 b">
        {name}
      </text>
      <text x={textX} className="t13 txt">
        {shortenedWithin(text, { sizePx: 13, width: width - textX - textWidth(time, 12) - 10 })}
      </text>
      <text x={width} className="t12 mut" textAnchor="end">
        {time}
      </text>
    </g>
  );
}

/** Origin: left end of the base line of the first row. */
function AlarmRows({ node }: Pick<DrawInput, 'node'>): ReactNode {
  const { texts } = useTexts();
  const areas = (stringProp(node, 'areas') ?? '').split(' ');
  const { width, rows } = sizesOf('alarm-rows', node);
  const standing = useAllAlarms()
    .filter(({ isStanding, area }) => isStanding && areas.includes(area))
    .toSorted(worstStatusFirst);
  const shown = standing.slice(0, standing.length > rows ? rows - 1 : rows);
  return (
    <>
      {standing.length === 0 ? <text className="t13 mut">{texts.alarms.banner.none}</text> : null}
      {shown.map((status, i) => (
        <g key={status.id} transform={`translate(0 ${i * ALARM_PITCH})`}>
          <AlarmLine status={status} width={width} />
        </g>
      ))}
      {standing.length > shown.length ? (
        <text x={TEXT_X} y={shown.length * ALARM_PITCH} className="t13 mut">
          +{standing.length - shown.length}
        </text>
      ) : null}
    </>
  );
}

export const alarmRows = defineSymbol({ id: 'alarm-rows', draw: ({ node }) => <AlarmRows node={node} /> });
