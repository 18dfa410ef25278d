/**
 * The alarms of the station in one look: unacknowledged / active by priority, the worst of all, how many are shelved and how many cannot
 * be judged. Counts are those of the banner, of the areas that this screen answers for. Not bound to tags. Origin: top left corner.
 */
import type { ReactNode } from 'react';
import { ALARM_PRIORITIES, type AlarmCounts, type AlarmPriority } from '../../../../shared/model/alarm.ts';
import { sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { useMarks } from '../../../alarms/badge/alarm-badge.tsx';
import { BadgeShape } from '../../../alarms/badge/badge.tsx';
import { useAlarmFacts } from '../../../alarms/use-alarms.ts';
import { ALARMS } from '../../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { pressKeys } from '../../../ui/press-keys.ts';
import { type DrawInput, defineSymbol } from '../../define-symbol.ts';

const COLUMN = 70;
const ROW = 32;

function AlarmBoard({ node }: DrawInput): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const summary = useObservable(session.alarms.book.summary);
  const { width } = sizesOf('alarm-board', node);
  const open = (): void => session.place.set(ALARMS);
  return (
    <g
      className="target"
      role="link"
      tabIndex={0}
      aria-label={texts.mimic.board.openAlarms}
      data-testid="alarm-board"
      onClick={open}
      onKeyDown={pressKeys(open)}
    >
      <rect className="hit" x={-6} y={-4} width={width} height={112} />
      {summary === null ? (
        <text y={16} className="t13 txt">
          {texts.alarms.banner.unknown}
        </text>
      ) : (
        <Counts counts={summary.counts} />
      )}
    </g>
  );
}

function Counts({ counts }: { readonly counts: AlarmCounts }): ReactNode {
  const { texts } = useTexts();
  const words = texts.mimic.board;
  return (
    <>
      {ALARM_PRIORITIES.map((priority, i) => (
        <g key={priority} transform={`translate(${12 + (i % 2) * COLUMN} ${12 + Math.floor(i / 2) * ROW})`}>
          <PriorityCount priority={priority} counts={counts} />
        </g>
      ))}
      <Worst />
      <text y={100} className="t12 mut">
        {`${words.shelved} ${counts.shelved}　${words.unjudged} ${counts.unjudged}`}
      </text>
    </>
  );
}

interface CountProps {
  readonly priority: AlarmPriority;
  readonly counts: AlarmCounts;
}

function PriorityCount({ priority, counts }: CountProps): ReactNode {
  const unacknowledged = counts.unacknowledged[priority - 1] ?? 0;
  const active = counts.active[priority - 1] ?? 0;
  const look = unacknowledged > 0 ? 'unacknowledged' : active > 0 ? 'acknowledged' : 'none';
  return (
    <g className={look === 'unacknowledged' ? 'is-flashing' : undefined}>
      <BadgeShape priority={priority} look={look} />
      <text x={16} y={5} className={look === 'none' ? 't13 mut' : 't13 b'} data-testid={`board-count:${priority}`}>
        {`${unacknowledged}/${active}`}
      </text>
    </g>
  );
}

/** The tag and the kind of the worst standing alarm; calm it is a muted sentence. */
function Worst(): ReactNode {
  const marks = useMarks(({ station }) => station?.id ?? '');
  const { texts } = useTexts();
  const id = marks.station?.id ?? '';
  const { description } = useAlarmFacts(id);
  if (marks.station === null) {
    return (
      <text y={80} className="t13 mut">
        {texts.mimic.board.noAlarm}
      </text>
    );
  }
  return (
    <text y={80} className="t13 b" data-testid="board-worst">
      {description === undefined ? id : id.replace('/', ' ')}
    </text>
  );
}

export const alarmBoard = defineSymbol({
  id: 'alarm-board',
  draw: input => <AlarmBoard {...input} />,
});
